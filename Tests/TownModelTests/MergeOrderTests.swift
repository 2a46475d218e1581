import Testing
import TownModel

@Suite("The order of the merge queue")
struct MergeOrderTests {
    let now = Timestamp(milliseconds: 100 * 3_600_000)

    func request(
        _ id: String, priority: Priority = .normal, convoyHours: Int64? = nil, waitingHours: Int64 = 0,
        attempt: Int = 1, state: MergeState = .queued
    ) throws -> MergeRequest {
        let head = try #require(CommitID(String(repeating: "a", count: 40)))
        return MergeRequest(
            id: try #require(BeadID(id)), bead: try #require(BeadID("gt-b")), rig: try #require(RigName("gastown")),
            title: id, assignment: 1, worker: .overseer,
            convoyCreatedAt: convoyHours.map { now.advanced(by: .seconds(-3600 * $0)) }, head: head, base: head,
            target: "main", state: state, attempt: attempt, priority: priority,
            enqueuedAt: now.advanced(by: .seconds(-3600 * waitingHours)))
    }

    @Test(
        "The score is the sum that the design names",
        arguments: [
            (Priority.normal, nil, 0, 1, 1200), (.critical, nil, 0, 1, 1400), (.backlog, nil, 0, 1, 1000),
            (.normal, 5, 0, 1, 1250), (.normal, nil, 7, 1, 1207), (.normal, nil, 0, 2, 1150),
            (.normal, nil, 0, 20, 900), (.high, 2, 3, 3, 1223),
        ] as [(Priority, Int64?, Int64, Int, Int64)])
    func score(_ priority: Priority, _ convoy: Int64?, _ waiting: Int64, _ attempt: Int, _ score: Int64) throws {
        let one = try request(
            "gt-mr-a", priority: priority, convoyHours: convoy, waitingHours: waiting, attempt: attempt)
        #expect(MergeOrder.score(one, at: now) == score)
    }

    @Test("A clock that was set back takes no points off")
    func clockSetBack() throws {
        #expect(MergeOrder.score(try request("gt-mr-a", convoyHours: -3, waitingHours: -3), at: now) == 1200)
    }

    @Test("What is landing comes first, then what is tested, then the highest score, then the oldest, then the id")
    func ordered() throws {
        let requests = [
            try request("gt-mr-d"), try request("gt-mr-c"), try request("gt-mr-old", waitingHours: 0, attempt: 2),
            try request("gt-mr-urgent", priority: .critical), try request("gt-mr-testing", state: .testing),
            try request("gt-mr-landing", priority: .backlog, state: .landing),
            try request("gt-mr-landed", state: .landed),
        ]
        #expect(
            MergeOrder.ordered(requests, at: now).map(\.id.text) == [
                "gt-mr-landing", "gt-mr-testing", "gt-mr-urgent", "gt-mr-c", "gt-mr-d", "gt-mr-old",
            ])
    }

    @Test(
        "The oldest waits for at most two others, whatever their scores",
        arguments: [(0, false), (1, false), (2, true)])
    func oldest(_ passedOver: Int, _ oldestIsNext: Bool) throws {
        let waiting = [
            try request("gt-mr-old", priority: .backlog, waitingHours: 2),
            try request("gt-mr-new", priority: .critical),
        ]
        let next = MergeOrder.next(of: waiting, passedOver: passedOver, at: now)
        #expect(next?.id.text == (oldestIsNext ? "gt-mr-old" : "gt-mr-new"))
    }
}
