import ArgumentParser
import BeadsFormat
import TownModel
import Wire

struct BdGraph: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Show issues in waves: each wave can be done when those before it are.",
        discussion: """
            Of an issue and all its parts; with --all, of every issue that is not closed.

            Example: bd graph web-a1
            """)

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String?
    @Flag(help: "Every issue that is not closed.") var all = false
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard (id == nil) == all else { throw ValidationError("name an issue, or say --all") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        var root: BdBead?
        var selection = BeadSelection(includeTemplates: false, includeEphemeral: false)
        if let id {
            let rootID = try await client.bead(id)
            root = try await client.line(of: rootID)
            selection.under = rootID
            selection.includeClosed = true
        } else {
            selection.home = try await home.selected(call, client)
        }
        let parts = try await client.lines(selection, BeadOrder(.priority), limit: nil) {
            $0.status != BeadStatus.tombstone.rawValue
        }
        let beads = (root.map { [$0] } ?? []) + parts
        // An epic ends with its parts: it is no step of its own way.
        let steps = (parts.isEmpty ? beads : parts).map(\.id)
        let waits = Dictionary(beads.map { ($0.id, Self.waits($0)) }, uniquingKeysWith: { $1 })
        let waves = Waves(steps, waits: waits)
        call.answer(Self.json(root, beads, waves)) { Self.text(root, beads, waves, $0) }
    }

    private static func waits(_ bead: BdBead) -> [String] {
        let holding = Set(EdgeType.holding.map(\.rawValue))
        return bead.line.edges.filter { $0.from == bead.id && holding.contains($0.type) }.map(\.to)
    }

    private static func json(_ root: BdBead?, _ beads: [BdBead], _ waves: Waves) -> String {
        RawJSON.object([
            "root": root.map { $0.json() }, "issues": RawJSON.array(beads.map { $0.json() }),
            "layers": RawJSON.array(waves.waves.map(RawJSON.texts)), "stuck": RawJSON.texts(waves.stuck),
        ])
    }

    private static func text(_ root: BdBead?, _ beads: [BdBead], _ waves: Waves, _ screen: Screen) -> String {
        guard !beads.isEmpty else { return "no such issues" }
        let known = Dictionary(beads.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        func table(_ ids: [String]) -> String { BdText.table(ids.compactMap { known[$0] }, screen) }
        var lines = root.map { [BdText.line($0, screen)] } ?? []
        for (number, wave) in waves.waves.enumerated() {
            lines += [screen.paint("wave \(number + 1)", .bold), table(wave)]
        }
        if !waves.stuck.isEmpty { lines += [screen.paint("in a ring, or behind one", .red), table(waves.stuck)] }
        return lines.joined(separator: "\n")
    }
}
