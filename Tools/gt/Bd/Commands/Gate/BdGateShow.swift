import ArgumentParser
import TownModel

struct BdGateShow: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a gate with what waits for it.",
        discussion: "Example: bd gate show web-g1 --json")

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let gate = try await BdNeighbourhood(id, call.reader())
        guard gate.bead.type == BeadType.gate.rawValue else {
            throw CommandFailure(
                .refused, code: "conflict", "\(gate.bead.id) is no gate", about: gate.bead.id,
                hint: "bd show \(gate.bead.id)")
        }
        call.answer(gate.json) { gate.text($0) }
    }
}
