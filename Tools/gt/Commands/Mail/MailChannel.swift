import ArgumentParser

struct MailChannelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Places where letters are kept for all who look; subscribers are told how many are new.",
        discussion: """
            A letter to channel:<name> is kept once and lies in no inbox. What is more than the channel keeps goes.

            Example: gt mail channel create releases --keep-for 30d
            """,
        subcommands: [
            MailChannelCreateCommand.self, MailChannelListCommand.self, MailChannelShowCommand.self,
            MailChannelSubscribeCommand.self, MailChannelUnsubscribeCommand.self, MailChannelDeleteCommand.self,
        ])
}
