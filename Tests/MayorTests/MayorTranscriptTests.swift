import MayorCore
import Testing
import TownModel
import TownTesting

/// What the Mayor says to what it hears.
struct MayorTranscriptTests {
    typealias Mayor = Transcript<State, Event, Effect>

    private static func mayor() -> Mayor {
        Mayor(State()) { state, event, now in state.decide(event, at: now) }
    }

    @Test func readyMembersAreFedOnceInOrderOfPriority() {
        var mayor = Self.mayor()
        let convoy = Sample.convoy(
            Sample.member("gt-1", .ready, priority: .low), Sample.member("gt-2", .ready),
            Sample.member("gt-3", .blocked), Sample.member("gt-4", .ready, attempt: 2))
        mayor.tell(.convoy(convoy), as: "a convoy, three members ready")
        mayor.tell(.convoy(convoy), as: "the same again")
        #expect(
            mayor.take() == """
                +0s   a convoy, three members ready
                      → feed(convoy: hq-cv-1, bead: gt-2, attempt: 1)
                      → feed(convoy: hq-cv-1, bead: gt-4, attempt: 3)
                      → feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)
                +0s   the same again
                """)
    }

    @Test func whatWasRefusedIsFedAgainByTheTick() {
        var mayor = Self.mayor()
        mayor.tell(.convoy(Sample.convoy(Sample.member("gt-1", .ready))), as: "gt-1 ready")
        mayor.tell(.tick, later: .seconds(60))
        #expect(
            mayor.take()
                == """
                +0s   gt-1 ready
                      → feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)
                +60s  tick
                      → feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)
                """)
    }

    @Test func aConvoyLandsWithItsLastMemberHoweverItEnded() {
        var mayor = Self.mayor()
        mayor.tell(
            .convoy(Sample.convoy(Sample.member("gt-1", .closed), Sample.member("gt-2", .taken))), as: "one is left")
        mayor.tell(
            .convoy(Sample.convoy(Sample.member("gt-1", .closed), Sample.member("gt-2", .closed))), as: "none is left")
        var landed = Sample.convoy(Sample.member("gt-1", .closed))
        landed.state = .landed
        mayor.tell(.convoy(landed), as: "landed")
        #expect(
            mayor.take() == """
                +0s   one is left
                +0s   none is left
                      → land(convoy: hq-cv-1, generation: 1)
                +0s   landed
                """)
        #expect(mayor.state.convoys.isEmpty)
    }

    @Test func aStoppedTownIsFedNothingUntilItThaws() {
        var mayor = Self.mayor()
        mayor.tell(.stopped)
        mayor.tell(.convoy(Sample.convoy(Sample.member("gt-1", .ready))), as: "gt-1 ready")
        mayor.tell(.thawed)
        #expect(
            mayor.take() == """
                +0s   stopped
                +0s   gt-1 ready
                +0s   thawed
                      → feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)
                """)
    }

    @Test func aConvoyThatNobodyCanMoveIsToldOnceAfterAWhile() {
        var mayor = Self.mayor()
        let stuck = Sample.convoy(Sample.member("gt-1", .closed), Sample.member("gt-2", .blocked))
        #expect(mayor.tell(.convoy(stuck)).count == 1)
        let told = mayor.tell(.tick, later: .seconds(600)).filter { if case .escalate = $0 { true } else { false } }
        #expect(
            told.map { Plain.text($0) } == [
                """
                escalate(source: convoy-stuck/hq-cv-1, severity: medium, text: Convoy hq-cv-1 does not move: \
                gt-2 (blocked). See what they wait for with `gt bead show`., since: 2026-02-02T02:40:00.000Z, \
                about: hq-cv-1)
                """
            ])
        let again = mayor.tell(.tick, later: .seconds(600)).filter { Sample.isEscalation($0, "convoy-stuck/hq-cv-1") }
        #expect(again.isEmpty)
    }

    @Test func aMountainThatNothingMovesIsToldToItsOwnerOnce() {
        var mayor = Self.mayor()
        var mountain = Sample.convoy(Sample.member("gt-1", .blocked))
        mountain.mountain = Mountain()
        mayor.tell(.convoy(mountain), as: "blocked")
        mayor.tell(.tick, later: .seconds(600))
        mayor.tell(.tick, later: .seconds(600))
        #expect(
            mayor.take() == """
                +0s   blocked
                      → wake(at: 2026-02-02T02:50:00.000Z)
                +600s tick
                      → sayStuck(convoy: hq-cv-1, generation: 1, since: 2026-02-02T02:40:00.000Z)
                +1200s tick
                """)
    }

    @Test func aPausedMountainIsNeitherFedNorCalledStuck() {
        var mayor = Self.mayor()
        var mountain = Sample.convoy(Sample.member("gt-1", .ready), Sample.member("gt-2", .blocked))
        mountain.mountain = Mountain()
        mountain.mountain?.pause = SchedulerHold(by: .overseer, since: Timestamp(milliseconds: 0))
        mayor.tell(.convoy(mountain), as: "paused")
        mayor.tell(.tick, later: .seconds(600))
        #expect(mayor.take() == "+0s   paused\n+600s tick")
        mountain.mountain = Mountain()
        mayor.tell(.convoy(mountain), as: "resumed")
        #expect(mayor.take().contains("→ feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)"))
    }

    @Test func aStagedConvoyIsNotFedBeforeItIsOpen() {
        var mayor = Self.mayor()
        var convoy = Sample.convoy(Sample.member("gt-1", .ready))
        convoy.state = .staged
        mayor.tell(.convoy(convoy), as: "staged")
        #expect(mayor.take() == "+0s   staged")
        convoy.state = .open
        mayor.tell(.convoy(convoy), as: "launched")
        #expect(mayor.take().contains("→ feed("))
    }

    @Test func aConvoySlungByHandIsNeitherFedNorCalledStuck() {
        var mayor = Self.mayor()
        var convoy = Sample.convoy(Sample.member("gt-1", .ready), Sample.member("gt-2", .blocked))
        convoy.feeding = nil
        mayor.tell(.convoy(convoy), as: "by hand")
        #expect(mayor.take() == "+0s   by hand")
    }

    @Test func aDeaconThatTurnsIsLeftAlone() {
        var mayor = Self.mayor()
        for beat in 1...50 {
            mayor.tell(.deacon(Sample.deacon, turns: Int64(beat)))
            mayor.tell(.ownBeat)
        }
        #expect(!mayor.take().contains("→"))
    }

    @Test func aDeaconWhoseLoopStandsIsEndedAtTheThirdBeat() {
        var mayor = Self.mayor()
        mayor.tell(.deacon(Sample.deacon, turns: 7), as: "turn 7")
        for beat in 1...4 { mayor.tell(.deacon(Sample.deacon, turns: 7), as: "turn 7 again, \(beat)") }
        mayor.tell(.deaconEnded(Sample.deacon, .killed), as: "killed")
        let said = mayor.take()
        #expect(said.contains("turn 7 again, 3\n      → endDeacon("))
        #expect(said.components("endDeacon(") == 1)
        #expect(said.contains("escalate(source: boot/deacon"))
    }

    /// It was heard by a Mayor before this one only: which process it is comes from the listing.
    @Test func aDeaconThatIsNotHeardIsEndedAtTheMayorsFourthBeatAndAfterMinutesAPersonIsTold() {
        var mayor = Self.mayor()
        mayor.tell(.listed(convoys: [], isStopped: false, deacon: Sample.deacon))
        var said: [String] = []
        for _ in 1...40 {
            mayor.tell(.ownBeat, later: .seconds(10))
            said.append(mayor.take())
        }
        #expect(said.indices.filter { said[$0].contains("endDeacon(") } == [3])
        #expect(said.indices.filter { said[$0].contains("escalate(") } == [17])
        #expect(mayor.tell(.deaconEnded(Sample.deacon, .absent)).isEmpty)
    }

    @Test func withoutAnyDeaconNobodyIsEnded() {
        var mayor = Self.mayor()
        mayor.tell(.listed(convoys: [], isStopped: false, deacon: nil))
        for _ in 1...10 { mayor.tell(.ownBeat) }
        #expect(!mayor.take().contains("endDeacon("))
    }
}

private enum Sample {
    static func convoy(_ members: ConvoyMember...) -> Convoy {
        Convoy(
            id: id("hq-cv-1"), title: "a convoy", owner: .overseer, feeding: Feeding(rig: nil), members: members,
            createdAt: Timestamp(milliseconds: 0))
    }

    static func member(
        _ bead: String, _ disposition: Disposition, priority: Priority = .normal, attempt: Int = 0
    ) -> ConvoyMember {
        ConvoyMember(
            bead: id(bead), rig: RigName("gastown"), title: bead, status: disposition == .closed ? .closed : .open,
            disposition: disposition, priority: priority, attempt: attempt)
    }

    static let deacon = ProcessIdentity(host: "h", bootID: "b", pid: 7, startTicks: 1)

    static func isEscalation(_ effect: Effect, _ source: String) -> Bool {
        if case .escalate(source, _, _, _, _) = effect { true } else { false }
    }

    private static func id(_ text: String) -> BeadID {
        guard let id = BeadID(text) else { preconditionFailure("not an id: \(text)") }
        return id
    }
}

extension String {
    /// How often a word is in it.
    fileprivate func components(_ word: String) -> Int {
        split(separator: word, omittingEmptySubsequences: false).count - 1
    }
}
