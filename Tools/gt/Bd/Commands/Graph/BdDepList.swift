import ArgumentParser
import TownModel
import Wire

struct BdDepList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what an issue depends on, or what depends on it.",
        discussion: "Example: bd dep list web-a1 --direction up --json")

    enum Direction: String, ExpressibleByArgument, CaseIterable {
        case down, up
    }

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Option(help: "down: what it depends on; up: what depends on it.") var direction: Direction = .down
    @Option(name: .shortAndLong, help: "Only of this type.") var type: String?
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let issue = try await BdNeighbourhood(id, call.reader())
        let others = issue.others(direction == .down ? .down : .up, type: type.map(EdgeType.init(rawValue:)))
        call.answer(BdNeighbourhood.json(others)) { screen in
            guard !others.isEmpty else { return "nothing" }
            var table = TextTable()
            for other in others {
                table.add(
                    .init(other.bead.id, .cyan), BdText.state(other.bead), .init(screen.plain(other.type), .dim),
                    .init(screen.plain(other.bead.title)))
            }
            return table.text(screen)
        }
    }
}
