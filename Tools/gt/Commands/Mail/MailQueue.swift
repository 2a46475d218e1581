import ArgumentParser

struct MailQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Places where letters wait for whoever takes them: one of many gets each.",
        discussion: """
            A letter to queue:<name> lies there until gt mail claim takes it, the most urgent first.

            Example: gt mail queue create triage --claimers @crew
            """,
        subcommands: [
            MailQueueCreateCommand.self, MailQueueListCommand.self, MailQueueShowCommand.self,
            MailQueueDeleteCommand.self,
        ])
}
