import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// A ledger in memory with the verbs on it and nothing else: the speaker is whoever a test says.
final class VerbTown {
    let database: Database
    var now = Timestamp(milliseconds: 1_800_000_000_000)
    private(set) var events: [TownEvent] = []
    private var sequence: Int64 = 0

    static let gastown = valid(RigName.self, "gastown")
    static let beads = valid(RigName.self, "beads")

    init() throws {
        database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations.current.bring(database, backup: nil)
        try add(Rig(name: Self.gastown, prefix: "gt", remote: nil, settings: RigSettings(), addedAt: now))
        try add(Rig(name: Self.beads, prefix: "bd", remote: nil, settings: RigSettings(), addedAt: now))
    }

    func add(_ rig: Rig) throws {
        try database.run(
            "INSERT OR REPLACE INTO rigs (name, prefix, state, value) VALUES (?, ?, ?, ?)", .text(rig.name.text),
            .text(rig.prefix), .text(rig.state.rawValue), .text(JSONText.text(rig)))
    }

    func set(_ name: RigName, _ edit: (inout Rig) -> Void) throws {
        let text = try database.text("SELECT value FROM rigs WHERE name = ?", .text(name.text)) ?? ""
        var rig = try JSONText.decode(Rig.self, from: Array(text.utf8))
        edit(&rig)
        try add(rig)
    }

    @discardableResult
    func send<C: Command>(_ command: C, as speaker: Speaker = .overseer) throws -> C.Reply {
        let body = try change(speaker) { (work) throws(LedgerError) in
            guard let rule = Catalogue.verbs[C.verb] else { throw .refuse(.unknownVerb, C.verb) }
            return try rule.run(JSONText.encode(command), work)
        }
        return try JSONText.decode(C.Reply.self, from: body)
    }

    func fire(_ timer: LedgerTimer) throws {
        _ = try change(Speaker(actor: .store)) { (work) throws(LedgerError) in
            try work.fire(timer)
            return []
        }
    }

    func ask<Q: Query>(
        _ query: Q, as speaker: Speaker? = .overseer, index: SearchIndex? = nil
    ) throws -> Q.Reply {
        let reading = Reading(
            database: database, now: now, speaker: speaker, town: Self.facts, heard: [:], index: index,
            sequence: sequence)
        do {
            guard let rule = Catalogue.queries[Q.verb] else { throw LedgerError.refuse(.unknownVerb, Q.verb) }
            return try JSONText.decode(Q.Reply.self, from: try rule.run(JSONText.encode(query), reading))
        } catch LedgerError.refused(let refusal) {
            throw refusal
        }
    }

    private static let facts = TownFacts(id: "town-1", name: "Testing", epoch: 1)

    func change(
        _ speaker: Speaker, _ body: (Transaction) throws(LedgerError) -> [UInt8]
    ) throws -> [UInt8] {
        let work = Transaction(
            database: database, now: now, speaker: speaker, cause: "test", town: Self.facts, sequence: sequence,
            heads: [:])
        try database.run("SAVEPOINT command")
        do {
            let reply = try body(work)
            try database.noteWatched(work.events, epoch: 1, at: now)
            try database.run("RELEASE command")
            sequence = work.sequence
            for event in work.events { events.append(try CloudEvent.decode(event.bytes)) }
            return reply
        } catch {
            try database.run("ROLLBACK TO command")
            try database.run("RELEASE command")
            guard case LedgerError.refused(let refusal) = error else { throw error }
            throw refusal
        }
    }
}

extension Speaker {
    static let overseer = Speaker(actor: .overseer)
    static let mayor = Speaker(actor: .mayor, role: .mayor)
    static let witness = Speaker(actor: .witness(VerbTown.gastown), role: .witness(VerbTown.gastown))
    static let refinery = Speaker(actor: .refinery(VerbTown.gastown), role: .refinery(VerbTown.gastown))

    static func session(_ assignment: Assignment) -> Speaker {
        Speaker(actor: assignment.agent, session: assignment.incarnation)
    }
}

/// The way of a bead, in steps that tests start from.
extension VerbTown {
    @discardableResult
    func bead(
        _ title: String = "a task", rig: RigName? = gastown, type: BeadType = .task, parent: BeadID? = nil,
        needs: [BeadID] = []
    ) throws -> BeadID {
        try send(BeadCreate(rig: rig, title: title, type: type, parent: parent, needs: needs)).bead.id
    }

