internal import BeadsStoreCore
internal import TownModel

extension LedgerReader {
    /// Edges from and to it.
    func edges(of id: BeadID) throws(LedgerError) -> [Edge] {
        try edges("source = ?1 OR target = ?1", id)
    }

    func edges(from id: BeadID) throws(LedgerError) -> [Edge] { try edges("source = ?1", id) }

    private func edges(_ condition: String, _ id: BeadID) throws(LedgerError) -> [Edge] {
        try rows(
            "SELECT \(Edge.columns) FROM edges WHERE \(condition) ORDER BY source, target, type", .text(id.text)
        ) { (row) throws(SQLiteFailure) in
            Edge.stored(row)
        }.compactMap { $0 }
    }

    /// Beads that an edge of one of these types keeps waiting until this one ends.
    func dependents(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts("SELECT source FROM edges WHERE target = ? AND type IN \(CountedEdges.sql)", .text(id.text))
            .compactMap(BeadID.init)
    }

    /// Beads that are only for the case that this one fails.
    func replacements(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts("SELECT source FROM edges WHERE target = ? AND type = 'conditional-blocks'", .text(id.text))
            .compactMap(BeadID.init)
    }

    /// Beads that wait for children of this one.
    func watchers(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts("SELECT source FROM edges WHERE watched = ?", .text(id.text)).compactMap(BeadID.init)
    }

    /// By every parent-child edge: files may bring several for one bead, of which `parent` is the first.
    func parents(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts(
            "SELECT target FROM edges WHERE source = ? AND type = 'parent-child' ORDER BY target", .text(id.text)
        ).compactMap(BeadID.init)
    }

    /// Open ones, by every parent-child edge.
    func openHeirs(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts(
            """
            SELECT e.source FROM edges e JOIN beads b ON b.id = e.source
            WHERE e.target = ? AND e.type = 'parent-child' AND b.status NOT IN ('closed', 'tombstone')
            ORDER BY e.source
            """, .text(id.text)
        ).compactMap(BeadID.init)
    }

    /// Edges that hold a bead now, with what they hold it for.
    func holds(on id: BeadID) throws(LedgerError) -> [Hold] {
        let rule = BlockingRule(.town)
        var holds: [Hold] = []
        let found = try rows(
            "SELECT \(Edge.columns), watched FROM edges WHERE source = ? ORDER BY target, type", .text(id.text)
        ) { (row) throws(SQLiteFailure) in (Edge.stored(row), row.optionalText(4).flatMap(BeadID.init)) }
        for (edge, watched) in found {
            guard let edge, EdgeType.holding.contains(edge.type) else { continue }
            let subject = watched ?? edge.to
            let target = try standing(of: subject)
            let isHeld = try rule.holds(edge.type, gate: edge.gate, target: target) { () throws(LedgerError) in
                try self.children(of: subject)
            }
            if isHeld, let target { holds.append(Hold(edge: edge, subject: subject, standing: target)) }
        }
        return holds
    }

    func standing(of id: BeadID) throws(LedgerError) -> Standing? {
        try rows("SELECT status, outcome, close_reason FROM beads WHERE id = ?", .text(id.text)) {
            (row) throws(SQLiteFailure) in
            Standing(
                status: BeadStatus(rawValue: row.text(0)),
                outcome: row.optionalText(1).flatMap(Outcome.init(rawValue:)), closeReason: row.optionalText(2))
        }.first
    }

    private func children(of id: BeadID) throws(LedgerError) -> ChildCount {
        try rows(
            """
            SELECT count(*), coalesce(sum(b.status IN ('closed', 'tombstone')), 0)
            FROM edges e JOIN beads b ON b.id = e.source WHERE e.target = ? AND e.type = 'parent-child'
            """, .text(id.text)
        ) { (row) throws(SQLiteFailure) in ChildCount(all: Int(row.int(0)), ended: Int(row.int(1))) }[0]
    }
}

/// One edge that keeps a bead from being ready.
struct Hold: Hashable, Sendable {
    var edge: Edge
    /// The bead that it waits for, or whose children.
    var subject: BeadID
    var standing: Standing

    var isCounted: Bool { CountedEdges.types.contains(edge.type) }
}

/// Edges that hold exactly until the other bead ends.
enum CountedEdges {
    static let types: [EdgeType] = [.blocks, .mergeBlocks]
    static let sql = "('blocks', 'merge-blocks')"
}

extension Edge {
    static let columns = "source, target, type, gate"

    static func stored(_ row: Statement) -> Edge? {
        guard let from = BeadID(row.text(0)), let to = BeadID(row.text(1)) else { return nil }
        return Edge(
            from: from, to: to, type: EdgeType(rawValue: row.text(2)),
            gate: row.optionalText(3).flatMap(ChildGate.init(rawValue:)))
    }
}
