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
        SELECT \(BeadRow.columns) FROM beads WHERE ready = 1 AND rig = ? ORDER BY priority, created_at LIMIT ?
        """
}

extension Reading {
    fileprivate func ready(_ ready: BeadReady) throws(LedgerError) -> BeadPage {
        let limit = PageLimit.rows(ready.limit)
        if let name = ready.semantics { return try self.ready(by: name, in: ready.home, limit) }
        if let home = ready.home { return BeadPage(beads: PageLimit.fit(try self.ready(in: home, limit)).page) }
        // The first few of each home, merged: rigs are few, and an index over all would be written by every command.
        var found: [Bead] = []
        for home in try [.hq] + rigs().map({ BeadHome.rig($0.name) }) { found += try self.ready(in: home, limit) }
        found.sort { ($0.priority, $0.createdAt, $0.id) < ($1.priority, $1.createdAt, $1.id) }
        return BeadPage(beads: PageLimit.fit(Array(found.prefix(limit))).page)
    }

    private func ready(in home: BeadHome, _ limit: Int) throws(LedgerError) -> [Bead] {
        try rows(ReadySQL.ofHome, .text(home.description), .int(Int64(limit))) {
            (row) throws(SQLiteFailure) in BeadRow(row)
        }.compactMap { $0?.bead }
    }

    fileprivate func page(_ list: BeadList) throws(LedgerError) -> BeadPage {
        let limit = PageLimit.rows(list.limit)
        var filter = BeadFilter()
        filter.add(list)
        let (sql, values) = (filter.sql, filter.values + [.int(Int64(limit + 1))])
        let found = try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in BeadRow(row) }
        }.compactMap { $0?.bead }
        let (page, isWhole) = PageLimit.fit(Array(found.prefix(limit)))
        let more = !isWhole || found.count > limit
        return BeadPage(beads: page, next: more ? page.last?.id.text : nil)
    }
}

/// The conditions of a list, as SQL with its values. Sets travel as one JSON value: the texts are few, and each is
/// compiled once.
private struct BeadFilter {
    var conditions: [String] = []
    var values: [SQLiteValue] = []

    var sql: String {
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return "SELECT \(BeadRow.columns) FROM beads \(condition) ORDER BY id LIMIT ?"
    }

    mutating func add(_ list: BeadList) {
        if let home = list.home { add("rig = ?", [home.description]) }
        if !list.statuses.isEmpty {
            add("status IN (SELECT value FROM json_each(?))", [JSONText.text(list.statuses)])
        } else if !list.includeClosed {
            add("status NOT IN ('closed', 'tombstone')", [])
        }
        if !list.types.isEmpty { add("type IN (SELECT value FROM json_each(?))", [JSONText.text(list.types)]) }
        if let assignee = list.assignee { add("assignee = ?", [assignee]) }
        if let label = list.label { add("id IN (SELECT bead FROM labels WHERE label = ?)", [label]) }
        if let parent = list.parent { add("parent = ?", [parent.text]) }
        if let after = list.after { add("id > ?", [after]) }
    }

    private mutating func add(_ condition: String, _ texts: [String]) {
        conditions.append(condition)
        values += texts.map(SQLiteValue.text)
    }
}

/// How much of a list fits into one answer.
enum PageLimit {
    static func rows(_ wanted: Int) -> Int { min(max(wanted, 1), WireLimits.pageRowsMax) }

    /// The values from the front that stay under the bytes of a page; at least one, so that a reader gets on.
    static func fit<Value: Encodable>(_ values: [Value]) -> (page: [Value], isWhole: Bool) {
        var bytes = 0
        var page: [Value] = []
        for value in values {
            bytes += JSONText.encode(value).count
            if bytes > WireLimits.pageBytesMax, !page.isEmpty { return (page, false) }
            page.append(value)
        }
        return (page, true)
    }
}
