import ArgumentParser
import Wire

struct BeadSyncCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring the town's files of beads up to the ledger, and commit them.",
        discussion: """
            The store does it by itself when it has been quiet for a while, and at gt down. The files lie in beads/, a
            repository of its own, one for each rig and hq.jsonl for the town.

            Example: gt bead sync
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let facts = try await call.client().query(BeadSync(), within: CommandLimits.backupWait)
        call.answer(facts) { SyncText.text(facts, $0) }
    }
}
