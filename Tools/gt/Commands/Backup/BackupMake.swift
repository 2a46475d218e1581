import ArgumentParser
import Host
import TownModel
import Wire

struct BackupMakeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Copy the ledger into the town's backups directory, and read the copy through.",
        discussion: """
            Nobody waits for it: the store goes on with everything else. With --keep, older copies are removed once the
            new one stands.

            Example: gt backup make --keep 7
            """)

    @Option(help: "How many copies to keep, the new one among them; all of them without it.") var keep: Int?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep takes a number from 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let facts = try await client.query(BackupMake(), within: CommandLimits.backupWait)
        var removed: [String] = []
        if let keep {
            for copy in LedgerCopies(client.layout).all.dropLast(keep) {
                try Files.removeTree(copy.path)
                removed.append(copy.path)
            }
        }
        call.answer(BackupResult(backup: facts, removed: removed)) { screen in
            let first = "\(screen.plain(facts.path))\n  \(facts.sentence)"
            return removed.isEmpty ? first : "\(first)\n  \(removed.count) older removed"
        }
    }
}

/// What `gt backup make` came to.
private struct BackupResult: Encodable {
    var backup: BackupFacts
    /// Paths.
    var removed: [String]
}
