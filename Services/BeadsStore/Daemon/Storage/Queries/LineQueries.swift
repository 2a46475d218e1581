internal import BeadsFormat
internal import TownModel
internal import Wire

/// Beads as the lines of a file.
extension QueryRule {
    static let lines: [QueryRule] = [
        .query(BeadLines.self) { (query, reading) throws(LedgerError) in
            try reading.lines(query)
        }
    ]
}

extension Reading {
    fileprivate func lines(_ query: BeadLines) throws(LedgerError) -> LinePage {
        let limit = PageLimit.rows(query.limit)
        let filter = try BeadFilter(query.selection, order: query.order, after: query.after)
        let found: [BeadRow]
        if let ids = query.ids {
            guard ids.count <= WireLimits.pageRowsMax else {
                throw .refuse(.tooLarge, "more than \(WireLimits.pageRowsMax) ids at once", hint: "ask for fewer")
            }
            var named: [BeadRow] = []
            for id in ids { named.append(try knownBead(id)) }
            found = named
        } else {
            found = try beads(filter, limit: limit + 1)
        }
        var page = LinePage(lines: [])
        var bytes = 0
        var last: BeadID?
        for row in query.ids == nil ? found.prefix(limit) : found[...] {
            let line = try pageLine(of: row)
            bytes += JSONText.encode(line).count
            if bytes > WireLimits.pageBytesMax, !page.lines.isEmpty { break }
            guard bytes < WireLimits.messageBytesMax - WireLimits.headersBytesMax else {
                throw .refuse(.tooLarge, "the line of \(row.id) is larger than a message", about: row.id.text)
            }
            page.lines.append(line)
            last = row.id
        }
        guard page.lines.count < found.count else { return page }
        guard query.ids == nil else {
            throw .refuse(.tooLarge, "that is more than one answer holds", hint: "ask for fewer beads at once")
        }
        page.next = filter.next(after: last, shown: page.lines.count)
        return page
    }

    private func pageLine(of row: BeadRow) throws(LedgerError) -> LinePage.Line {
        func count(_ side: String) throws(LedgerError) -> Int {
            Int(try int("SELECT count(*) FROM edges WHERE \(side) = ?", .text(row.id.text)) ?? 0)
        }
        return LinePage.Line(
            text: String(decoding: try line(of: row).bytes, as: UTF8.self), disposition: row.bead.disposition,
            dependencies: try count("source"), dependents: try count("target"))
    }
}
