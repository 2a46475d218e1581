import ArgumentParser

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies of the ledger, made while the town works, each read through before it counts.",
        discussion: """
            Without a word: makes one. They lie in the town's backups directory; take them elsewhere from there.

            Example: gt backup
            """,
        subcommands: [BackupMakeCommand.self, BackupListCommand.self, BackupVerifyCommand.self],
        defaultSubcommand: BackupMakeCommand.self)
}
