import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// Random commands, most of them senseless: whatever is carried out, the ledger's incremental facts must equal what a
/// look at everything gives.
@Suite("Properties of the ledger under random commands")
struct ReadinessPropertyTests {
    @Test("counts, readiness, hooks, queues and convoys agree with a recomputation", arguments: 1...12)
    func agree(_ seed: UInt64) throws {
        let town = try VerbTown()
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 5 }
        try town.passGates()
        var player = RandomPlayer(town: town, seed: seed)
        for step in 1...250 {
            player.move()
            if step.isMultiple(of: 10) { try checkAll(town, "seed \(seed), step \(step)") }
        }
        #expect(player.carriedOut > 60, "seed \(seed): only \(player.carriedOut) commands were carried out")
        #expect(try town.count("SELECT count(*) FROM beads WHERE type = 'task'") == player.tasks, "a bead was lost")
    }

    private func checkAll(_ town: VerbTown, _ place: Comment) throws {
        let rows = try town.database.rows("SELECT \(BeadRow.columns) FROM beads") { (row) throws(SQLiteFailure) in
            BeadRow(row)
        }.compactMap { $0 }
        let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
        let edges = try town.database.rows("SELECT \(Edge.columns), watched FROM edges") {
            (row) throws(SQLiteFailure) in (Edge.stored(row), row.optionalText(4).flatMap(BeadID.init))
        }.compactMap { edge, watched in edge.map { (edge: $0, watched: watched) } }
        let ready = Set(
            try town.database.rows("SELECT id FROM beads WHERE disposition = 'ready'") { (row) throws(SQLiteFailure) in
                row.text(0)
            })
        let stored = Dictionary(
            uniqueKeysWithValues: try town.database.rows("SELECT id, disposition FROM beads") {
                (row) throws(SQLiteFailure) in (row.text(0), row.text(1))
            })
        let whole = ReadyGraph(
            rows.map { .init(id: $0.id, facts: $0.readiness, standing: $0.standing) }, edges: edges, semantics: .town)
        #expect(Set(whole.ready) == Set(ready.compactMap(BeadID.init)), "\(place)")
        for row in rows {
            let facts = try #require(whole.facts(of: row.id))
            #expect(row.blockers + row.waiting == facts.blockers, "\(place): blockers of \(row.id)")
            let disposition = facts.disposition
            #expect(row.bead.disposition == disposition, "\(place): \(row.id)")
            #expect(ready.contains(row.id.text) == (disposition == .ready), "\(place): \(row.id) in the index")
            #expect(stored[row.id.text] == disposition.rawValue, "\(place): \(row.id) as it is listed")
            let places = try holders(of: row.id, in: town)
            #expect(places.count <= 1, "\(place): \(row.id) is in \(places)")
            #expect(!places.isEmpty == (disposition == .taken), "\(place): \(row.id) is \(disposition), in \(places)")
        }
        try checkEpics(rows, place)
        try checkConvoys(town, byID, place)
    }

    /// A bead is in one queue, on one hook, or in the merge queue.
    private func holders(of id: BeadID, in town: VerbTown) throws -> [String] {
        try town.database.rows(
            """
            SELECT 'queue' FROM dispatch WHERE bead = ?1
            UNION ALL SELECT 'hook' FROM hooks h JOIN assignments a ON a.number = h.assignment
                WHERE h.bead = ?1 AND a.bead = ?1 AND a.agent = h.agent AND a.state IN ('claimed', 'prepared', 'running')
            UNION ALL SELECT 'merge' FROM requests WHERE bead = ?1 AND state IN ('queued', 'testing', 'landing')
            """, [.text(id.text)]
        ) { (row) throws(SQLiteFailure) in row.text(0) }
    }

    /// What its last child closed has no open child.
    private func checkEpics(_ rows: [BeadRow], _ place: Comment) throws {
        let open = Set(rows.filter { !$0.bead.status.isEnded }.compactMap(\.bead.parent))
        for epic in rows where epic.bead.closeReason == Ending.children.closeReason {
            #expect(!open.contains(epic.id), "\(place): \(epic.id) has an open child, but closed with its last")
        }
    }

    private func checkConvoys(_ town: VerbTown, _ beads: [BeadID: BeadRow], _ place: Comment) throws {
        for convoy in try town.ask(ConvoyList(includeEnded: true, limit: 500)).convoys where convoy.state != .closed {
            for member in convoy.members {
                let bead = beads[member.bead]?.bead
                #expect(member.status == bead?.status, "\(place): \(member.bead) in \(convoy.id)")
                #expect(member.disposition == bead?.disposition, "\(place): \(member.bead) in \(convoy.id)")
            }
        }
    }
}

