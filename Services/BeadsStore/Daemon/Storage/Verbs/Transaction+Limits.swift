internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A bead whose agents meet their provider's limit again and again waits as long as it takes, and a person hears of it.
extension Transaction {
    func waitForLimit(_ assignment: Assignment, until: Timestamp, _ reason: String) throws(LedgerError) {
        let bead = assignment.bead
        let place = Self.place(of: bead)
        var waits =
            try fact(LimitWaits.self, place) ?? LimitWaits(since: now)
        let isNews = waits.meet(until: until)
        try setMeta(place, JSONText.text(waits))
        try enqueue(bead, assignment.terms, reason: reason, notBefore: until)
        guard isNews else { return }
        _ = try raise(
            Escalation(
                severity: .medium, title: "\(bead) waits for a limit of its agent's provider again and again",
                text: """
                    Agents of preset \(assignment.preset) have met a limit \(waits.count) times in a row at \(bead), since \
                    \(waits.since), and it rests until \(until): \(reason). It goes on waiting. `gt unsling \(bead)` and \
                    `gt sling \(bead) --agent <preset>` give it to another program.
                    """,
                source: "limit/\(bead)", about: bead))
    }

    /// An attempt has ended in another way, or somebody gives the bead out anew.
    func forgetLimits(of bead: BeadID) throws(LedgerError) {
        guard try exists("SELECT 1 FROM meta WHERE name = ?", .text(Self.place(of: bead))) else { return }
        try setMeta(Self.place(of: bead), nil)
    }

    private static func place(of bead: BeadID) -> String { "limits/\(bead)" }
}
