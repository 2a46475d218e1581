import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("What sessions are seen to do")
struct SessionSightTests {
    let town: VerbTown
    let assignment: Assignment
    var speaker: Speaker { .session(assignment) }

    init() throws {
        town = try VerbTown()
        assignment = try town.working(try town.bead())
    }

    private func session() throws -> Session {
        try #require(try town.ask(PolecatList(history: true)).polecats.first?.session)
    }

    private func judge(_ state: SessionState, _ kind: EvidenceKind = .screen) throws {
        let evidence = SessionEvidence(kind, "seen as \(state)", since: town.now)
        try town.send(
            SessionJudged(incarnation: assignment.incarnation, state: state, evidence: evidence), as: .witness)
    }

    @Test("a change is one event with its evidence; the same again is none, and the first evidence stays")
    func change() throws {
        #expect(try session().evidence?.kind == .word)
        let count = town.events.count
        try judge(.idle)
        #expect(town.events.count == count + 1)
        let event = try #require(town.events.last)
        #expect(event.kind == .sessionChanged && event.subject == assignment.bead.text)
        #expect(event.data.session?.state == .idle && event.data.session?.evidence?.seen == "seen as idle")
        let since = town.now
        town.now = town.now.advanced(by: .seconds(60))
        try judge(.idle, .silence)
        #expect(town.events.count == count + 1)
        #expect(try session().evidence == SessionEvidence(.screen, "seen as idle", since: since))
    }

    @Test("after the clock was set back the same again is dated anew, once")
    func setBack() throws {
        try judge(.idle)
        let count = town.events.count
        town.now = town.now.advanced(by: .seconds(-3600))
        try judge(.idle, .hook)
        #expect(town.events.count == count + 1 && town.events.last?.kind == .sessionChanged)
        let evidence = SessionEvidence(.hook, "seen as idle", since: town.now)
        #expect(try session().evidence == evidence && session().state == .idle)
        town.now = town.now.advanced(by: .seconds(60))
        try judge(.idle)
        #expect(try town.events.count == count + 1 && session().evidence == evidence)
    }

    @Test("turns that hooks tell of count at once: working, idle, and working again when a stop is held")
    func turns() throws {
        func kinds() throws -> [EventKind] { town.events.map(\.kind).filter { $0 == .sessionChanged } }
        try town.send(TurnStart(incarnation: assignment.incarnation), as: speaker)
        // It was at work already.
        #expect(try session().state == .working && kinds().isEmpty)
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: false), as: speaker)
        #expect(try session().state == .idle && session().evidence?.kind == .hook && kinds().count == 1)
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: true), as: speaker)
        #expect(try session().state == .working && session().evidence?.seen == "its turn was held and goes on")
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: true), as: speaker)
        #expect(try session().state == .idle)
        try judge(.stalled, .silence)
        try town.send(TurnStart(incarnation: assignment.incarnation), as: speaker)
        #expect(try session().state == .working && session().evidence?.kind == .hook)
    }

    @Test("a turn that was refused has ended with the reason: for a limit the session waits, else it is idle")
    func refused() throws {
        func refuse(_ words: String, until: Timestamp? = nil) throws {
            try town.send(TurnStart(incarnation: assignment.incarnation), as: speaker)
            try town.send(
                TurnEnd(
                    incarnation: assignment.incarnation, mayHold: false,
                    refusal: TurnRefusal(words: words, limitedUntil: until)), as: speaker)
        }
        let number = try town.send(NudgeSend(to: assignment.agent, text: "hurry"), as: .mayor).nudge.number
        try town.send(NudgesDelivered(numbers: [number]), as: speaker)
        let until = town.now.advanced(by: .seconds(600))
        try refuse("no more\nuntil \u{1B}[31m15:00", until: until)
        let evidence = try session().evidence
        #expect(try session().state == .waiting && evidence?.kind == .hook && evidence?.until == until)
        #expect(evidence?.seen.hasPrefix("its turn was refused: no more") == true)
        #expect(evidence?.seen.unicodeScalars.contains { $0.value < 0x20 } == false)
        try refuse("overloaded", until: town.now)
        #expect(try session().state == .idle && session().evidence?.until == nil)
        try refuse(String(repeating: "x", count: 10_000))
        #expect(try session().evidence?.seen.count ?? 0 < 300)
        #expect(try town.ask(NudgeShow(number: number)).nudge.state == .turnStarted, "nothing was done about it")
        try town.send(TurnStart(incarnation: assignment.incarnation), as: speaker)
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: false), as: speaker)
        #expect(try town.ask(NudgeShow(number: number)).nudge.state == .acted)
    }

    @Test("a word that is no turn says nothing against what was seen")
    func words() throws {
        try judge(.waiting)
        try town.send(SessionAlive(incarnation: assignment.incarnation), as: speaker)
        #expect(try session().state == .waiting)
    }

    @Test("only its rig's Witness judges it, as what can be seen, and not when it is to leave")
    func limits() throws {
        let evidence = SessionEvidence(.screen, "x", since: town.now)
        func judged(_ state: SessionState) -> SessionJudged {
            SessionJudged(incarnation: assignment.incarnation, state: state, evidence: evidence)
        }
        for other in [speaker, .overseer, .mayor] {
            #expect(refusal { try town.send(judged(.idle), as: other) } == .forbidden)
        }
        for state in SessionState.allCases where !state.isSeen {
            #expect(refusal { try town.send(judged(state), as: .witness) } == .invalid)
        }
        try town.done(assignment)
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: false), as: speaker)
        try judge(.idle)
        #expect(try session().state == .exiting && session().evidence == nil)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness)
        try judge(.idle)
        #expect(try session().state == .ended)
    }

    @Test("what a screen shows is kept in one length", arguments: [10, 100_000])
    func length(_ letters: Int) throws {
        let evidence = SessionEvidence(.screen, String(repeating: "x", count: letters), since: town.now)
        try town.send(
            SessionJudged(incarnation: assignment.incarnation, state: .waiting, evidence: evidence), as: .witness)
        #expect(try session().evidence?.seen.count == min(letters, SessionEvidence.seenLettersMax))
    }
}