/// Sends one random command after the other and minds no refusal.
struct RandomPlayer {
    let town: VerbTown
    var random: SeededRandom
    private(set) var carriedOut = 0
    private(set) var tasks = 0
    private var heads = 1000

    init(town: VerbTown, seed: UInt64) {
        self.town = town
        random = SeededRandom(seed: seed)
    }

    mutating func move() {
        town.now = town.now.advanced(by: .seconds(Int.random(in: 0...400, using: &random)))
        do {
            try act(Int.random(in: 0..<18, using: &random))
            carriedOut += 1
        } catch let error as WireError where error.code != .bug {
            // A refusal: the state of things does not allow it.
        } catch {
            Issue.record("\(error)")
        }
    }

    private mutating func act(_ choice: Int) throws {
        switch choice {
        case 0, 1: try create(.task)
        case 2: try create(.epic)
        case 3, 16, 17:
            let type = try pick([.parentChild, .parentChild] + EdgeType.holding)
            let edge = Edge(from: try anyBead(), to: try anyBead(), type: type, gate: try pick(ChildGate.allCases))
            try town.send(EdgeAdd(edge: edge))
        case 4:
            let edge = try pick(try town.detail(try anyBead()).edges.filter { $0.type != .tracks })
            try town.send(EdgeRemove(edge: edge))
        case 5: try town.send(BeadClose(id: try anyBead(), reason: "enough", outcome: try pick(Outcome.allCases)))
        case 6: try town.send(BeadReopen(id: try anyBead(), reason: "again"))
        case 7, 8: try town.send(WorkSling(beads: [try anyBead()], noConvoy: Bool.random(using: &random)))
        case 9: try town.send(WorkUnsling(bead: try anyBead(), reason: "not now"))
        case 10, 11: _ = try town.claimAndRun(try pick(town.texts("SELECT bead FROM dispatch")))
        case 12, 13: try finish()
        case 14: try merge()
        default: try town.endAll()
        }
    }

    private mutating func create(_ type: BeadType) throws {
        let parent = Int.random(in: 0..<3, using: &random) == 0 ? try anyBead() : nil
        let needs = Int.random(in: 0..<4, using: &random) == 0 ? [try anyBead()] : []
        _ = try town.bead(type: type, parent: parent, needs: needs)
        if type == .task { tasks += 1 }
    }

    private mutating func finish() throws {
        let polecats = try town.ask(PolecatList(history: true)).polecats
        let assignment = try pick(polecats.compactMap(\.assignment).filter { $0.state == .running })
        heads += 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try town.send(AssignmentReturn(number: assignment.number, reason: "it died"), as: .witness)
        case 1: try town.done(assignment, try pick(DoneStatus.allCases), head: .test(heads))
        default: try town.done(assignment, head: .test(heads))
        }
    }

    private mutating func merge() throws {
        let request = try pick(try town.ask(MergeList(limit: 500)).requests)
        let tip = request.proof?.tip ?? .test(heads + 5000)
        let proof = LandingProof.test(tip)
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            try town.send(
                MergeReturned(request: request.id, fault: try pick(MergeFault.allCases), reason: "no"), as: .refinery)
        case 1: try town.send(MergeLanding(request: request.id, proof: proof), as: .refinery)
        case 2: try town.send(MergeRequeue(request: request.id, tip: tip, reason: "moved"), as: .refinery)
        default: try town.send(MergeLanded(request: request.id, proof: proof), as: .refinery)
        }
    }

    private mutating func anyBead() throws -> BeadID {
        try pick(town.texts("SELECT id FROM beads WHERE type IN ('task', 'epic', 'gate') ORDER BY id"))
    }

    private mutating func pick(_ texts: [String]) throws -> BeadID {
        guard let text = texts.randomElement(using: &random), let id = BeadID(text) else {
            throw WireError(.notFound, "nothing to pick from")
        }
        return id
    }

    private mutating func pick<Value>(_ values: [Value]) throws -> Value {
        guard let value = values.randomElement(using: &random) else {
            throw WireError(.notFound, "nothing to pick from")
        }
        return value
    }
}

extension VerbTown {
    func texts(_ sql: String) throws -> [String] {
        try database.rows(sql) { (row) throws(SQLiteFailure) in row.text(0) }
    }
}
