import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("sessions, and what their programs call their conversations")
struct SessionListTests {
    let town: VerbTown

    init() throws {
        town = try VerbTown()
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 20 }
    }

    private func told(_ id: String, _ transcript: String? = nil) throws -> ProgramSession {
        try #require(ProgramSession(id: id, source: .hook, transcript: transcript))
    }

    private func list(_ list: SessionList = SessionList()) throws -> [String] {
        try town.ask(list).sessions.map(\.session.incarnation.text)
    }

    private func named(_ name: String) throws -> [String] { try list(SessionList(named: name)) }

    private func tell(_ assignment: Assignment, _ program: ProgramSession) throws {
        try town.send(
            SessionAlive(incarnation: assignment.incarnation, program: program), as: .session(assignment))
    }

    @Test("the first word has the conversation with it; another one is told once, and the newest is the last")
    func telling() throws {
        let assignment = try town.claimed(try town.bead("Oil the hinge"))
        try town.send(
            AssignmentPrepared(number: assignment.number, base: .test(1), key: "key"), as: .witness)
        try town.send(SessionStarted(incarnation: assignment.incarnation, shim: .test), as: .witness)
        try tell(assignment, try told("c-1", "/home/x/c-1.jsonl"))
        #expect(town.events.last?.kind == .sessionAlive)
        #expect(town.events.last?.data.session?.program == (try told("c-1", "/home/x/c-1.jsonl")))
        let before = town.events.count
        // A command without a hook's input knows the name alone, and takes nothing away.
        try tell(assignment, try told("c-1"))
        #expect(town.events.count == before)
        try tell(assignment, try told("c-2"))
        #expect(town.events.last?.kind == .sessionChanged)
        #expect(town.events.last?.data.note == "goes on in the conversation c-2")
        try tell(assignment, try told("c-1"))
        let record = try #require(try town.ask(SessionList()).sessions.first)
        #expect(record.session.programs?.map(\.id) == ["c-2", "c-1"])
        #expect(record.session.program?.transcript == "/home/x/c-1.jsonl")
        #expect(record.preset == "script" && record.title == "Oil the hinge" && record.bead == assignment.bead)
        #expect(record.worktree == assignment.worktree && record.ended == nil)
        for number in 1...20 { try tell(assignment, try told("d-\(number)")) }
        let kept = try town.ask(SessionList()).sessions.first?.session.programs
        #expect(kept?.count == ProgramSession.keptMax && kept?.last?.id == "d-20")
        // Those that the row has no room for are found all the same.
        #expect(try named("c-2") == [assignment.incarnation.text])
    }

    @Test("nobody tells of another's session, and no name is taken that could be anything else")
    func refusals() throws {
        let (one, other) = (try town.working(try town.bead()), try town.working(try town.bead()))
        let program = try told("c-1")
        #expect(
            refusal { try town.send(SessionAlive(incarnation: one.incarnation, program: program), as: .session(other)) }
                == .forbidden)
        var bad = program
        bad.id = "--dangerous"
        let count = town.events.count
        #expect(refusal { try tell(one, bad) } == .invalid)
        bad = program
        bad.transcript = "not/absolute"
        try tell(one, bad)
        #expect(town.events.count == count + 1)
        #expect(try town.ask(SessionList(named: "c-1")).sessions.first?.session.program?.transcript == nil)
    }

    @Test("the newest comes first, by number; pages follow each other; role, rig and agent choose")
    func order() throws {
        var incarnations: [String] = []
        var last: Assignment?
        for _ in 1...11 {
            let assignment = try town.working(try town.bead())
            incarnations.append(assignment.incarnation.text)
            last = assignment
        }
        #expect(try list(SessionList(limit: 500)) == incarnations.reversed())
        var (paged, before): ([String], Incarnation?) = ([], nil)
        repeat {
            let page = try town.ask(SessionList(before: before, limit: 4))
            paged += page.sessions.map(\.session.incarnation.text)
            before = page.next
        } while before != nil
        #expect(paged == incarnations.reversed())
        let worker = try #require(last)
        #expect(try list(SessionList(agent: worker.agent)) == [worker.incarnation.text])
        #expect(try list(SessionList(rig: VerbTown.beads)).isEmpty)
        #expect(try list(SessionList(role: .polecat, rig: VerbTown.gastown, limit: 2)).count == 2)
        #expect(try list(SessionList(role: .crew)).isEmpty)
        #expect(refusal { _ = try list(SessionList(role: .witness)) } == .invalid)
        #expect(refusal { _ = try list(SessionList(rig: valid(RigName.self, "nowhere"))) } == .notFound)
    }

    @Test("a word names who is called so, else all that begin so")
    func names() throws {
        var assignments: [Assignment] = []
        for number in 1...11 {
            let assignment = try town.working(try town.bead())
            try tell(assignment, try told("\(number < 6 ? "abc" : "abd")-\(number)"))
            assignments.append(assignment)
        }
        let first = assignments[0].incarnation.text
        #expect(try named(first) == [first])
        #expect(try named("abc-2") == [assignments[1].incarnation.text])
        #expect(try named("abc").count == 5 && named("ab").count == 11 && named("abe").isEmpty)
        // An underscore and a percent sign are letters like any other.
        #expect(try named("abc_").isEmpty)
        for bad in ["", "-p", "a%", "a b", "a'b"] { #expect(refusal { _ = try named(bad) } == .invalid) }
    }

    @Test("how it ended is told of the last session of an assignment")
    func ends() throws {
        let assignment = try town.working(try town.bead())
        try town.send(AssignmentReturn(number: assignment.number, reason: "ended by signal 9"), as: .witness)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 137), as: .witness)
        let record = try #require(try town.ask(SessionList()).sessions.first)
        #expect(record.ended?.how == .failed && record.session.exitStatus == 137)
        #expect(refusal { try tell(assignment, try told("c-1")) } == .conflict)
    }

    @Test("a resident's session keeps its preset when it is over")
    func residents() throws {
        let max = Address.crew(VerbTown.gastown, valid(AgentName.self, "max"))
        let row = try town.send(CrewAdd(agent: max)).resident
        try town.send(CrewPlaced(agent: max, number: row.number, base: .test(1)))
        let run = try #require(try town.send(AgentStart(agent: max, preset: "script")).resident.run)
        try town.send(AgentFurnished(incarnation: run.incarnation, key: "k"), as: .witness)
        try town.send(SessionStarted(incarnation: run.incarnation, shim: .test), as: .witness)
        let own = Speaker(actor: max, session: run.incarnation)
        try town.send(SessionAlive(incarnation: run.incarnation), as: own)
        try town.send(SessionAlive(incarnation: run.incarnation, program: try told("c-9")), as: own)
        #expect(town.events.last?.data.note == "goes on in the conversation c-9")
        try town.send(SessionEnded(incarnation: run.incarnation, exitStatus: 0), as: .witness)
        let record = try #require(try town.ask(SessionList(role: .crew)).sessions.first)
        #expect(record.preset == "script" && record.bead == nil && record.worktree == "rigs/gastown/crew/max")
        #expect(record.session.program?.id == "c-9" && record.session.state == .ended)
    }

    @Test("the sessions of a ledger of version 18 are in their order, and are told of as before")
    func migration() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 18 }).bring(database, backup: nil)
        for number in [9, 10, 100] {
            try database.run(
                "INSERT INTO sessions (incarnation, agent, rig, assignment, state, value) VALUES (?, 'a', 'r', ?, 'ended', '{}')",
                .text("s\(number)"), .int(Int64(number)))
        }
        try Migrations.current.bring(database, backup: nil)
        let rows = try database.rows("SELECT incarnation FROM sessions ORDER BY number DESC") {
            (row) throws(SQLiteFailure) in row.text(0)
        }
        #expect(rows == ["s100", "s10", "s9"])
        #expect(try database.int("SELECT count(*) FROM session_programs") == 0)
    }

    @Test("every list walks an index in its order", arguments: [nil, SessionSQL.ofAgent, SessionSQL.ofRig])
    func plan(_ condition: String?) throws {
        let sql = SessionSQL.list(condition)
        let steps = try town.database.rows("EXPLAIN QUERY PLAN \(sql)") { (row) throws(SQLiteFailure) in row.text(3) }
        #expect(steps.count == 1 && steps[0].contains("USING INDEX sessions_"), "\(steps)")
    }

    @Test("a name is looked up, not looked for")
    func namePlan() throws {
        for sql in [SessionSQL.exact, SessionSQL.beginning] {
            let steps = try town.database.rows("EXPLAIN QUERY PLAN \(sql)") {
                (row) throws(SQLiteFailure) in row.text(3)
            }
            #expect(
                !steps.contains { $0.hasPrefix("SCAN sessions") || $0.hasPrefix("SCAN session_programs") }, "\(steps)")
        }
    }
}
