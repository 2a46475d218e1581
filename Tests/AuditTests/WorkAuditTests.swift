import Audit
import Testing
import TownModel
import Wire

/// The book of work from events that are made up: what adds up, and what is found when it does not. That it adds up in towns
/// under faults, and agrees with their ledgers, is the simulator's to show.
@Suite("Work is added up from the log")
struct WorkAuditTests {
    @Test("made, landed, kept, ended, deleted, open: each once")
    func even() throws {
        var log = try Log()
        for number in 1...6 { try log.create(number) }
        try log.create(7, type: .epic)
        try log.land(1)
        try log.land(2, mode: .local)
        try log.status(3, .closed)
        try log.status(4, .tombstone)
        try log.submit(5)
        #expect(log.audit.doubts == [])
        let balance = log.audit.balance
        #expect(balance.made == 6 && balance.before == 0)
        #expect(balance.landed == 1 && balance.kept == 1 && balance.ended == 1 && balance.deleted == 1)
        #expect(balance.open == 2 && balance.isEven)
        #expect(log.audit.balance(of: RigName("web")) == balance)
        #expect(log.audit.balance(of: RigName("api")).came == 0)
    }

    @Test("what was reopened after its landing is open, and lands again")
    func reopened() throws {
        var log = try Log()
        try log.create(1)
        try log.land(1)
        try log.status(1, .open)
        #expect(log.audit.doubts == [] && log.audit.balance.open == 1 && log.audit.balance.landed == 0)
        try log.land(1, request: 9)
        #expect(log.audit.doubts == [] && log.audit.balance.landed == 1 && log.audit.balance.isEven)
    }

    @Test("what contradicts itself is named")
    func doubts() throws {
        func found(_ tell: (inout Log) throws -> Void) throws -> [String] {
            var log = try Log()
            try log.create(1)
            try tell(&log)
            return log.audit.doubts.map(\.what)
        }
        #expect(try found { try $0.request(1, .landed) } == ["it landed, and is not closed"])
        #expect(
            try found {
                try $0.land(1)
                try $0.request(1, .landed, request: 9)
            } == ["it landed 2 times"])
        #expect(try found { try $0.status(1, .submitted) } == ["it was handed in, and is in no merge queue"])
        #expect(
            try found {
                try $0.submit(1)
                try $0.status(1, .closed)
            } == ["it has ended, and web-mr-1 is still to land"])
        #expect(
            try found {
                try $0.submit(1)
                try $0.status(1, .open)
            } == ["it is on its way, and web-1 is open"])
        #expect(
            try found {
                try $0.submit(1)
                try $0.request(1, .queued, request: 9)
            } == ["2 of its requests are on their way at once"])
        #expect(
            try found {
                try $0.attempt(1, number: 1, .running)
                try $0.attempt(1, number: 2, .claimed)
            } == ["2 workers are at it at once"])
        #expect(
            try found {
                try $0.attempt(1, number: 1, .running)
                try $0.status(1, .closed)
            } == ["it has ended, and web/polecats/nux works at it"])
    }

    @Test("a landing that counts twice makes the sum uneven")
    func uneven() throws {
        var log = try Log()
        try log.create(1)
        try log.request(1, .landed)
        #expect(log.audit.balance.came == 1 && log.audit.balance.went == 2)
    }

    @Test("convoys: landed with open work, or open with none left")
    func convoys() throws {
        var log = try Log()
        try log.create(1)
        try log.convoy([1], .landed)
        #expect(log.audit.doubts.map(\.what) == ["it has landed, and web-1 is open"])
        try log.land(1)
        #expect(log.audit.doubts == [])
        try log.convoy([1], .open)
        #expect(log.audit.doubts.map(\.what) == ["all that it drives has ended, and it has not landed"])
        #expect(log.audit.knownConvoys.map { log.audit.balance(of: $0).landed } == [1])
    }

    @Test("the ledger is held against its log, and work that the log does not tell of is counted as it has it")
    func ledger() throws {
        var log = try Log()
        try log.create(1)
        try log.submit(1)
        let now = Timestamp(milliseconds: 0)
        func bead(_ number: Int, _ status: BeadStatus) throws -> Bead {
            Bead(
                id: try Log.bead(number), rig: RigName("web"), title: "t", status: status, createdAt: now,
                createdBy: "overseer", updatedAt: now)
        }
        let rows = LedgerRows(
            beads: [try bead(1, .open), try bead(2, .closed)], requests: [try Log.request(1, .testing)], convoys: [])
        #expect(
            log.audit.differences(from: rows).map(\.what) == [
                "the ledger says open, its log submitted", "the ledger says testing, its log queued",
            ])
        let empty = LedgerRows(beads: [], requests: [], convoys: [])
        #expect(
            log.audit.differences(from: empty).map(\.what) == ["the log tells of it, and the ledger does not have it"])
        var whole = log.audit
        whole.add(rows)
        #expect(whole.balance.made == 1 && whole.balance.before == 1 && whole.balance.ended == 1)
        #expect(whole.balance.isEven)
    }
}

