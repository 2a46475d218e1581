import TownModel
import Wire

extension TownClient {
    /// As the reference: nothing is closed over the head of an open issue that blocks it, unless somebody insists.
    func checkFree(_ detail: BeadDetail) async throws(CommandFailure) {
        guard detail.bead.disposition == .blocked else { return }
        let id = detail.bead.id
        let blockers = detail.edges.filter { $0.from == id && [.blocks, .mergeBlocks].contains($0.type) }.map(\.to)
        let open = try await lines(of: blockers).filter { !$0.isEnded }.map(\.id)
        guard !open.isEmpty else { return }
        throw CommandFailure(
            .refused, code: "conflict", "\(id) waits for \(open.joined(separator: ", "))", about: id.text,
            hint: "close that first, or bd close --force")
    }
}
