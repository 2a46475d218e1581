internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Ready and blocked by another idea of it than the one that is kept up to date: found by looking at every bead.
extension LedgerReader {
    func readyGraph(_ semantics: Semantics) throws(LedgerError) -> ReadyGraph {
        let nodes = try rows(
            """
            SELECT id, status, type, pinned, defer_until IS NOT NULL, marks, outcome, close_reason, taken FROM beads
            """
        ) { (row) throws(SQLiteFailure) -> ReadyGraph.Node? in
            guard let id = BeadID(row.text(0)) else { return nil }
            let status = BeadStatus(rawValue: row.text(1))
            return ReadyGraph.Node(
                id: id,
                facts: Readiness(
                    status: status, type: BeadType(rawValue: row.text(2)), pinned: row.flag(3),
                    deferred: row.flag(4), queued: row.flag(8), marks: BeadMarks(rawValue: Int(row.int(5)))),
                standing: Standing(
                    status: status, outcome: row.optionalText(6).flatMap(Outcome.init(rawValue:)),
                    closeReason: row.optionalText(7)))
        }.compactMap { $0 }
        let edges = try rows("SELECT \(Edge.columns), watched FROM edges") { (row) throws(SQLiteFailure) in
            (Edge.stored(row), row.optionalText(4).flatMap(BeadID.init))
        }.compactMap { edge, watched in edge.map { (edge: $0, watched: watched) } }
        return ReadyGraph(nodes, edges: edges, semantics: semantics)
    }

    /// By priority, then age, as everywhere.
    func ready(by name: String, in home: BeadHome?, _ limit: Int) throws(LedgerError) -> BeadPage {
        guard let semantics = Semantics(rawValue: name) else {
            let known = Semantics.allCases.map(\.rawValue).joined(separator: ", ")
            throw .refuse(.invalid, "there is no semantics \(name)", about: name, hint: "one of \(known)")
        }
        var beads: [Bead] = []
        for id in try readyGraph(semantics).ready {
            let bead = try knownBead(id).bead
            if home == nil || home?.rig == bead.rig { beads.append(bead) }
        }
        beads.sort { ($0.priority, $0.createdAt, $0.id) < ($1.priority, $1.createdAt, $1.id) }
        return BeadPage(beads: PageLimit.fit(Array(beads.prefix(limit))).page)
    }
}
