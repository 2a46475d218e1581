import Testing
import TownModel
import TownTesting

@testable import DeaconCore

/// When the Deacon looks at a molecule's gate, and what it says of it.
@Suite("The Deacon and gates of molecules")
struct GateTranscriptTests {
    private typealias Deacon = Transcript<State, Event, Effect>
    private static let began = Timestamp(milliseconds: 1_770_000_000_000)

    private static func deacon() -> Deacon {
        var state = State()
        // Copies of the ledger are another matter.
        state.saveAt = began.advanced(by: .seconds(86_400 * 365))
        return Deacon(state, at: began) { state, event, now in state.decide(event, at: now) }
    }

    private static func gate(_ number: Int64 = 1, look: Int64 = 1, in seconds: Int64 = 0) throws -> GateLook {
        GateLook(
            molecule: try #require(BeadID("hq-wisp-1")), number: number, look: look,
            due: began.advanced(by: .seconds(seconds)))
    }

    private static func looks(_ effects: [Effect]) -> [String] {
        effects.compactMap { effect in
            guard case .look(let gate) = effect else { return nil }
            return "\(gate.number)/\(gate.look)"
        }
    }

    @Test("a gate is looked at at once, then after pauses that double, until it is open")
    func pauses() throws {
        var deacon = Self.deacon()
        deacon.tell(.gate(try Self.gate()), as: "a gate was shut")
        deacon.tell(.gate(try Self.gate()), as: "told again")
        deacon.tell(.looked(try Self.gate(), .shut("it ended with 1")), later: .seconds(1), as: "shut")
        deacon.tell(.tick, later: .seconds(29), as: "tick")
        deacon.tell(.tick, later: .seconds(1), as: "tick")
        deacon.tell(.looked(try Self.gate(look: 2, in: 31), .shut("it ended with 1")), as: "shut")
        deacon.tell(.tick, later: .seconds(60), as: "tick")
        deacon.tell(.looked(try Self.gate(look: 3, in: 91), .open), as: "open")
        deacon.tell(.tick, later: .seconds(3600), as: "tick")
        #expect(
            deacon.take() == """
                +0s   a gate was shut
                      → look(molecule: hq-wisp-1, number: 1, look: 1, due: 2026-02-02T02:40:00.000Z)
                +0s   told again
                +1s   shut
                      → sayLooked((molecule: hq-wisp-1, number: 1, look: 1, due: 2026-02-02T02:40:00.000Z), isOpen: false, \
                note: it ended with 1)
                      → wake(at: 2026-02-02T02:40:31.000Z)
                +30s  tick
                +31s  tick
                      → look(molecule: hq-wisp-1, number: 1, look: 2, due: 2026-02-02T02:40:31.000Z)
                +31s  shut
                      → sayLooked((molecule: hq-wisp-1, number: 1, look: 2, due: 2026-02-02T02:40:31.000Z), isOpen: false, \
                note: it ended with 1)
                      → wake(at: 2026-02-02T02:41:31.000Z)
                +91s  tick
                      → look(molecule: hq-wisp-1, number: 1, look: 3, due: 2026-02-02T02:41:31.000Z)
                +91s  open
                      → sayLooked((molecule: hq-wisp-1, number: 1, look: 3, due: 2026-02-02T02:41:31.000Z), isOpen: true)
                +3691s tick
                """)
    }

    @Test("a few are looked at at a time, those that are due first")
    func fewAtATime() throws {
        var deacon = Self.deacon()
        let gates = try (1...6).map { try Self.gate($0, in: -$0) }
        #expect(Self.looks(deacon.tell(.gates(gates))) == ["6/1", "5/1", "4/1", "3/1"])
        #expect(Self.looks(deacon.tell(.looked(gates[5], .shut("no")))) == ["2/1"])
        #expect(Self.looks(deacon.tell(.looked(gates[4], .open))) == ["1/1"])
        #expect(Self.looks(deacon.tell(.looked(gates[3], .open))) == [])
    }

    @Test("a successor looks again at what its predecessor was looking at, and at the number that the store says")
    func successor() throws {
        var deacon = Self.deacon()
        deacon.tell(.gate(try Self.gate()))
        var next = Self.deacon()
        #expect(Self.looks(next.tell(.gates([try Self.gate(look: 3)]))) == ["1/3"])
        // What was found of a look that is over is said, and moves nothing here.
        let late = next.tell(.looked(try Self.gate(look: 2), .open))
        #expect(late == [.sayLooked(try Self.gate(look: 2), isOpen: true, note: nil)])
        #expect(next.tell(.looked(try Self.gate(look: 3), .open)).count == 1)
    }

    @Test("a look that could not ask is no look: nothing is said, and it is taken again")
    func notNow() throws {
        var deacon = Self.deacon()
        deacon.tell(.gate(try Self.gate()))
        let wake = Self.began.advanced(by: .seconds(30))
        #expect(deacon.tell(.looked(try Self.gate(), .notNow)) == [.wake(at: wake)])
        #expect(Self.looks(deacon.tell(.tick, later: .seconds(30))) == ["1/1"])
    }

    @Test("while the town is stopped nothing is run")
    func stopped() throws {
        var deacon = Self.deacon()
        deacon.tell(.stopped)
        #expect(deacon.tell(.gate(try Self.gate())) == [])
        #expect(deacon.tell(.tick, later: .seconds(600)) == [])
        #expect(Self.looks(deacon.tell(.thawed)) == ["1/1"])
    }

    @Test("without gates nothing is woken")
    func nothing() {
        var deacon = Self.deacon()
        #expect(deacon.tell(.gates([])) == [])
        #expect(deacon.tell(.tick, later: .seconds(60)) == [])
    }
}
