import Foundation
import Testing
import TownModel

@Suite struct GatePlanTests {
    static func gate(_ name: String, _ phase: GatePhase? = nil, needs: [String]? = nil) -> Gate {
        Gate(name: name, command: "true", phase: phase, needs: needs)
    }

    /// What may start, wave by wave, when all of a wave pass.
    static func waves(_ gates: [Gate]) throws -> [[String]] {
        let plan = try GatePlan(gates)
        var passed: Set<Int> = []
        var waves: [[String]] = []
        while true {
            let next = plan.ready(passed: passed, started: passed)
            if next.isEmpty { return waves }
            waves.append(next.map { gates[$0].name })
            passed.formUnion(next)
        }
    }

    @Test("Without phases and needs each waits for the one before it")
    func line() throws {
        #expect(try Self.waves([Self.gate("a"), Self.gate("b"), Self.gate("c")]) == [["a"], ["b"], ["c"]])
        #expect(try Self.waves([]).isEmpty)
    }

    @Test("A phase waits for all earlier ones, whatever the order of the list")
    func phases() throws {
        let gates = [
            Self.gate("unit", .test), Self.gate("format", .lint), Self.gate("fetch", .setup),
            Self.gate("integration", .test),
        ]
        #expect(try Self.waves(gates) == [["fetch"], ["format"], ["unit", "integration"]])
    }

    @Test("What is needed goes before the phase; an empty list needs nobody")
    func needs() throws {
        let gates = [
            Self.gate("fetch", .setup), Self.gate("spelling", .test, needs: []),
            Self.gate("unit", .test, needs: ["fetch"]), Self.gate("format", .lint),
        ]
        #expect(try Self.waves(gates) == [["fetch", "spelling"], ["unit", "format"]])
    }

    @Test("One that has not passed holds back those that need it, and nobody else")
    func heldBack() throws {
        let plan = try GatePlan([
            Self.gate("a", needs: []), Self.gate("b", needs: []), Self.gate("c", needs: ["a"]),
            Self.gate("d", needs: ["b"]),
        ])
        #expect(plan.ready(passed: [], started: []) == [0, 1])
        #expect(plan.ready(passed: [], started: [0, 1]).isEmpty)
        #expect(plan.ready(passed: [1], started: [0, 1]) == [3])
    }

    @Test("What can never start is a fault that names the gates")
    func faults() {
        #expect(throws: GatePlan.Fault.unknown(need: "x", of: 1)) {
            try GatePlan([Self.gate("a"), Self.gate("b", needs: ["a", "x"])])
        }
        #expect(throws: GatePlan.Fault.cycle(["a"], at: 0)) { try GatePlan([Self.gate("a", needs: ["a"])]) }
        // "c" waits too, and is not to blame.
        #expect(throws: GatePlan.Fault.cycle(["b", "d"], at: 1)) {
            try GatePlan([
                Self.gate("a"), Self.gate("b", needs: ["d"]), Self.gate("c"), Self.gate("d", needs: ["b"]),
            ])
        }
        // A need against the order of the phases.
        #expect(throws: GatePlan.Fault.cycle(["a", "b"], at: 0)) {
            try GatePlan([Self.gate("a", .setup, needs: ["b"]), Self.gate("b", .test)])
        }
    }

    @Test("Whatever the list: it is refused, or every gate starts once, after all that it needs", arguments: 0..<200)
    func anyList(_ seed: UInt64) throws {
        var chance = Chance(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        let count = chance.below(7)
        let gates = (0..<count).map { place in
            let phase = chance.below(2) == 0 ? nil : GatePhase.allCases[chance.below(4)]
            let names = (0..<chance.below(3)).map { _ in "g\(chance.below(count))" }
            return Self.gate("g\(place)", phase, needs: chance.below(3) == 0 ? names : nil)
        }
        let plan: GatePlan
        do throws(GatePlan.Fault) {
            plan = try GatePlan(gates)
        } catch {
            guard case .cycle(let names, _) = error else {
                Issue.record("\(error)")
                return
            }
            // Somebody has said a need: by phases and order alone nothing is circular.
            #expect(gates.contains { names.contains($0.name) && $0.needs != nil })
            return
        }
        var passed: Set<Int> = []
        while passed.count < count {
            let ready = plan.ready(passed: passed, started: passed)
            let next = try #require(ready.isEmpty ? nil : ready[chance.below(ready.count)])
            for need in gates[next].needs ?? [] {
                #expect(passed.contains { gates[$0].name == need })
            }
            if gates[next].needs == nil, let phase = gates[next].phase {
                let earlier = gates.indices.filter { other in gates[other].phase.map { $0 < phase } ?? false }
                #expect(passed.isSuperset(of: earlier))
            }
            #expect(passed.insert(next).inserted)
        }
    }

    @Test("A gate that an earlier version has written is read, and one that says no more is written like it")
    func earlierVersion() throws {
        let earlier = #"{"command":"make","name":"a","timeoutSeconds":9}"#
        let gate = try JSONDecoder().decode(Gate.self, from: Data(earlier.utf8))
        #expect(gate == Gate(name: "a", command: "make", timeoutSeconds: 9))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(gate), as: UTF8.self) == earlier)
    }
}

/// Numbers that are the same for the same seed.
private struct Chance {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return bound == 0 ? 0 : Int(state % UInt64(bound))
    }
}
