internal import TownModel
internal import Wire

/// The merge queue.
extension QueryRule {
    static let merge: [QueryRule] = [
        .query(MergeList.self) { (list, reading) throws(LedgerError) in
            if let rig = list.rig { _ = try reading.knownRig(rig) }
            let limit = PageLimit.rows(list.limit)
            let open = MergeOrder.ordered(try reading.openRequests(in: list.rig), at: reading.now)
            let ended = list.includeEnded ? try reading.endedRequests(in: list.rig, limit: limit) : []
            return MergePage(requests: PageLimit.fit(Array((open + ended).prefix(limit))).page)
        }
    ]

    static let convoys: [QueryRule] = [
        .query(ConvoyShow.self) { (show, reading) throws(LedgerError) in
            ConvoyReply(convoy: try reading.knownConvoy(try reading.resolveConvoy(show.id)))
        },
        .query(ConvoyList.self) { (list, reading) throws(LedgerError) in
            let limit = PageLimit.rows(list.limit)
            let convoys = try reading.convoys(includeEnded: list.includeEnded, limit: limit)
            return ConvoyPage(convoys: PageLimit.fit(convoys).page)
        },
    ]
}

extension LedgerReader {
    /// Newest first.
    fileprivate func endedRequests(in rig: RigName?, limit: Int) throws(LedgerError) -> [MergeRequest] {
        try values(
            MergeRequest.self,
            """
            SELECT value FROM requests
            WHERE (?1 IS NULL OR rig = ?1) AND state IN ('landed', 'rework', 'rejected', 'withdrawn')
            ORDER BY sequence DESC LIMIT ?2
            """, .optional(rig?.text), .int(Int64(limit)))
    }

    func resolveConvoy(_ text: String) throws(LedgerError) -> BeadID {
        guard let id = BeadID(text) else {
            throw .refuse(.invalid, "not a convoy's id: \(text.debugDescription)", hint: "gt convoy list --all")
        }
        let found = try texts(
            "SELECT id FROM convoys WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT ?2", .text(text),
            .int(Int64(BeadLimits.candidatesMax)))
        guard found.count > 1, !found.contains(text) else {
            return found.first.flatMap { found.contains(text) ? id : BeadID($0) } ?? id
        }
        throw .refuse(
            .ambiguous, "\(text) fits several convoys", about: text, hint: "one of: \(found.joined(separator: ", "))")
    }
}