@Suite("Programs that die, and programs that must wait")
struct RestartTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func rest() -> Timestamp? {
        town.events.last { $0.kind == .dispatchQueued }?.data.dispatch?.notBefore
    }

    private func attempt(_ bead: BeadID, lived: Duration = .seconds(1)) throws {
        let assignment = try town.claim(bead)
        try town.send(AssignmentPrepared(number: assignment.number, base: .test(1), key: "k"), as: .witness)
        try town.send(SessionStarted(incarnation: assignment.incarnation, shim: .test), as: .witness)
        town.now = town.now.advanced(by: lived)
        try town.send(AssignmentReturn(number: assignment.number, reason: "it died"), as: .witness)
        try town.endAll()
    }

    @Test("the first death soon after a start is an accident, the second brings a rest, the third a person")
    func crashLoop() throws {
        let bead = try town.bead()
        try town.send(WorkSling(beads: [bead]))
        try attempt(bead)
        #expect(rest() == nil)
        try attempt(bead)
        #expect(rest() == town.now.advanced(by: .seconds(30)))
        #expect(refusal { _ = try town.claim(bead) } == .busy)
        town.now = town.now.advanced(by: .seconds(30))
        try attempt(bead)
        #expect(try town.show(bead).disposition == .blocked)
        #expect(town.events.count { $0.kind == .escalationRaised } == 1)
    }

    @Test("who lived longer died of its work: the next attempt is at once")
    func lived() throws {
        let bead = try town.bead()
        try town.send(WorkSling(beads: [bead]))
        for _ in 0..<2 { try attempt(bead, lived: AttemptLimits.crashAge) }
        #expect(rest() == nil)
    }

    @Test("a limit is nobody's failure: it is not counted, and the bead rests until it is over")
    func limited() throws {
        let bead = try town.bead()
        try town.send(WorkSling(beads: [bead]))
        for _ in 0..<5 {
            let assignment = try town.claim(bead)
            let until = town.now.advanced(by: .seconds(600))
            try town.send(
                AssignmentReturn(number: assignment.number, reason: "limit", limitedUntil: until), as: .witness)
            try town.endAll()
            #expect(rest() == until)
            town.now = until
        }
        #expect(try town.show(bead).disposition == .taken)
        #expect(!town.events.contains { $0.kind == .escalationRaised })
    }

    @Test(
        "a limit that is met for ever is told to a person, once; the bead waits on, and what ends otherwise counts anew"
    )
    func limitedForEver() throws {
        let bead = try town.bead()
        try town.send(WorkSling(beads: [bead]))
        func meet(for seconds: Int64 = 600) throws {
            let assignment = try town.claim(bead)
            let until = town.now.advanced(by: .seconds(seconds))
            try town.send(
                AssignmentReturn(number: assignment.number, reason: "limit", limitedUntil: until), as: .witness)
            try town.endAll()
            #expect(rest() == until)
            town.now = until
        }
        func told() -> Int { town.events.count { $0.kind == .escalationRaised } }
        for _ in 0..<5 { try meet() }
        #expect(told() == 0)
        for _ in 0..<7 { try meet() }
        #expect(told() == 1)
        let gate = try #require(try town.ask(BeadList(limit: 500)).beads.first { $0.type == .gate })
        #expect(try town.show(bead).disposition == .taken && gate.title.contains("\(bead) waits for a limit"))
        // An attempt that ends in another way ends the row.
        let other = try town.claim(bead)
        try town.send(AssignmentReturn(number: other.number, reason: "it died"), as: .witness)
        try town.endAll()
        for _ in 0..<5 { try meet() }
        #expect(told() == 1)
        try meet()
        #expect(told() == 2)
        // Few, and long ones: a day is enough.
        var waits = LimitWaits(since: town.now)
        let tellings = [86_399, 86_400, 90_000].map { waits.meet(until: town.now.advanced(by: .seconds($0))) }
        #expect(tellings == [false, true, false])
    }
}
