internal import TownModel
internal import Wire

/// Beads by their words.
extension QueryRule {
    static let searches: [QueryRule] = [
        .query(BeadSearch.self) { (search, reading) throws(LedgerError) in
            try reading.search(search)
        }
    ]
}

extension Reading {
    fileprivate func search(_ search: BeadSearch) throws(LedgerError) -> BeadPage {
        guard let index else { throw .refuse(.bug, "this reader has no index of words", about: BeadSearch.verb) }
        try index.catchUp(self)
        let selection = search.selection ?? BeadSelection(home: search.home, includeClosed: search.includeClosed)
        let limit = PageLimit.rows(search.limit)
        guard let order = search.order else { return try best(search, selection, index, limit) }
        var filter = try BeadFilter(selection, order: order, after: search.after)
        filter.restrict(to: try index.find(search.text, limit: Int(Int32.max), offset: 0))
        let found = try beads(filter, limit: limit + 1).map(\.bead)
        let (page, isWhole) = PageLimit.fit(Array(found.prefix(limit)))
        let more = !isWhole || found.count > limit
        return BeadPage(beads: page, next: more ? filter.next(after: page.last?.id, shown: page.count) : nil)
    }

    /// The best first: what is found is looked at in pieces, until enough of it fulfils the rest.
    private func best(
        _ search: BeadSearch, _ selection: BeadSelection, _ index: SearchIndex, _ limit: Int
    ) throws(LedgerError) -> BeadPage {
        guard var place = Int(search.after ?? "0"), place >= 0 else {
            throw .refuse(.invalid, "not a cursor of a search: \(search.after.debugDescription)", hint: "begin anew")
        }
        var found: [(place: Int, bead: Bead)] = []
        // Most often all that is found fits.
        var piece = min(limit + 1, WireLimits.pageRowsMax)
        while found.count <= limit {
            let ids = try index.find(search.text, limit: piece, offset: place)
            var filter = try BeadFilter(selection)
            filter.restrict(to: ids)
            let fits = Dictionary(
                try beads(filter, limit: ids.count).map { ($0.id.text, $0.bead) }, uniquingKeysWith: { $1 })
            for (number, id) in ids.enumerated() {
                if let bead = fits[id] { found.append((place + number, bead)) }
            }
            guard ids.count == piece else { break }
            place += ids.count
            piece = WireLimits.pageRowsMax
        }
        let page = PageLimit.fit(found.prefix(limit).map(\.bead)).page
        return BeadPage(beads: page, next: page.count < found.count ? String(found[page.count].place) : nil)
    }
}
