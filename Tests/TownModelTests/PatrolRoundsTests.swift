import Testing
import TownModel

@Suite("What a patrol does, and how often") struct PatrolRoundsTests {
    private static let start = Timestamp(milliseconds: 1_000_000)

    private func names(_ rounds: inout PatrolRounds<WitnessReflex>, after seconds: Int64) -> [String] {
        rounds.begin(at: Self.start.advanced(by: .seconds(seconds))).map(\.rawValue)
    }

    @Test("without a formula everything is done in the order of the code, the trash once an hour")
    func shipped() {
        var rounds = PatrolRounds<WitnessReflex>()
        let all = WitnessReflex.allCases.map(\.rawValue)
        #expect(names(&rounds, after: 0) == all)
        #expect(names(&rounds, after: 3599) == all.filter { $0 != "empty-trash" })
        #expect(names(&rounds, after: 3600) == all)
        #expect(names(&rounds, after: 3601) == all.filter { $0 != "empty-trash" })
    }

    @Test("after the clock was set back what was done later than now is due")
    func clock() {
        var rounds = PatrolRounds<WitnessReflex>()
        _ = names(&rounds, after: 0)
        #expect(names(&rounds, after: -86_400).contains("empty-trash"))
    }

    @Test("every reflex has one name in the town, and a role without a formula does everything")
    func names() {
        let all =
            WitnessReflex.allCases.map(\.rawValue) + RefineryReflex.allCases.map(\.rawValue)
            + DeaconReflex.allCases.map(\.rawValue)
        #expect(Set(all).count == all.count)
        #expect(WholePatrol.formula == nil && PatrolPlan<WholePatrol>.shipped.stops.count == 1)
    }

    @Test("a plan that leaves out what safety needs is none, whatever else it says")
    func needed() {
        for left in WitnessReflex.allCases {
            let steps = WitnessReflex.allCases.filter { $0 != left }.map { PatrolStep(reflex: $0.rawValue) }
            do throws(PatrolFaults) {
                let plan = try PatrolPlan<WitnessReflex>(steps)
                #expect(!left.isNeeded && !plan.stops.contains { $0.reflex == left })
            } catch {
                #expect(left.isNeeded && error.all.map(\.kind) == [.missing(left.rawValue)])
            }
        }
    }

    @Test("what a patrol did is one line, in the plan's order, without what did nothing")
    func report() {
        var report = PatrolReport()
        report.add("retry-steps", effects: 0)
        #expect(report.isEmpty)
        report.add("claim-work", effects: 2)
        report.add("carry-on", effects: 1)
        #expect(report.sentence == "claim-work 2, carry-on 1 (3 effects)" && !report.isEmpty)
    }
}
