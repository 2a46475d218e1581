import ArgumentParser
import TownModel
import Wire

struct BdSync: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring the town's files of issues up to the ledger, and commit them there.",
        discussion: """
            The files lie in the town's beads/, a repository of its own. No work tree of yours is read or written, and
            nothing is pulled or pushed. The store does the same by itself when it has been quiet for a while.

            Example: bd sync --json
            """)

    @Flag(help: "Holds always: no work tree's file is committed.") var flushOnly = false
    @Flag(help: "Holds always: nothing is pulled.") var noPull = false
    @Flag(help: "Holds always: nothing is pushed.") var noPush = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let facts = try await call.writer().query(BeadSync(), within: CommandLimits.backupWait)
        call.answer(JSONText.text(facts)) { SyncText.text(facts, $0) }
    }
}
