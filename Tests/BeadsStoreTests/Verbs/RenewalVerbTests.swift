import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("A stalled session is followed by another one")
struct RenewalVerbTests {
    let town: VerbTown
    let assignment: Assignment

    init() throws {
        town = try VerbTown()
        assignment = try town.working(try town.bead())
    }

    private func row() throws -> PolecatRow { try #require(try town.ask(PolecatList()).polecats.first) }

    private func judge(_ state: SessionState, _ kind: EvidenceKind) throws {
        try town.send(
            SessionJudged(
                incarnation: try #require(try row().assignment).incarnation, state: state,
                evidence: SessionEvidence(kind, "seen", since: town.now)), as: .witness)
    }

    private func restart(_ incarnation: Incarnation? = nil, as speaker: Speaker = .witness) throws {
        try town.send(
            SessionRestart(
                incarnation: incarnation ?? assignment.incarnation, subject: "it stood still", text: "2 commits"),
            as: speaker)
    }

    private func stop(_ reason: String?) throws {
        _ = try town.change(.overseer) { (work) throws(LedgerError) in
            try work.setMeta("stopped", reason)
            return []
        }
    }

    @Test("the hook, the worktree and the attempt stay; the next session has a key of its own and is shown the note")
    func renewed() throws {
        try town.send(HandoffWrite(subject: "half done", text: "the hinge"), as: .session(assignment))
        try judge(.stalled, .silence)
        try restart()
        var now = try row()
        #expect(now.session?.state == .exiting && now.assignment?.state == .running)
        #expect(now.assignment?.renewal?.isUnderWay == true)
        let count = town.events.count
        try restart()
        #expect(town.events.count == count, "said twice is done once")
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 143), as: .witness)
        now = try row()
        let next = try #require(now.assignment)
        #expect(next.number == assignment.number && next.attempt == assignment.attempt && next.state == .claimed)
        #expect(next.worktree == assignment.worktree && next.base != nil && next.shim == nil)
        #expect(next.incarnation != assignment.incarnation && now.session?.state == .spawning)
        #expect(try town.ask(HookShow(agent: next.agent)).bead?.id == assignment.bead)
        try town.run(next)
        let note = try #require(try town.ask(PrimeShow(), as: .session(next)).handoff)
        #expect(note.number == next.renewal?.handoff && note.session == assignment.incarnation)
        #expect(
            note.subject == "it stood still" && note.text.hasPrefix("2 commits") && note.text.hasSuffix("the hinge"))
        try town.done(next, .completed)
        #expect(try row().assignment?.state != .running)
    }

    @Test("only one that stalled after nudges, once, by its Witness, and not in a stopped town")
    func refused() throws {
        #expect(refusal { try restart() } == .conflict, "it works")
        try judge(.stalled, .process)
        #expect(refusal { try restart() } == .conflict, "nobody has nudged it")
        try judge(.idle, .screen)
        #expect(refusal { try restart() } == .conflict)
        try judge(.stalled, .silence)
        #expect(refusal { try restart(as: .overseer) } == .forbidden)
        try stop("a look")
        #expect(refusal { try restart() } == .busy)
        try stop(nil)
        // A turn begins meanwhile: that is progress.
        try town.send(TurnStart(incarnation: assignment.incarnation), as: .session(assignment))
        #expect(refusal { try restart() } == .conflict)
        try judge(.stalled, .silence)
        try restart()
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 143), as: .witness)
        let next = try #require(try row().assignment)
        try town.run(next)
        try judge(.stalled, .silence)
        #expect(refusal { try restart(next.incarnation) } == .conflict, "once an assignment")
    }

    @Test("one that hands in, or is taken back, while it is to end is followed by nobody")
    func handedIn() throws {
        try judge(.stalled, .silence)
        try restart()
        try town.done(assignment, .completed)
        let sessions = town.events.compactMap(\.data.session?.incarnation).count
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness)
        #expect(town.events.compactMap(\.data.session?.incarnation).count == sessions + 1)
        #expect(town.events.last?.kind == .sessionEnded)
    }
}
