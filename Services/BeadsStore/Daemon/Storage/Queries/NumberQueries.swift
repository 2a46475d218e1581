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

/// The texts whose plans a test asserts.
enum BeadNumbersSQL {
    static let place = "rig IN (SELECT value FROM json_each(?1))"
    static let open = """
        SELECT status, disposition, count(*) FROM beads
        WHERE \(place) AND disposition <> 'closed' GROUP BY status, disposition
        """
    static let ended = """
        SELECT status, count(*), sum(closed_at - created_at), count(closed_at) FROM beads
        WHERE \(place) AND status IN ('closed', 'tombstone') GROUP BY rig, status
        """
    static let all = [open, ended]
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

    /// Open beads and ended ones each have an index that says all that is counted.
    fileprivate func statistics(of home: BeadHome?) throws(LedgerError) -> BeadStatistics {
        let names = if let home { [home.description] } else { try homesWithBeads() }
        let homes = SQLiteValue.text(JSONText.text(names))
        var (statuses, dispositions): ([String: Int], [String: Int]) = ([:], [:])
        for state in Disposition.allCases where state != .closed { dispositions[state.rawValue] = 0 }
        let open = try rows(
            BeadNumbersSQL.open, homes
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.text(1), Int(row.int(2))) }
        for (status, disposition, count) in open {
            statuses[status, default: 0] += count
            dispositions[disposition, default: 0] += count
        }
        var (lead, known): (Int64, Int64) = (0, 0)
        let ended = try rows(BeadNumbersSQL.ended, homes) { (row) throws(SQLiteFailure) in
            (row.text(0), Int(row.int(1)), row.int(2), row.int(3))
        }
        for (status, count, milliseconds, times) in ended {
            statuses[status, default: 0] += count
            guard status == BeadStatus.closed.rawValue else { continue }
            lead += milliseconds
            known += times
        }
        // Neither is work: they are few among the open ones.
        let records = try rows(
            """
            SELECT coalesce(sum(pinned), 0), coalesce(sum(
                type = 'epic' AND EXISTS (SELECT 1 FROM beads WHERE parent = e.id) AND NOT EXISTS (
                    SELECT 1 FROM beads WHERE parent = e.id AND status NOT IN ('closed', 'tombstone'))), 0)
            FROM beads e WHERE \(BeadNumbersSQL.place) AND disposition = 'not-work' AND disposition <> 'closed'
            """, homes
        ) { (row) throws(SQLiteFailure) in (pinned: Int(row.int(0)), epics: Int(row.int(1))) }[0]
        return BeadStatistics(
            total: statuses.values.reduce(0, +), statuses: statuses, dispositions: dispositions,
            pinned: records.pinned, epicsToClose: records.epics,
            averageLeadHours: known == 0 ? nil : Double(lead / known) / 3_600_000)
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
