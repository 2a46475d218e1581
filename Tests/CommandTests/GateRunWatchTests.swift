import Testing
import TownModel
import Wire

@testable import gt

/// When a run of the gates is over, and which of several is meant.
@Suite struct GateRunWatchTests {
    private static func request(_ id: String, _ run: String?, _ state: MergeState = .testing) throws -> MergeRequest {
        MergeRequest(
            id: try #require(BeadID(id)), bead: try #require(BeadID("web-1")), rig: try #require(RigName("web")),
            title: "One", assignment: 1, worker: try #require(Address("web/polecats/ash")),
            head: try TestQueue.commit(1), base: try TestQueue.commit(2), target: "main", state: state,
            enqueuedAt: Timestamp(milliseconds: 0), log: run.map { GateLogFile.pattern(run: $0) })
    }

    private static func event(
        _ kind: EventKind, _ sequence: Int64, cause: String = "x", request: MergeRequest? = nil, red: String? = nil
    ) throws -> TownEvent {
        var data = EventData()
        data.request = request
        if let red {
            data.run = GateRun(
                target: "main", base: try TestQueue.commit(1), tip: try TestQueue.commit(2),
                tree: try TestQueue.commit(3), requests: [], results: [],
                red: GateRed(gate: red, sentence: "", isLoud: false, excerpt: "", log: ""),
                judgedAt: Timestamp(milliseconds: 0))
        }
        return TownEvent(
            sequence: sequence, previous: 0, epoch: 1, stream: .rig(try #require(RigName("web"))), kind: kind,
            subject: "x", time: Timestamp(milliseconds: 0), actor: .overseer, cause: cause, data: data)
    }

    @Test("its own verdict ends it, whenever that was told; another's does not")
    func judged() throws {
        var watch = GateRunWatch(run: "r-1", requests: [try #require(BeadID("web-mr-1"))], at: 10)
        #expect(watch.take(try Self.event(.gatesPassed, 11, cause: "judged/r-10")) == nil)
        #expect(watch.take(try Self.event(.gateFlaked, 11, cause: "judged/r-1")) == nil)
        #expect(watch.take(try Self.event(.gatesPassed, 9, cause: "judged/r-1")) == .green)
        #expect(watch.take(try Self.event(.gatesFailed, 12, cause: "judged/r-1", red: "lint")) == .red("lint"))
    }

    @Test("it is over when all of its requests have left it since, or are in another run")
    func left() throws {
        let ids = try ["web-mr-1", "web-mr-2"].map { try #require(BeadID($0)) }
        var watch = GateRunWatch(run: "r-1", requests: Set(ids), at: 10)
        #expect(
            watch.take(try Self.event(.requestWithdrawn, 9, request: Self.request("web-mr-1", "r-1", .withdrawn)))
                == nil)
        #expect(watch.take(try Self.event(.requestUrged, 11, request: Self.request("web-mr-1", "r-1"))) == nil)
        #expect(watch.take(try Self.event(.requestTesting, 12, request: Self.request("web-mr-1", "r-2"))) == nil)
        #expect(watch.take(try Self.event(.requestTesting, 12, request: Self.request("web-mr-3", "r-2"))) == nil)
        #expect(
            watch.take(try Self.event(.requestWithdrawn, 13, request: Self.request("web-mr-2", "r-1", .withdrawn)))
                == .abandoned)
    }

    @Test("under way goes before over, what was written last before the rest, what has not written yet before all")
    func choice() throws {
        let over = try Self.request("web-mr-1", "r-1", .landed)
        let one = try Self.request("web-mr-2", "r-2")
        let two = try Self.request("web-mr-3", "r-3")
        let moment = Timestamp(milliseconds: 5)
        let written = ["r-1": moment.advanced(by: .seconds(9)), "r-2": moment.advanced(by: .seconds(1)), "r-3": moment]
        let found = try #require(GateRunSight.Choice([over, one, two], written: written))
        #expect(found.run == "r-2" && found.isUnderWay && found.requests == [one] && found.others == [two.id])
        #expect(GateRunSight.Choice([over, one, two], written: ["r-2": moment])?.run == "r-3")
        let last = try #require(GateRunSight.Choice([over, Self.request("web-mr-4", nil, .queued)], written: written))
        #expect(last.run == "r-1" && !last.isUnderWay && last.others == [])
        #expect(GateRunSight.Choice([try Self.request("web-mr-4", nil, .queued)], written: written) == nil)
    }
}
