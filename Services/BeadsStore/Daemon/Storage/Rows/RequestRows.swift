internal import TownModel
internal import Wire

extension LedgerReader {
    func request(_ id: BeadID) throws(LedgerError) -> MergeRequest? {
        try value(MergeRequest.self, "SELECT value FROM requests WHERE id = ?", .text(id.text))
    }

    func knownRequest(_ id: BeadID) throws(LedgerError) -> MergeRequest {
        guard let found = try request(id) else {
            throw .refuse(.notFound, "there is no merge request \(id)", about: id.text, hint: "gt mq list")
        }
        return found
    }

    /// A request by its id, or the newest one of the bead with this id.
    func requestMeant(by id: BeadID) throws(LedgerError) -> MergeRequest {
        if let found = try request(id) { return found }
        if let newest = try latestRequest(of: id) { return newest }
        throw .noRequest(id.text)
    }

    /// The newest request of a bead, whatever became of it.
    func latestRequest(of bead: BeadID) throws(LedgerError) -> MergeRequest? {
        try value(
            MergeRequest.self, "SELECT value FROM requests WHERE bead = ? ORDER BY sequence DESC LIMIT 1",
            .text(bead.text))
    }

    func openRequests(of bead: BeadID) throws(LedgerError) -> [MergeRequest] {
        try values(
            MergeRequest.self,
            """
            SELECT value FROM requests
            WHERE bead = ? AND state NOT IN ('landed', 'rework', 'rejected', 'withdrawn') ORDER BY sequence DESC
            """, .text(bead.text))
    }

    func openRequest(of bead: BeadID) throws(LedgerError) -> MergeRequest? { try openRequests(of: bead).first }

    /// The request of exactly this head, unless it came to nothing: what has not is handed in again as a new one.
    func request(of bead: BeadID, head: CommitID) throws(LedgerError) -> MergeRequest? {
        try value(
            MergeRequest.self,
            """
            SELECT value FROM requests
            WHERE bead = ? AND head = ? AND state NOT IN ('rework', 'rejected', 'withdrawn')
            """, .text(bead.text), .text(head.text))
    }

    func openRequests(in rig: RigName?) throws(LedgerError) -> [MergeRequest] {
        try values(
            MergeRequest.self,
            """
            SELECT value FROM requests
            WHERE (?1 IS NULL OR rig = ?1) AND state NOT IN ('landed', 'rework', 'rejected', 'withdrawn')
            ORDER BY rig, sequence
            """, .optional(rig?.text))
    }
}

extension LedgerError {
    static func noRequest(_ text: String) -> LedgerError {
        .refuse(
            .notFound, "there is no merge request \(text), and no bead \(text) that has one", about: text,
            hint: "gt mq list --all")
    }
}

extension Transaction {
    func save(_ request: MergeRequest) throws(LedgerError) {
        try write(
            """
            INSERT INTO requests (id, bead, rig, head, state, sequence, value) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, value = excluded.value
            """, .text(request.id.text), .text(request.bead.text), .text(request.rig.text),
            .text(request.head.text), .text(request.state.rawValue), .int(sequence), .text(JSONText.text(request)))
    }
}
