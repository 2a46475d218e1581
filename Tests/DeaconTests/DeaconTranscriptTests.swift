import DeaconCore
import Testing
import TownModel
import TownTesting

/// When the Deacon ends a service, and when it does not.
struct DeaconTranscriptTests {
    typealias Deacon = Transcript<State, Event, Effect>

    private static func deacon() -> Deacon {
        Deacon(State()) { state, event, now in state.decide(event, at: now) }
    }

    private static func process(_ pid: Int32) -> ProcessIdentity {
        ProcessIdentity(host: "h", bootID: "b", pid: pid, startTicks: UInt64(pid))
    }

    private static func beat(_ service: String, _ pid: Int32, _ turns: Int64) -> Event {
        .beat(service: service, process: process(pid), turns: turns)
    }

    @Test func aServiceWhoseLoopTurnsIsLeftAlone() {
        var deacon = Self.deacon()
        for turn in 1...20 {
            #expect(deacon.tell(Self.beat("mayor", 5, Int64(turn)), later: .seconds(10)).isEmpty)
            #expect(deacon.tell(Self.beat("deacon", 9, Int64(turn))).isEmpty)
        }
    }

    @Test func aServiceThatSaysThreeTimesThatNothingTurnedIsEndedAndNamed() {
        var deacon = Self.deacon()
        for _ in 1...4 { deacon.tell(Self.beat("mayor", 5, 7), later: .seconds(10), as: "mayor at turn 7") }
        deacon.tell(.ended(service: "mayor", process: Self.process(5), .killed), as: "killed")
        #expect(
            deacon.take() == """
                +10s  mayor at turn 7
                +20s  mayor at turn 7
                +30s  mayor at turn 7
                +40s  mayor at turn 7
                      → end(service: mayor, process: (host: h, bootID: b, pid: 5, startTicks: 5), time: 1)
                +40s  killed
                      → escalate(service: mayor, process: (host: h, bootID: b, pid: 5, startTicks: 5), text: mayor \
                (pid 5) was frozen: it was ended, its supervisor starts it again. If this comes back, see \
                `gt logs mayor`.)
                """)
    }

    @Test func aSilentServiceIsEndedOnlyWhileTheDeaconHearsItself() {
        var deacon = Self.deacon()
        deacon.tell(.listed(["gastown/witness": Self.process(5)]))
        for _ in 1...10 { deacon.tell(.patrol(.keepBackup), later: .seconds(3600)) }
        let ends = (1...4).map { deacon.tell(Self.beat("deacon", 9, $0), later: .seconds(10)).count }
        #expect(ends == [0, 0, 0, 1])
    }

    @Test func aServiceThatIsMerelyAbsentIsForgottenWithoutAWord() {
        var deacon = Self.deacon()
        deacon.tell(.listed(["mayor": Self.process(5)]))
        #expect(deacon.tell(.ended(service: "mayor", process: Self.process(5), .absent)).isEmpty)
        #expect(deacon.state.services.isEmpty)
    }

    @Test func theDeaconNeverEndsItself() {
        var deacon = Self.deacon()
        deacon.tell(.listed(["deacon": Self.process(9)]))
        for _ in 1...20 { #expect(deacon.tell(Self.beat("deacon", 9, 1), later: .seconds(10)).isEmpty) }
    }

    @Test func aRestartedServiceIsWatchedAnew() {
        var deacon = Self.deacon()
        for _ in 1...3 { deacon.tell(Self.beat("mayor", 5, 7)) }
        #expect(deacon.tell(Self.beat("mayor", 6, 7)).isEmpty)
        #expect(deacon.state.services["mayor"]?.process == Self.process(6))
    }

    @Test func theSameProcessIsEndedAgainUnderANewNumberWhenItStays() {
        var deacon = Self.deacon()
        deacon.tell(.listed(["mayor": Self.process(5)]))
        var times: [Int] = []
        for turn in 1...8 {
            for case .end(_, _, let time) in deacon.tell(Self.beat("deacon", 9, Int64(turn))) { times.append(time) }
        }
        #expect(times == [1, 2])
    }

    @Test func aCopyOfTheLedgerIsLookedForAtTheStartAndWhenTheLastHasGrownOld() {
        var deacon = Self.deacon()
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(60)) == [.save(time: 1)])
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(60)).isEmpty, "one at a time")
        let next = deacon.now.advanced(by: .seconds(3600))
        deacon.tell(.saved(next: next))
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(3599)).isEmpty)
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(1)) == [.save(time: 2)])
    }

    @Test func aCopyThatFailsIsToldAndTriedAgainAnHourLater() {
        var deacon = Self.deacon()
        deacon.tell(.patrol(.keepBackup), later: .seconds(60))
        guard case .unsaved(let text, at: deacon.now)? = deacon.tell(.notSaved(reason: "the disk is full")).first else {
            Issue.record("nobody was told")
            return
        }
        #expect(text.contains("the disk is full") && text.contains("gt backup"))
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(3599)).isEmpty)
        #expect(deacon.tell(.patrol(.keepBackup), later: .seconds(1)) == [.save(time: 2)])
    }
}
