import ArgumentParser
import TownModel
import Wire

struct BdRelate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "relate",
        abstract: "Say that two issues have to do with each other; nothing waits.",
        discussion: "Example: bd relate web-a1 web-b2")

    @Argument(help: "One of them.", completion: IDCompletion.beads) var one: String
    @Argument(help: "The other.", completion: IDCompletion.beads) var other: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let (one, other) = (try await client.bead(one), try await client.bead(other))
        for edge in Edge.relation(one, other) { _ = try await client.command(EdgeAdd(edge: edge)) }
        call.answer(
            RawJSON.object(["id1": RawJSON.text(one.text), "id2": RawJSON.text(other.text), "related": "true"])
        ) {
            _ in "\(one) and \(other) are related"
        }
    }
}

extension Edge {
    /// Both ways, as the reference stores it.
    static func relation(_ one: BeadID, _ other: BeadID) -> [Edge] {
        let type = EdgeType(rawValue: "relates-to")
        return [Edge(from: one, to: other, type: type), Edge(from: other, to: one, type: type)]
    }
}
