import TownModel
import Wire

/// An issue with those that it depends on and those that depend on it.
struct BdNeighbourhood {
    let bead: BdBead
    private let dependencies: [(bead: BdBead, type: String)]
    private let dependents: [(bead: BdBead, type: String)]
    /// What it waits for, one sentence each.
    private let waitsFor: [String]

    init(_ text: String, _ client: TownClient) async throws(CommandFailure) {
        let detail = try await client.details([text])[0]
        let id = detail.bead.id
        bead = if let bead = try BdBead(detail) { bead } else { try await client.line(of: id) }
        waitsFor = detail.waitsFor
        let outward = detail.edges.filter { $0.from == id }
        let inward = detail.edges.filter { $0.to == id }
        // An edge of a file may lead to no bead of this ledger.
        let others = try await client.lines(of: Set((outward.map(\.to) + inward.map(\.from))).sorted())
        let known = Dictionary(others.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        dependencies = outward.compactMap { edge in known[edge.to.text].map { ($0, edge.type.rawValue) } }
        dependents = inward.compactMap { edge in known[edge.from.text].map { ($0, edge.type.rawValue) } }
    }

    /// The others by one side of it, and by type.
    func others(_ direction: DependencyTree.Direction, type: EdgeType?) -> [(bead: BdBead, type: String)] {
        (direction == .down ? dependencies : dependents).filter { type == nil || $0.type == type?.rawValue }
    }

    var json: String {
        bead.json([
            "dependencies": dependencies.isEmpty ? nil : Self.json(dependencies),
            "dependents": dependents.isEmpty ? nil : Self.json(dependents),
            "parent": bead.parent.map(RawJSON.text),
        ])
    }

    static func json(_ others: [(bead: BdBead, type: String)]) -> String {
        RawJSON.array(others.map { $0.bead.json(["dependency_type": RawJSON.text($0.type)]) })
    }

    func text(_ screen: Screen) -> String {
        var lines = [BdDetail.text(bead, screen)]
        for other in dependents {
            let name = screen.paint("needed by", .dim)
            lines.append("  \(name)   \(BdText.line(other.bead, screen)) (\(screen.plain(other.type)))")
        }
        lines += waitsFor.map { "  \(screen.paint("waits for", .dim))   \(screen.plain($0))" }
        return lines.joined(separator: "\n")
    }
}