    func show(_ id: BeadID) throws -> Bead { try detail(id).bead }

    func detail(_ id: BeadID) throws -> BeadDetail {
        let beads = try ask(BeadShow(ids: [id.text])).beads
        guard let first = beads.first else { throw WireError(.notFound, "no answer about \(id)") }
        return first
    }

    func readyIDs() throws -> [BeadID] { try ask(BeadReady(limit: 500)).beads.map(\.id) }

    /// Slung and claimed by the Witness.
    func claimed(_ id: BeadID, noConvoy: Bool = true) throws -> Assignment {
        try send(WorkSling(beads: [id], noConvoy: noConvoy))
        return try claim(id)
    }

    func claim(_ id: BeadID) throws -> Assignment {
        let text = try database.text("SELECT value FROM dispatch WHERE bead = ?", .text(id.text)) ?? "{}"
        let entry = try JSONText.decode(DispatchEntry.self, from: Array(text.utf8))
        return try send(DispatchClaim(bead: id, attempt: entry.attempt), as: .witness).assignment
    }

    /// Prepared, started, and the agent has spoken.
    func working(_ id: BeadID, noConvoy: Bool = true) throws -> Assignment {
        let assignment = try claimed(id, noConvoy: noConvoy)
        try run(assignment)
        return assignment
    }

    func run(_ assignment: Assignment) throws {
        try send(
            AssignmentPrepared(number: assignment.number, base: .test(1), key: "key-\(assignment.number)"),
            as: .witness)
        try send(SessionStarted(incarnation: assignment.incarnation, shim: .test), as: .witness)
        try send(SessionAlive(incarnation: assignment.incarnation), as: .session(assignment))
    }

    @discardableResult
    func done(
        _ assignment: Assignment, _ status: DoneStatus = .completed, head: CommitID? = .test(2),
        message: String = "did it"
    ) throws -> DoneReply {
        try send(
            WorkDone(
                assignment: assignment.number, status: status, head: head, base: .test(1), message: message),
            as: .session(assignment))
    }

    /// Handed in: the request in the queue.
    func submitted(_ id: BeadID, head: CommitID = .test(2)) throws -> MergeRequest {
        let reply = try done(try working(id), head: head)
        return try request(try #require(reply.request))
    }

    func request(_ id: BeadID) throws -> MergeRequest {
        try #require(try ask(MergeList(includeEnded: true, limit: 500)).requests.first { $0.id == id })
    }

    /// A green run on the tree that all proofs of these tests speak of.
    func passGates(_ tip: CommitID = .test(9)) throws {
        let text = try #require(
            try database.text("SELECT value FROM rigs WHERE name = ?", .text(VerbTown.gastown.text)))
        let rig = try JSONText.decode(Rig.self, from: Array(text.utf8))
        try send(MergeJudged(green: .test(tip), of: rig), as: .refinery)
    }

    func land(_ request: MergeRequest, tip: CommitID = .test(9)) throws {
        try send(MergeLanded(request: request.id, proof: .test(tip)), as: .refinery)
    }

    func assignment(_ number: Int64) throws -> Assignment {
        let text = try database.text("SELECT value FROM assignments WHERE number = ?", .int(number)) ?? "{}"
        return try JSONText.decode(Assignment.self, from: Array(text.utf8))
    }

    func count(_ sql: String) throws -> Int { Int(try database.int(sql) ?? 0) }
}

extension CommitID {
    static func test(_ number: Int) -> CommitID {
        let digits = String(number, radix: 16)
        return valid(CommitID.self, String(repeating: "0", count: 40 - digits.count) + digits)
    }
}

extension ProcessIdentity {
    static let test = ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: 99)
}

extension LandingProof {
    static func test(_ tip: CommitID, gates: [GateResult] = []) -> LandingProof {
        LandingProof(base: .test(1), tip: tip, tree: .test(3), gates: gates)
    }
}

/// An id that a test has spelled right.
func valid<ID: TextID>(_ type: ID.Type, _ text: String) -> ID {
    guard let id = ID(text) else { preconditionFailure("not a \(type): \(text)") }
    return id
}

/// The code with which a command is refused; nil when it is carried out.
func refusal(_ body: () throws -> Void) -> ErrorCode? {
    do {
        try body()
        return nil
    } catch let error as WireError {
        return error.code
    } catch {
        return .bug
    }
}
