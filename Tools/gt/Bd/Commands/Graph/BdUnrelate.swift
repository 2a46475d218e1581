import ArgumentParser
import TownModel
import Wire

struct BdUnrelate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "unrelate",
        abstract: "Take back that two issues have to do with each other.",
        discussion: "Example: bd unrelate web-a1 web-b2")

    @Argument(help: "One of them.", completion: IDCompletion.beads) var one: String
    @Argument(help: "The other.", completion: IDCompletion.beads) var other: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let (one, other) = (try await client.bead(one), try await client.bead(other))
        let edges = try await client.details([one.text])[0].edges
        let found = Edge.relation(one, other).filter(edges.contains)
        guard !found.isEmpty else {
            throw CommandFailure(
                .refused, code: "not-found", "\(one) and \(other) are not related", about: one.text,
                hint: "bd show \(one)")
        }
        for edge in found { _ = try await client.command(EdgeRemove(edge: edge)) }
        call.answer(
            RawJSON.object(["id1": RawJSON.text(one.text), "id2": RawJSON.text(other.text), "unrelated": "true"])
        ) { _ in "\(one) and \(other) are not related any more" }
    }
}
