internal import TownModel
internal import Wire

/// From one step of a whole to the next.
extension Transaction {
    func advance(_ advance: BeadAdvance) throws(LedgerError) -> AdvanceReply {
        let above = try ancestors(of: advance.close.id)
        // Before anything changes: a name that nobody can have is the whole command's mistake.
        let name = try claimant(advance.assignee)
        var reply = AdvanceReply(closed: try closeByHand(advance.close).bead)
        guard let root = above.last else { return reply }
        if let next = try firstReadyPart(ofNearest: above) {
            reply.next = advance.claims ? try take(next, for: name).bead : next.bead
            reply.isClaimed = advance.claims
        } else {
            reply.waiting = try waitingParts(of: root)
        }
        // Read when all is done: its last part closes an epic.
        reply.root = try knownBead(root).bead
        reply.open = try openParts(of: root)
        return reply
    }

    /// The nearest first. A ring of parents, which only a file can bring, ends where it began.
    private func ancestors(of id: BeadID) throws(LedgerError) -> [BeadID] {
        var above: [BeadID] = []
        var here = try knownBead(id).bead.parent
        while let parent = here, parent != id, !above.contains(parent), let row = try bead(parent) {
            above.append(parent)
            here = row.bead.parent
        }
        return above
    }

    /// Hands stay near to what they were at: a sibling comes before a cousin.
    private func firstReadyPart(ofNearest above: [BeadID]) throws(LedgerError) -> BeadRow? {
        for id in above {
            if let row = try parts(of: id, where: "disposition = 'ready'", limit: 1).first { return row }
        }
        return nil
    }

    /// Epics are left out: what they wait for is named itself.
    private func waitingParts(of root: BeadID) throws(LedgerError) -> [BlockedBead] {
        let condition = "status NOT IN ('closed', 'tombstone') AND type <> 'epic'"
        var waiting: [BlockedBead] = []
        for row in try parts(of: root, where: condition, limit: BeadLimits.waitingPartsMax) {
            waiting.append(
                BlockedBead(
                    bead: row.bead.withoutDescription, blockedBy: try holds(on: row.id).map(\.subject),
                    reasons: try waitsFor(row)))
        }
        return PageLimit.fit(waiting).page
    }

    private func openParts(of root: BeadID) throws(LedgerError) -> Int {
        Int(
            try int(
                """
                SELECT count(*) FROM beads
                WHERE id IN (\(PartsSQL.ids("?1"))) AND status NOT IN ('closed', 'tombstone')
                """, .text(root.text)) ?? 0)
    }

    /// Those made together come in the order in which they were: `.10` after `.9`.
    private func parts(of root: BeadID, where condition: String, limit: Int) throws(LedgerError) -> [BeadRow] {
        try rows(
            """
            SELECT \(BeadRow.columns) FROM beads
            WHERE id IN (\(PartsSQL.ids("?1"))) AND \(condition)
            ORDER BY priority, created_at, length(id), id LIMIT ?2
            """, .text(root.text), .int(Int64(limit))
        ) { (row) throws(SQLiteFailure) in BeadRow(row) }.compactMap { $0 }
    }
}

/// Everything below a bead, at any depth, without itself.
enum PartsSQL {
    /// - Parameter root: the bead's place among the values.
    static func ids(_ root: String) -> String {
        """
        WITH RECURSIVE part(id) AS (
            SELECT id FROM beads WHERE parent = \(root)
            UNION SELECT b.id FROM beads b JOIN part ON b.parent = part.id) SELECT id FROM part
        """
    }
}
