import Testing

@testable import RoleRuntime

struct PulseTests {
    @Test func aLoopThatTurnsIsNeverStuck() {
        var pulse = Pulse(secondsMax: 3, aliveEvery: nil)
        let stuck = (1...100).filter { pulse.second(turns: Int64($0)).isStuck }
        #expect(stuck.isEmpty)
    }

    @Test func aLoopThatStandsIsStuckAfterTheLimitAndNotBefore() {
        var pulse = Pulse(secondsMax: 3, aliveEvery: nil)
        _ = pulse.second(turns: 7)
        let verdicts = (1...3).map { _ in pulse.second(turns: 7).isStuck }
        #expect(verdicts == [false, false, true])
    }

    @Test func theSupervisorIsToldOnlyOfProgress() {
        var pulse = Pulse(secondsMax: 100, aliveEvery: 2)
        let turns: [Int64] = [1, 2, 3, 3, 3, 3, 3, 4]
        let told = turns.map { pulse.second(turns: $0).tellAlive }
        #expect(told == [false, true, false, true, false, false, false, true])
    }
}
