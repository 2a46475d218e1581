import ArgumentParser
import Host
import TownModel
import Wire

struct BdDelete: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete issues; without --force, say what that would be.",
        discussion: """
            All or none. They stay as tombstones, so that a merge with another copy knows of it, and bd reopen brings
            them back.

            Example: bd delete web-a1 --cascade --force
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String] = []
    @Option(help: "More of them from a file, an id a line.", completion: .file()) var fromFile: String?
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Why.") var reason = "deleted by bd delete"
    @Flag(help: "Their open parts too.") var cascade = false
    @Flag(name: .shortAndLong, help: "Do it.") var force = false
    @Flag(help: "Do nothing, whatever else is said.") var dryRun = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let isReal = force && !dryRun
        let client = try isReal ? call.writer() : call.reader()
        var texts = ids
        if let fromFile {
            texts += try TextSource.text(fromFile).split(separator: "\n").map { String($0).trimmed }.filter {
                !$0.isEmpty && !$0.hasPrefix("#")
            }
        }
        guard !texts.isEmpty else { throw CommandFailure.usage("name at least one issue", hint: "bd delete --help") }
        let named = try await client.beads(texts)
        guard isReal else { return try await preview(named, call, client) }
        let deleted = try await client.command(BeadDelete(ids: named, reason: reason, cascade: cascade)).beads
        call.answer(
            RawJSON.object([
                "deleted": RawJSON.texts(deleted.map(\.id.text)), "deleted_count": String(deleted.count),
            ])
        ) { screen in
            deleted.map { "deleted \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }

    private func preview(_ named: [BeadID], _ call: BdCall, _ client: TownClient) async throws {
        var doomed = try await client.lines(of: named)
        var seen = Set(doomed.map(\.id))
        for id in cascade ? named : [] {
            var selection = BeadSelection()
            selection.under = id
            doomed += try await client.lines(selection, limit: nil) { seen.insert($0.id).inserted }
        }
        call.answer(
            RawJSON.object(["dry_run": "true", "would_delete": RawJSON.texts(doomed.map(\.id))])
        ) { screen in
            let lines = doomed.map {
                "would delete \(BdText.line($0, screen)) (\($0.dependents) edges lead to it)"
            }
            return (lines + ["nothing was deleted: --force does it"]).joined(separator: "\n")
        }
    }
}
