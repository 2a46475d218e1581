import BeadsStoreCore
import Testing
import TownModel

@Suite("A nudge's life and a turn's end, as rules")
struct TurnRuleTests {
    static let reports: [(String, NudgeReport)] = [
        ("shown", .shown(inTurn: false)), ("shown in a turn", .shown(inTurn: true)), ("turn started", .turnStarted),
        ("turn ended", .turnEnded), ("session ended", .sessionEnded(reportsTurns: true)),
        ("session ended, no hooks", .sessionEnded(reportsTurns: false)),
        ("time over", .timeOver(reportsTurns: true)), ("time over, no hooks", .timeOver(reportsTurns: false)),
    ]

    /// All that changes anything; every other pair of state and report changes nothing.
    static let changes: [String: [NudgeState]] = [
        "sent, shown": [.delivered], "sent, shown in a turn": [.delivered, .turnStarted],
        "sent, time over": [.expired], "sent, time over, no hooks": [.expired],
        "delivered, turn started": [.turnStarted], "delivered, turn ended": [.turnStarted, .acted],
        "delivered, session ended": [.expired], "delivered, time over": [.expired],
        "turn-started, turn ended": [.acted], "turn-started, session ended": [.expired],
    ]

    @Test("each report leads a nudge on, or nowhere", arguments: NudgeState.allCases)
    func life(_ state: NudgeState) {
        for (name, report) in Self.reports {
            let steps = state.steps(on: report)
            #expect(steps == Self.changes["\(state.rawValue), \(name)"] ?? [], "\(state), \(name)")
            if state.isOver { #expect(steps.isEmpty, "what is over is over") }
        }
    }

    static let bead = BeadID("gt-a")
    static let everything = StopFacts(assignment: 7, bead: bead, newestUnread: 12, newestNudge: 3)

    @Test(
        "a stop is held for what is there and has not held one",
        arguments: [
            (StopFacts(), [:], ""), (everything, [:], "work 7, nudge 3, mail 12"),
            (everything, [.work: 7], "nudge 3, mail 12"), (everything, [.work: 7, .nudge: 3, .mail: 12], ""),
            (everything, [.work: 6, .nudge: 2, .mail: 12], "work 7, nudge 3"),
            (StopFacts(newestUnread: 13), [.mail: 12], "mail 13"),
            (StopFacts(isStopped: true, assignment: 7, newestUnread: 13, newestNudge: 1), [:], ""),
        ] as [(StopFacts, [StopKind: Int64], String)])
    func stops(_ facts: StopFacts, _ held: [StopKind: Int64], _ expected: String) {
        let holds = StopRule.holds(facts, held: held)
        #expect(holds.map { "\($0.kind.rawValue) \($0.number)" }.joined(separator: ", ") == expected)
        #expect(holds.allSatisfy { ($0.bead == Self.bead) == ($0.kind == .work) })
    }
}
