internal import TownModel
internal import Wire

/// Looking at beads.
extension QueryRule {
    static let beads: [QueryRule] = [
        .query(BeadShow.self) { (show, reading) throws(LedgerError) in
            var details: [BeadDetail] = []
            for text in show.ids.prefix(WireLimits.pageRowsMax) {
                details.append(try reading.detail(try reading.knownBead(try reading.resolve(text))))
            }
            guard show.ids.count <= WireLimits.pageRowsMax, PageLimit.fit(details).isWhole else {
                throw .refuse(.tooLarge, "that is more than one answer holds", hint: "ask for fewer beads at once")
            }
            return BeadDetails(beads: details)
        },
        .query(BeadList.self) { (list, reading) throws(LedgerError) in
            try reading.page(list)
        },
        .query(BeadReady.self) { (ready, reading) throws(LedgerError) in
            try reading.ready(ready)
        },
    ]
}

/// The text whose plan a test asserts: it walks one index from its front and stops at the limit, whatever the number of
/// beads.
enum ReadySQL {
    static let ofHome = """
        SELECT \(BeadRow.columns) FROM beads
        WHERE rig = ? AND disposition = 'ready' AND disposition <> 'closed' ORDER BY priority, created_at, id LIMIT ?
        """
}

extension Reading {
    fileprivate func ready(_ ready: BeadReady) throws(LedgerError) -> BeadPage {
        let limit = PageLimit.rows(ready.limit)
        if let name = ready.semantics { return try self.ready(by: name, in: ready.home, limit) }
        return BeadPage(beads: PageLimit.fit(try firstReady(in: ready.home, limit: limit)).page)
    }

    fileprivate func page(_ list: BeadList) throws(LedgerError) -> BeadPage {
        let limit = PageLimit.rows(list.limit)
        let filter = try BeadFilter(list.selection, order: list.order, after: list.after)
        let found = try beads(filter, limit: limit + 1).map(\.bead)
        let (page, isWhole) = PageLimit.fit(Array(found.prefix(limit)))
        let more = !isWhole || found.count > limit
        return BeadPage(beads: page, next: more ? filter.next(after: page.last?.id, shown: page.count) : nil)
    }
}

extension LedgerReader {
    /// The most urgent ready beads, of one home or of the town.
    func firstReady(in home: BeadHome?, limit: Int) throws(LedgerError) -> [Bead] {
        if let home { return try ready(in: home, limit) }
        // The first few of each home, merged: rigs are few, and an index over all would be written by every command.
        var found: [Bead] = []
        for home in try [.hq] + rigs().map({ BeadHome.rig($0.name) }) { found += try ready(in: home, limit) }
        found.sort { ($0.priority, $0.createdAt, $0.id) < ($1.priority, $1.createdAt, $1.id) }
        return Array(found.prefix(limit))
    }

    private func ready(in home: BeadHome, _ limit: Int) throws(LedgerError) -> [Bead] {
        try rows(ReadySQL.ofHome, .text(home.description), .int(Int64(limit))) {
            (row) throws(SQLiteFailure) in BeadRow(row)
        }.compactMap { $0?.bead }
    }

    /// One step of an index for each.
    func homesWithBeads() throws(LedgerError) -> [String] {
        var homes: Set<String> = []
        for side in ["disposition <> 'closed'", "status IN ('closed', 'tombstone')"] {
            homes.formUnion(
                try texts(
                    """
                    WITH RECURSIVE home(rig) AS (
                        SELECT min(rig) FROM beads WHERE \(side)
                        UNION ALL
                        SELECT (SELECT min(beads.rig) FROM beads WHERE \(side) AND beads.rig > home.rig)
                        FROM home WHERE home.rig IS NOT NULL)
                    SELECT rig FROM home WHERE rig IS NOT NULL
                    """))
        }
        return homes.sorted()
    }

    func beads(_ filter: BeadFilter, limit: Int) throws(LedgerError) -> [BeadRow] {
        let homes = filter.needsHomes ? try homesWithBeads() : []
        let (sql, values) = filter.select(BeadRow.columns, limit: limit, homes: homes)
        return try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in BeadRow(row) }
        }.compactMap { $0 }
    }
}

enum QueryLimits {
    /// Selections of which one list is put together: beyond them, compiling costs more than a look at every bead.
    static let armsMax = 60
}

/// How much of a list fits into one answer.
enum PageLimit {
    static func rows(_ wanted: Int) -> Int { min(max(wanted, 1), WireLimits.pageRowsMax) }

    /// The values from the front that stay under the bytes of a page; at least one, so that a reader gets on.
    static func fit<Value: Encodable>(_ values: [Value]) -> (page: [Value], isWhole: Bool) {
        fit(values) { JSONText.encode($0).count }
    }

    static func fit(_ beads: [Bead]) -> (page: [Bead], isWhole: Bool) { fit(beads) { $0.json.count } }

    private static func fit<Value>(_ values: [Value], size: (Value) -> Int) -> (page: [Value], isWhole: Bool) {
        var bytes = 0
        var page: [Value] = []
        for value in values {
            bytes += size(value)
            if bytes > WireLimits.pageBytesMax, !page.isEmpty { return (page, false) }
            page.append(value)
        }
        return (page, true)
    }
}
