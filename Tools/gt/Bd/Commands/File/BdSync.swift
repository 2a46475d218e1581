import ArgumentParser
import TownModel
import Wire

struct BdSync: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring the town's files of issues up to the ledger, commit them there, and share them with a remote.",
        discussion: """
            The files lie in the town's beads/, a repository of its own. No work tree of yours is read or written. Where that
            repository has a remote, its branch is fetched, merged into the ledger, and pushed, as gt bead sync --help says.
            Ends with 75 when the remote was not reached.

            Example: bd sync --json
            """)

    @Flag(help: "Write and commit only: no remote is asked.") var flushOnly = false
    @Flag(help: "The same: what was not merged is not pushed either.") var noPull = false
    @Flag(help: "Fetch and merge, and leave the remote as it is.") var noPush = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let report = try await BeadsSync(
            client: try call.writer(), call: call.call, isLocal: flushOnly || noPull, pushes: !noPush
        ).run()
        call.answer(JSONText.text(report)) { SyncText.text(report, $0) }
        if let status = report.status { throw ExitStatusOnly(status: status) }
    }
}
