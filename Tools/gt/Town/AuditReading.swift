import Audit
import Bus
import TownModel
import Wire

/// The whole log, added up, and held against what the ledger's rows say at its end.
struct AuditReading {
    let call: Invocation
    let client: TownClient
    /// Rows and log are of one moment when nothing happened between them: a busy town is looked at so often.
    private static let looksMax = 4

    func read() async throws -> (audit: WorkAudit, differences: [AuditDoubt]) {
        var audit = WorkAudit()
        try await take(&audit, after: 0, total: try await client.full(RigList()).headers.sequence)
        var seen: Set<AuditDoubt>?
        for _ in 0..<Self.looksMax {
            let before = audit.sequence
            let rows = try await rows()
            try await take(&audit, after: before, total: nil)
            var whole = audit
            whole.add(rows)
            let found = whole.differences(from: rows)
            if audit.sequence == before || found.isEmpty { return (whole, found) }
            // What was only overtaken is gone, or another, at the next look.
            seen = seen.map { $0.intersection(found) } ?? Set(found)
            if seen?.isEmpty == true { return (whole, []) }
        }
        var whole = audit
        whole.add(try await rows())
        return (whole, (seen ?? []).sorted())
    }

    private func take(_ audit: inout WorkAudit, after: Int64, total: Int64?) async throws {
        let start = ContinuousClock.now
        var told = start
        try await FeedFollowing(call: call, client: client).runToEnd(after: after) { item in
            guard case .event(let event, let position, _) = item else { return .goOn }
            if let event { audit.take(event) }
            if let total, told.duration(to: .now) > .seconds(1) {
                told = .now
                call.note("\(position.sequence) of \(total) events …")
            }
            return .goOn
        }
    }

    private func rows() async throws -> LedgerRows {
        var beads: [Bead] = []
        var cursor: String?
        repeat {
            let page = try await client.query(
                BeadList(selection: BeadSelection(includeClosed: true), limit: 500, after: cursor))
            beads += page.beads
            cursor = page.next
        } while cursor != nil
        let requests =
            try await client.landings()
            + client.query(MergeList(limit: 500)).requests.filter { $0.state != .landed }
        return LedgerRows(
            beads: beads, requests: requests,
            convoys: try await client.query(ConvoyList(includeEnded: true, limit: 500)).convoys)
    }
}
