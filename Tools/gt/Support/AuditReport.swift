import Audit
import TownModel

/// What `gt audit` says.
struct AuditReport: Encodable {
    struct Row: Encodable {
        /// `town`, a rig, or a convoy.
        var name: String
        var title: String?
        var balance: WorkBalance
    }

    /// The log was read from this event on to that one.
    var first: Int64?
    var last: Int64
    var rows: [Row]
    var doubts: [AuditDoubt]

    init(_ audit: WorkAudit, _ differences: [AuditDoubt], convoy: BeadID?, rig: RigName?) throws(CommandFailure) {
        (first, last) = (audit.first, audit.sequence)
        doubts = Set(audit.doubts + differences).sorted()
        let convoys = audit.knownConvoys.map {
            Row(name: $0.id.text, title: $0.title, balance: audit.balance(of: $0))
        }
        if let convoy {
            rows = convoys.filter { $0.name == convoy.text }
            guard !rows.isEmpty else {
                throw CommandFailure(
                    .refused, code: "not-found", "the log knows no convoy \(convoy)", about: convoy.text,
                    hint: "gt convoy list")
            }
            let members = Set(audit.knownConvoys.first { $0.id == convoy }?.members.map(\.bead) ?? [])
            doubts = doubts.filter { $0.about == convoy || members.contains($0.about) }
            return
        }
        if let rig {
            guard audit.rigs.contains(rig) else {
                throw CommandFailure(
                    .refused, code: "not-found", "the log knows no work of \(rig)", about: rig.text, hint: "gt rig list"
                )
            }
            rows = [Row(name: rig.text, balance: audit.balance(of: rig))]
            doubts = doubts.filter { audit.rig(of: $0.about) == rig }
            return
        }
        rows =
            [Row(name: "town", balance: audit.balance)]
            + audit.rigs.map { Row(name: $0.text, balance: audit.balance(of: $0)) } + convoys
    }

    var addsUp: Bool { doubts.isEmpty && rows.allSatisfy(\.balance.isEven) }

    func text(_ screen: Screen) -> String {
        var table = TextTable()
        table.header("", "made", "before", "landed", "kept", "ended", "deleted", "open", "")
        for row in rows {
            let balance = row.balance
            let numbers = [
                balance.made, balance.before, balance.landed, balance.kept, balance.ended, balance.deleted,
                balance.open,
            ].map(String.init)
            let verdict: TextTable.Cell =
                balance.isEven
                ? .init(row.title.map(screen.plain) ?? "", .dim)
                : .init("\(balance.came) came, \(balance.went) went", .red)
            table.add(
                .init(row.name), .init(numbers[0]), .init(numbers[1]), .init(numbers[2]), .init(numbers[3]),
                .init(numbers[4]), .init(numbers[5]), .init(numbers[6]), verdict)
        }
        let read = "events \(first ?? 0) to \(last)"
        let verdict =
            addsUp
            ? screen.paint("It adds up.", .green) + " " + screen.paint("(\(read))", .dim)
            : (doubts.map { screen.paint("\($0.about): \(screen.plain($0.what))", .red) }
                + [screen.paint("(\(read))", .dim)]).joined(separator: "\n")
        return table.text(screen) + "\n\n" + verdict
    }
}
