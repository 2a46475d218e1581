import ArgumentParser
import Wire

struct BeadSyncCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring the town's files of beads up to the ledger, commit them, and share them with a remote.",
        discussion: """
            The files lie in beads/, a repository of its own, one for each rig and hq.jsonl for the town; the store writes and
            commits them by itself when it has been quiet for a while, and at gt down. Where that repository has a remote
            (git -C beads remote add origin URL), its branch is fetched, merged into the ledger field by field, and
            pushed, never by force; what both sides changed differently is named. A rig's beads_branch is treated alike.
            Nobody's work tree is touched.

            Ends with 75 when a remote was not reached: what is here is committed, and the same command sends it later.

            Example: gt bead sync
            Example: gt bead sync --local
            """)

    @Flag(help: "Write and commit only: no remote is asked.") var local = false
    @Flag(help: "Merge what the remote has without a base: after its history was replaced on purpose.") var anew = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        var client = try call.client()
        client.takesID = false
        let report = try await BeadsSync(client: client, call: call, isLocal: local, isAnew: anew).run()
        call.answer(report) { SyncText.text(report, $0) }
        if let status = report.status { throw ExitStatusOnly(status: status) }
    }
}
