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
        let limit = PageLimit.rows(search.limit)
        var found: [Bead] = []
        var offset = 0
        while found.count < limit {
            let ids = try index.find(search.text, limit: limit, offset: offset)
            for id in ids.compactMap(BeadID.init) {
                guard let bead = try bead(id)?.bead, search.home == nil || search.home?.rig == bead.rig,
                    search.includeClosed || !bead.status.isEnded
                else { continue }
                found.append(bead)
            }
            guard ids.count == limit else { break }
            offset += limit
        }
        return BeadPage(beads: PageLimit.fit(Array(found.prefix(limit))).page)
    }
}
