import ArgumentParser
import Host
import TownModel
import Wire

struct BdInit: BdCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a small town in this repository's .beads, where there is no town.",
        discussion: """
            A store and nothing else: bd starts it when it needs it, and it ends after ten minutes without a request.
            Issues of .beads/issues.jsonl are taken in. Inside a town nothing is done.

            Example: bd init --prefix web
            """)

    @Option(name: .shortAndLong, help: "What ids start with. Default: from the directory's name.")
    var prefix: TownPrefix?
    @Flag(name: .shortAndLong, help: "Print nothing when it is done.") var quiet = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try call.refuseIfReadonly()
        if let layout = try call.call.townHere() {
            let kind = layout.isSmall ? "small town" : "town"
            return say(call, Reply(town: layout.root)) {
                "this is in the \(kind) \($0.plain(layout.root)): nothing was done"
            }
        }
        let root = try await SmallTown.place(for: call.call.surroundings.directory)
        let town = SmallTown(layout: TownLayout(root: root))
        let name = Files.parent(of: root).split(separator: "/").last.map(String.init) ?? ""
        let prefix = prefix ?? TownPrefix.near(name)
        var reply = Reply(town: root, prefix: prefix.text, made: try await town.found(prefix: prefix))
        if Files.exists(town.file) {
            let client = try call.writer()
            let hash = try await client.upload(town.file, call.call)
            reply.imported = try await client.command(BeadImport(home: .hq, blob: hash))
        }
        say(call, reply) { screen in
            let issues = reply.imported.map { ["\(town.file): \(ImportText.text($0, file: town.file, screen))"] }
            return
                (["made a small town in \(screen.plain(root)); ids start with \(prefix)-"] + (issues ?? [])
                + ["next: bd create \"…\", bd ready"]).joined(separator: "\n")
        }
        if let report = reply.imported, report.refused > 0 { throw ExitStatusOnly(status: .badData) }
    }

    private func say(_ call: BdCall, _ reply: Reply, _ text: (Screen) -> String) {
        guard !quiet || call.isJSON else { return }
        call.answer(JSONText.text(reply), text)
    }

    private struct Reply: Encodable {
        var town: String
        var prefix: String?
        var made: [String] = []
        var imported: ImportReport?
    }
}
