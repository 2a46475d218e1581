import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("a command is carried out once")
struct IdempotencyTests {
    let town: MemoryLedger

    init() throws { town = try MemoryLedger() }

    @Test("the same id and body again gets the first answer, marked already, and changes nothing")
    func repetition() throws {
        let request = Request.command(BeadCreate(rig: VerbTown.gastown, title: "once"), id: "person/1")
        let first = try town.answer(request)
        let eventCount = town.published.count
        let second = try town.answer(request)
        #expect(first.isOK && first.headers.already == nil)
        #expect(second.result == first.result)
        #expect(second.headers.already == true)
        #expect(second.headers.sequence == first.headers.sequence)
        #expect(town.published.count == eventCount)
        #expect(try town.ask(BeadList()).beads.count == 1)
    }

    @Test("the same id within one batch is one command")
    func inOneBatch() throws {
        let request = Request.command(BeadCreate(rig: VerbTown.gastown, title: "once"), id: "person/1")
        let answers = try town.execute([
            QueuedRequest(request: request, pid: nil), QueuedRequest(request: request, pid: nil),
        ])
        #expect(answers.map(\.headers.already) == [nil, true])
        #expect(try town.ask(BeadList()).beads.count == 1)
    }

    @Test("the same id with another body, or another verb, is a conflict")
    func otherBody() throws {
        _ = try town.answer(.command(BeadCreate(rig: VerbTown.gastown, title: "one"), id: "person/1"))
        let other = try town.answer(.command(BeadCreate(rig: VerbTown.gastown, title: "two"), id: "person/1"))
        #expect(other.code == .conflict)
        let verb = try town.answer(.command(TownStop(reason: "one"), id: "person/1"))
        #expect(verb.code == .conflict)
    }

    @Test("a refusal is not kept: the same id may be tried again and succeed")
    func refusalsAreNotKept() throws {
        let id = "person/1"
        let request = Request.command(RigSetState(name: valid(RigName.self, "later"), state: .parked), id: id)
        #expect(try town.answer(request).code == .notFound)
        try town.addRig(valid(RigName.self, "later"), prefix: "la")
        let second = try town.answer(request)
        #expect(second.isOK && second.headers.already == nil)
    }

    @Test("the kept answer survives a crash, a long one too")
    func afterCrash() throws {
        let text = String(repeating: "x", count: 5000)
        let request = Request.command(
            BeadCreate(rig: VerbTown.gastown, title: "long", description: text), id: "person/1")
        let first = try town.answer(request)
        town.crash()
        let second = try town.answer(request)
        #expect(second.result == first.result && second.headers.already == true)
    }

    @Test("a command that was done is answered although its deadline has passed by then")
    func deadlineOfRepetition() throws {
        let request = Request.command(BeadCreate(rig: VerbTown.gastown, title: "once"), id: "person/1") {
            $0.deadlineMilliseconds = 10
        }
        let late = Request.command(BeadCreate(rig: VerbTown.gastown, title: "late"), id: "person/2") {
            $0.deadlineMilliseconds = 10
        }
        #expect(try town.answer(request).isOK)
        let answers = try town.execute([
            QueuedRequest(request: request, pid: nil, waited: .milliseconds(11)),
            QueuedRequest(request: late, pid: nil, waited: .milliseconds(11)),
        ])
        #expect(answers[0].headers.already == true)
        #expect(answers[1].code == .expired)
    }

    @Test("answers are forgotten only when they are older than a spool can be")
    func retention() throws {
        let request = Request.command(BeadCreate(rig: VerbTown.gastown, title: "once"), id: "person/1")
        _ = try town.answer(request)
        town.now = town.now.advanced(by: .seconds(29 * 86_400))
        try town.fireTimers()
        #expect(try town.answer(request).headers.already == true)
    }
}
