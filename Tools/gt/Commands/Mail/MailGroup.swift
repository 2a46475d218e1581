import ArgumentParser

struct MailGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Several by one name: each member gets a copy of a letter to group:<name>.",
        discussion: """
            Members are agents, @crew and its like, and other groups. Who that is, is found out when a letter is stored.

            Example: gt mail group create reviewers @crew/web mayor
            """,
        subcommands: [
            MailGroupCreateCommand.self, MailGroupAddCommand.self, MailGroupRemoveCommand.self,
            MailGroupListCommand.self, MailGroupShowCommand.self, MailGroupDeleteCommand.self,
        ])
}
