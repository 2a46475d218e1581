import ArgumentParser

struct BeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bead",
        abstract: "Make, read and change beads: the units of work.",
        discussion: "Example: gt bead create \"Fix the door\" -t bug -p 1 --rig web",
        groupedSubcommands: [
            CommandGroup(
                name: "One bead",
                subcommands: [
                    BeadCreateCommand.self, BeadShowCommand.self, BeadWhyCommand.self, BeadHistoryCommand.self,
                    BeadUpdateCommand.self, BeadClaimCommand.self, BeadCommentCommand.self, BeadDeferCommand.self,
                    BeadUndeferCommand.self, BeadCloseCommand.self, BeadReopenCommand.self, BeadDeleteCommand.self,
                    DepCommand.self, BeadGateCommand.self,
                ]),
            CommandGroup(
                name: "Many",
                subcommands: [
                    BeadListCommand.self, BeadReadyCommand.self, BeadBlockedCommand.self, BeadSearchCommand.self,
                    BeadStaleCommand.self, BeadCountCommand.self, BeadStatsCommand.self,
                ]),
            CommandGroup(
                name: "Files",
                subcommands: [
                    BeadCreateManyCommand.self, BeadImportCommand.self, BeadExportCommand.self,
                    BeadSyncCommand.self, BeadMergeDriverCommand.self,
                ]),
        ])
}
