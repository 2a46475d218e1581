import Audit
import TownModel

/// Everything that was made is in exactly one place, and log and ledger agree.
extension Judge {
    func adds(up rows: LedgerRows) {
        for doubt in audit.doubts + audit.differences(from: rows) { complain("audit: \(doubt.about): \(doubt.what)") }
        let convoys = audit.knownConvoys.map { ("\($0.id)", audit.balance(of: $0)) }
        for (name, balance) in [("the town", audit.balance)] + convoys where !balance.isEven {
            complain("audit: of \(name) \(balance.came) came and \(balance.went) went")
        }
        if audit.balance.made != expectedWork { complain("audit: \(audit.balance.made) made, not \(expectedWork)") }
    }

    /// Everything that was planned, but for the epic.
    private var expectedWork: Int { truth { truth in expected.count { truth.beads[$0]?.type.isWork == true } } }
}
