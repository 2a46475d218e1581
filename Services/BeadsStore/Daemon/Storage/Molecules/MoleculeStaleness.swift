internal import BeadsStoreCore
internal import TownModel
internal import Wire

enum StaleLimits {
    /// Molecules that one question looks at, of those on their way and of those that ended last.
    static let lookedAtMax: Int64 = 5000
    /// Open steps that are named of each.
    static let openShownMax: Int64 = 3
    /// Hours that can be asked for: ten years.
    static let hoursMax = 87_600
}

/// Molecules that stand.
extension Reading {
    func stale(_ query: MoleculeStale) throws(LedgerError) -> MoleculeStaleReply {
        let limit = PageLimit.rows(query.limit)
        let after = query.after ?? 0
        let before = now.milliseconds - Int64(max(0, min(query.hours, StaleLimits.hoursMax))) * 3_600_000
        // What has no row left comes with the first page; it is little.
        var found = after > 0 ? [] : try endedWithOpenRoot(limit)
        let end = try lastLookedAt(after)
        let standing = try standing(after: after, upTo: end ?? .max, before: before, limit)
        found += standing
        var molecules: [StaleMolecule] = []
        for entry in found {
            guard let row = try molecule(entry.root, shelf) else { continue }
            molecules.append(try stale(row, entry, before: before))
        }
        let (page, isWhole) = PageLimit.fit(molecules)
        guard isWhole, standing.count < limit else {
            let last = page.last { $0.molecule.endedAt == nil }.map(\.molecule.root)
            let cursor = try last.flatMap { (root) throws(LedgerError) in try molecule(root, shelf)?.number }
            return MoleculeStaleReply(molecules: page, next: cursor ?? end)
        }
        return MoleculeStaleReply(molecules: page, next: end)
    }

    private struct Entry {
        var root: BeadID
        var since: Timestamp
        var hasFailed: Bool
        var isOver: Bool
    }

    private func stale(
        _ row: MoleculeRow, _ entry: Entry, before: Int64
    ) throws(LedgerError) -> StaleMolecule {
        var why: [StaleReason] = []
        if entry.hasFailed { why.append(.failed) }
        if entry.isOver { why.append(.ended) }
        if !entry.isOver, entry.since.milliseconds <= before { why.append(.idle) }
        let open = try openSteps(
            "state > 0 AND NOT (state = 3 AND holder IS NULL) ORDER BY number LIMIT ?2", row.number,
            .int(StaleLimits.openShownMax))
        return StaleMolecule(
            molecule: row.molecule, why: why, since: entry.since,
            open: open.compactMap { step in row.index.place(of: step.number).map { told($0, step).brief } })
    }

    /// Where this question stops looking; nil: it comes to the end.
    private func lastLookedAt(_ after: Int64) throws(LedgerError) -> Int64? {
        try int(
            """
            SELECT number FROM molecules INDEXED BY molecules_open WHERE ended_at IS NULL AND number > ?
            ORDER BY number LIMIT 1 OFFSET ?
            """, .int(after), .int(StaleLimits.lookedAtMax - 1))
    }

    private func standing(
        after: Int64, upTo end: Int64, before: Int64, _ limit: Int
    ) throws(LedgerError) -> [Entry] {
        try rows(
            """
            SELECT root, since, has_failed, NOT has_open FROM (
                SELECT root, number, coalesce(moved_at, created_at) AS since,
                    EXISTS (SELECT 1 FROM \(StepSQL.open) WHERE molecule = molecules.number
                        AND \(StepSQL.isOpen) AND state = ?5) AS has_failed,
                    EXISTS (SELECT 1 FROM \(StepSQL.open) WHERE molecule = molecules.number
                        AND \(StepSQL.isOpen)) AS has_open
                FROM molecules INDEXED BY molecules_open WHERE ended_at IS NULL AND held = 0 AND number > ?1 AND number <= ?2)
            WHERE since <= ?3 OR has_failed OR NOT has_open ORDER BY number LIMIT ?4
            """, .int(after), .int(end), .int(before), .int(Int64(limit)), .int(StepState.failed.code)
        ) { (row) throws(SQLiteFailure) in Self.entry(row) }.compactMap(\.self)
    }

    /// All is done of them, or they were ended, and somebody has opened their root again.
    private func endedWithOpenRoot(_ limit: Int) throws(LedgerError) -> [Entry] {
        try rows(
            """
            SELECT m.root, m.ended_at, 0, 1 FROM (
                SELECT root, number, ended_at FROM molecules WHERE ended_at IS NOT NULL
                ORDER BY ended_at DESC LIMIT ?1) m
            JOIN beads b ON b.id = m.root WHERE b.status NOT IN ('closed', 'tombstone') ORDER BY m.number LIMIT ?2
            """, .int(StaleLimits.lookedAtMax), .int(Int64(limit))
        ) { (row) throws(SQLiteFailure) in Self.entry(row) }.compactMap(\.self)
    }

    private static func entry(_ row: Statement) -> Entry? {
        BeadID(row.text(0)).map {
            Entry(
                root: $0, since: Timestamp(milliseconds: row.int(1)), hasFailed: row.flag(2), isOver: row.flag(3))
        }
    }
}
