import ArgumentParser

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Letters between people and agents: stored, delivered once.",
        discussion: "Example: gt mail send web/nux -s \"The door\" -m \"It opens inward.\"",
        subcommands: [
            MailSendCommand.self, MailReplyCommand.self, MailInboxCommand.self, MailReadCommand.self,
            MailThreadCommand.self, MailSearchCommand.self, MailArchiveCommand.self, MailUnarchiveCommand.self,
            MailMarkCommand.self, MailDeleteCommand.self, MailDrainCommand.self, MailCheckCommand.self,
            MailDirectoryCommand.self, MailGroupCommand.self, MailQueueCommand.self,
            MailChannelCommand.self,
            MailClaimCommand.self, MailReleaseCommand.self,
        ])
}
