internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// The ledger in numbers, and a bead's past.
extension QueryRule {
    static let numbers: [QueryRule] = [
        .query(BeadCount.self) { (count, reading) throws(LedgerError) in
            try reading.count(count)
        },
        .query(BeadStats.self) { (stats, reading) throws(LedgerError) in
            try reading.statistics(of: stats.home)
        },
        .query(BeadHistory.self) { (history, reading) throws(LedgerError) in
            try reading.history(history)
        },
    ]
}

extension Reading {
    fileprivate func count(_ count: BeadCount) throws(LedgerError) -> BeadCounts {
        let filter = try BeadFilter(count.selection)
        var counts = BeadCounts(total: try total(filter))
        guard let group = count.by else { return counts }
        let (column, join) =
            switch group {
            case .status: ("status", "")
            case .priority: ("priority", "")
            case .type: ("type", "")
            case .assignee: ("coalesce(assignee, '')", "")
            case .rig: ("rig", "")
            case .label: ("coalesce(l.label, '')", "LEFT JOIN labels l ON l.bead = beads.id")
            }
        counts.groups = try read { (db) throws(SQLiteFailure) in
            try db.rows(
                """
                SELECT \(column), count(*) FROM beads \(join) \(filter.condition)
                GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(WireLimits.pageRowsMax)
                """, filter.values
            ) { (row) throws(SQLiteFailure) in BeadCounts.Count(name: row.text(0), count: Int(row.int(1))) }
        }
        return counts
    }

    private func total(_ filter: BeadFilter) throws(LedgerError) -> Int {
        Int(
            try read { (db) throws(SQLiteFailure) in
                try db.first("SELECT count(*) FROM beads \(filter.condition)", filter.values) {
                    (row) throws(SQLiteFailure) in row.int(0)
                }
            } ?? 0)
    }

    fileprivate func statistics(of home: BeadHome?) throws(LedgerError) -> BeadStatistics {
        let place = SQLiteValue.optional(home?.description)
        let statuses = try rows(
            "SELECT status, count(*) FROM beads WHERE ?1 IS NULL OR rig = ?1 GROUP BY status", place
        ) { (row) throws(SQLiteFailure) in (row.text(0), Int(row.int(1))) }
        // One look at the open beads for all of them.
        let states = Disposition.allCases.filter { $0 != .closed }
        let sums = states.map { "coalesce(sum(\(BeadFilter.disposition($0))), 0)" }.joined(separator: ", ")
        let found = try rows(
            "SELECT \(sums) FROM beads WHERE status NOT IN ('closed', 'tombstone') AND (?1 IS NULL OR rig = ?1)", place
        ) { (row) throws(SQLiteFailure) in states.indices.map { Int(row.int(Int32($0))) } }[0]
        let dispositions = Dictionary(uniqueKeysWithValues: zip(states.map(\.rawValue), found))
        let lead = try rows(
            """
            SELECT avg(closed_at - created_at) FROM beads
            WHERE status = 'closed' AND closed_at IS NOT NULL AND (?1 IS NULL OR rig = ?1)
            """, place
        ) { (row) throws(SQLiteFailure) in row.optionalInt(0) }[0]
        let epics =
            try int(
                """
                SELECT count(*) FROM beads e
                WHERE e.type = 'epic' AND e.status NOT IN ('closed', 'tombstone') AND (?1 IS NULL OR e.rig = ?1)
                    AND EXISTS (SELECT 1 FROM beads WHERE parent = e.id)
                    AND NOT EXISTS (
                        SELECT 1 FROM beads WHERE parent = e.id AND status NOT IN ('closed', 'tombstone'))
                """, place) ?? 0
        let pinned = try int(
            """
            SELECT count(*) FROM beads WHERE pinned AND status NOT IN ('closed', 'tombstone')
                AND (?1 IS NULL OR rig = ?1)
            """, place)
        return BeadStatistics(
            total: statuses.reduce(0) { $0 + $1.1 }, statuses: Dictionary(uniqueKeysWithValues: statuses),
            dispositions: dispositions, pinned: Int(pinned ?? 0), epicsToClose: Int(epics),
            averageLeadHours: lead.map { Double($0) / 3_600_000 })
    }

    fileprivate func history(_ history: BeadHistory) throws(LedgerError) -> HistoryPage {
        let bead = try knownBead(history.id).bead
        let events = try rows(
            "SELECT bytes FROM events WHERE stream = ? AND subject = ? ORDER BY sequence DESC LIMIT ?",
            .text(bead.stream.description), .text(bead.id.text), .int(Int64(PageLimit.rows(history.limit)))
        ) { (row) throws(SQLiteFailure) in row.text(0) }
        return HistoryPage(
            events: PageLimit.fit(events).page, oldest: try int("SELECT min(sequence) FROM events") ?? 0)
    }
}
