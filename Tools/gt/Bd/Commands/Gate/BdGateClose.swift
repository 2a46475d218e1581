import ArgumentParser
import TownModel
import Wire

struct BdGateClose: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Open gates: what they held may go on. Only a person may.",
        discussion: "Example: bd gate close web-g1 -r \"looks good\"",
        aliases: ["approve", "resolve"])

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Why.") var reason = "Gate opened"
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await BdEach(ids, word: "opened").run(call, check: Self.checkGate) { BeadClose(id: $0, reason: reason) }
    }

    private static func checkGate(_ bead: Bead) throws(CommandFailure) {
        guard bead.type != .gate else { return }
        throw CommandFailure(
            .refused, code: "conflict", "\(bead.id) is no gate", about: bead.id.text, hint: "bd close \(bead.id)")
    }
}
