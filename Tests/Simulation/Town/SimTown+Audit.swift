import Audit
import TownModel
import TownTesting
import Wire

/// Work is added up from the log, every hour and in the end, and held against the ledger.
extension SimTown {
    static let auditMilliseconds: Int64 = 3_600_000

    func auditAgain() {
        after(Self.auditMilliseconds) { [self] in
            try audit()
            auditAgain()
        }
    }

    func audit() throws {
        var beads: [Bead] = []
        var cursor: String?
        repeat {
            let page = try store.ask(
                BeadList(selection: BeadSelection(includeClosed: true), limit: 500, after: cursor))
            beads += page.beads
            cursor = page.next
        } while cursor != nil
        let requests = try store.ask(MergeList(includeEnded: true, limit: 500)).requests
        let convoys = try store.ask(ConvoyList(includeEnded: true, limit: 500)).convoys
        judge.adds(up: LedgerRows(beads: beads, requests: requests, convoys: convoys))
        let balance = judge.audit.balance
        audits.append(balance)
        trace(
            "audit: \(balance.made) made, \(balance.landed) landed, \(balance.kept) kept, \(balance.ended) ended, "
                + "\(balance.open) open")
    }
}
