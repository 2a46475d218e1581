import MayorCore
import Testing
import TownModel
import TownTesting

/// What the Mayor does about escalations that are told outside the ledger.
@Suite("The Mayor tells of escalations")
struct EscalationTellingTests {
    typealias Mayor = Transcript<State, Event, Effect>

    private static func mayor() -> Mayor {
        Mayor(State()) { state, event, now in state.decide(event, at: now) }
    }

    private static func escalation(_ states: EscalationSendingState...) throws -> RaisedEscalation {
        let page = EscalationCommand(name: "page", words: ["page"])
        var raised = RaisedEscalation(
            bead: try #require(BeadID("hq-1")), title: "the disk is full", severity: .high, raisedBy: .deacon,
            raisedAt: Timestamp(milliseconds: 0))
        raised.sendings = states.enumerated().map { index, state in
            EscalationSending(
                number: index + 1, route: .command("page"), severity: .high, state: state,
                command: state == .awaited ? page : nil, at: raised.raisedAt)
        }
        return raised
    }

    private static func key(_ number: Int = 1) throws -> ErrandKey {
        ErrandKey(bead: try #require(BeadID("hq-1")), number: number)
    }

    /// `tell 1/1`: the first sending, for the first time; `report 1/1 sent`.
    private static func words(_ effects: [Effect]) -> [String] {
        effects.map { effect in
            switch effect {
            case .tell(let errand, let attempt): "tell \(errand.key.number)/\(attempt)"
            case .report(let key, let attempt, let outcome):
                "report \(key.number)/\(attempt) \(outcome.state.rawValue)\(outcome.note.map { ": \($0)" } ?? "")"
            case .forget(let keys): "forget \(keys.map { "\($0.number)" }.joined(separator: " "))"
            default: "\(effect)"
            }
        }
    }

    @Test(
        "each route that waits is begun once, however often it is told of; what came of it is reported, then forgotten")
    func once() throws {
        var mayor = Self.mayor()
        let raised = try Self.escalation(.sent, .awaited, .awaited)
        #expect(Self.words(mayor.tell(.escalation(raised))) == ["tell 2/1", "tell 3/1"])
        #expect(mayor.tell(.escalation(raised)).isEmpty)
        let outcome = ErrandOutcome(.failed, "it ended with 3")
        #expect(
            Self.words(mayor.tell(.traced(try Self.key(2), attempt: 1, .ended(outcome))))
                == ["report 2/1 failed: it ended with 3"])
        #expect(Self.words(mayor.tell(.reported(try Self.escalation(.sent, .failed, .awaited)))) == ["forget 1 2"])
    }

    @Test("what a predecessor announced is begun by what is found of it, not by the listing")
    func successor() throws {
        func begin(_ trace: ErrandTrace, attempt: Int = 1) throws -> [String] {
            var mayor = Self.mayor()
            let listed = Event.listed(
                convoys: [], isStopped: false, deacon: nil, escalations: [try Self.escalation(.awaited)],
                announced: [try Self.key()])
            #expect(mayor.tell(listed).isEmpty)
            return Self.words(mayor.tell(.traced(try Self.key(), attempt: attempt, trace)))
        }
        #expect(try begin(.notBegun) == ["tell 1/1"])
        #expect(try begin(.notBegun, attempt: 2) == ["tell 1/2"])
        #expect(try begin(.ended(ErrandOutcome(.sent))) == ["report 1/1 sent"])
        #expect(try begin(.cutShort) == ["tell 1/2"])
        #expect(
            try begin(.cutShort, attempt: 2) == ["report 1/2 failed: it was begun 2 times, and nobody saw it end"])
    }

    @Test("what was never announced is begun by the listing; what was called off meanwhile is not begun at all")
    func listed() throws {
        var mayor = Self.mayor()
        let awaited = Event.listed(
            convoys: [], isStopped: true, deacon: nil, escalations: [try Self.escalation(.awaited)])
        #expect(Self.words(mayor.tell(awaited)) == ["tell 1/1"])
        var other = Self.mayor()
        other.tell(.listed(convoys: [], isStopped: false, deacon: nil, announced: [try Self.key()]))
        #expect(other.tell(.traced(try Self.key(), attempt: 1, .cutShort)).isEmpty)
        #expect(other.tell(.escalation(try Self.escalation(.skipped))).isEmpty)
    }
}
