import ArgumentParser

/// `bd`: the ledger under the command line of Beads, for hands that know it (docs/bd-compat.md).
struct Bd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bd",
        abstract: "Issues of the town, with the command line of Beads \(BdVersion.reference).",
        discussion: """
            Every command asks the town's store, as gt does. Exit statuses: 0 done, 1 refused, 64 usage, 65 bad data,
            69 store away, 70 our bug, 75 try again, 77 forbidden, 78 configuration.

            Example: bd ready --json
            """,
        version: VersionCommand.number,
        groupedSubcommands: [
            CommandGroup(name: "Issues", subcommands: BdCatalogue.issues),
            CommandGroup(name: "Lists", subcommands: BdCatalogue.lists),
            CommandGroup(name: "What waits for what", subcommands: BdCatalogue.graph),
            CommandGroup(name: "Words", subcommands: BdCatalogue.words),
            CommandGroup(name: "Files, and bd itself", subcommands: BdCatalogue.about),
        ])
}

enum BdCatalogue {
    static let issues: [any ParsableCommand.Type] = [
        BdCreate.self, BdQuick.self, BdShow.self, BdUpdate.self, BdClose.self, BdReopen.self, BdDelete.self,
        BdDefer.self, BdUndefer.self,
    ]

    static let lists: [any ParsableCommand.Type] = [
        BdReady.self, BdList.self, BdSearch.self, BdBlocked.self, BdCount.self, BdStats.self, BdStale.self,
        BdChildren.self,
    ]

    static let graph: [any ParsableCommand.Type] = [
        BdDep.self, BdGraph.self, BdEpic.self, BdGate.self, BdRelate.self, BdUnrelate.self, BdDuplicate.self,
        BdSupersede.self,
    ]

    static let words: [any ParsableCommand.Type] = [
        BdLabel.self, BdComments.self, BdComment.self, BdHistory.self,
    ]

    static let about: [any ParsableCommand.Type] = [
        BdInit.self, BdExport.self, BdImport.self, BdSync.self, BdConfig.self, BdPrime.self, BdOnboard.self,
        BdInfo.self, BdWhere.self, BdCompletion.self, BdVersion.self,
    ]
}
