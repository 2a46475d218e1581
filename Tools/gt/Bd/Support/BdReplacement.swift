import TownModel
import Wire

/// One issue stands for another: an edge says so, and the one that is stood for is closed.
struct BdReplacement {
    let type: String
    /// For the reason of the closing, before the other's id.
    let words: String

    func run(_ call: BdCall, _ old: String, by new: String) async throws {
        let client = try call.writer()
        let (old, new) = (try await client.bead(old), try await client.bead(new))
        _ = try await client.command(EdgeAdd(edge: Edge(from: old, to: new, type: EdgeType(rawValue: type))))
        _ = try await client.command(BeadClose(id: old, reason: "\(words) \(new)"))
        call.answer(
            RawJSON.object([
                "id": RawJSON.text(old.text), type: RawJSON.text(new.text), "status": RawJSON.text("closed"),
            ])
        ) { _ in "closed \(old): \(words.lowercased()) \(new)" }
    }
}