/// Events in their order, as a store of one rig would tell them.
private struct Log {
    var audit = WorkAudit()
    private var sequence: Int64 = 0
    private static let at = Timestamp(milliseconds: 1_800_000_000_000)
    private let rig: RigName
    private let worker: Address

    init() throws {
        rig = try #require(RigName("web"))
        worker = try #require(Address("web/polecats/nux"))
    }

    static func bead(_ number: Int) throws -> BeadID { try #require(BeadID("web-\(number)")) }

    static func request(
        _ number: Int, _ state: MergeState, request: Int? = nil, mode: MergeMode = .merge
    ) throws -> MergeRequest {
        let commit = try #require(CommitID(String(repeating: "a", count: 40)))
        return MergeRequest(
            id: try #require(BeadID("web-mr-\(request ?? number)")), bead: try bead(number),
            rig: try #require(RigName("web")), title: "t", assignment: Int64(number),
            worker: try #require(Address("web/polecats/nux")), head: commit, base: commit, target: "main",
            mergeMode: mode,
            state: state, enqueuedAt: at)
    }

    mutating func create(_ number: Int, type: BeadType = .task) throws {
        try tell(
            .beadCreated,
            EventData(
                bead: BeadChange(
                    id: try Self.bead(number), title: "t", type: type, version: 1,
                    fields: ["status": FieldChange(old: nil, new: "\"open\"")])))
    }

    mutating func status(_ number: Int, _ status: BeadStatus) throws {
        try tell(
            status.isEnded ? .beadClosed : .beadChanged,
            EventData(
                bead: BeadChange(
                    id: try Self.bead(number), title: "t", type: .task, version: 2,
                    fields: ["status": FieldChange(old: nil, new: "\"\(status.rawValue)\"")])))
    }

    mutating func request(
        _ number: Int, _ state: MergeState, request: Int? = nil, mode: MergeMode = .merge
    ) throws {
        try tell(
            .requestSubmitted, EventData(request: try Self.request(number, state, request: request, mode: mode)))
    }

    mutating func submit(_ number: Int, request: Int? = nil, mode: MergeMode = .merge) throws {
        try self.request(number, .queued, request: request, mode: mode)
        try status(number, .submitted)
    }

    mutating func land(_ number: Int, request: Int? = nil, mode: MergeMode = .merge) throws {
        try submit(number, request: request, mode: mode)
        try self.request(number, .landed, request: request, mode: mode)
        try status(number, .closed)
    }

    mutating func attempt(_ number: Int, number attempt: Int64, _ state: AssignmentState) throws {
        let assignment = Assignment(
            number: attempt, bead: try Self.bead(number), rig: rig, agent: worker, state: state,
            incarnation: Incarnation(number: attempt), preset: "script",
            worktree: "w", branch: "b", target: "main", claimedAt: Self.at)
        try tell(.assignmentClaimed, EventData(assignment: assignment))
    }

    mutating func convoy(_ numbers: [Int], _ state: ConvoyState) throws {
        let members = try numbers.map {
            ConvoyMember(
                bead: try Self.bead($0), rig: rig, title: "t", status: .open, disposition: .ready, priority: .normal)
        }
        try tell(
            .convoyChanged,
            EventData(
                convoy: Convoy(
                    id: try #require(BeadID("hq-cv-1")), title: "c", state: state, owner: .overseer, members: members,
                    createdAt: Self.at)))
    }

    private mutating func tell(_ kind: EventKind, _ data: EventData) throws {
        sequence += 1
        audit.take(
            TownEvent(
                sequence: sequence, previous: sequence - 1, epoch: 1, stream: .rig(rig), kind: kind, subject: "s",
                time: Self.at, actor: .overseer, cause: "c", data: data))
    }
}
