import RefineryCore
import Testing
import TownModel

@Suite("What the refinery takes next")
struct QueueTests {
    @Test("A request that waits is prepared at once")
    func preparesAtOnce() {
        var refinery = State()
        let request = Samples.request()
        #expect(
            refinery.tell(Samples.listing([request]))
                == [.guardTargets(["main"]), .prepare(request, hasRemote: true, at: Samples.noon)])
        #expect(refinery.lanes["main"]?.work == .preparing(request.id))
    }

    @Test("One request at a time for each target; targets do not wait for each other")
    func oneAtATime() {
        var refinery = State.listed(Samples.request("gt-mr-a"))
        #expect(refinery.tell(.requestChanged(Samples.request("gt-mr-b"))).isEmpty)
        let other = Samples.request("gt-mr-c", target: "stable")
        #expect(refinery.tell(.requestChanged(other)) == [.prepare(other, hasRemote: true, at: Samples.noon)])
    }

    @Test("An event that is told twice changes nothing the second time")
    func idempotent() {
        var refinery = State.listed(Samples.request("gt-mr-a"))
        let event = Event.requestChanged(Samples.request("gt-mr-b"))
        _ = refinery.tell(event)
        let before = refinery
        #expect(refinery.tell(event).isEmpty)
        #expect(refinery == before)
    }

    @Test("The highest score goes first, but the oldest is passed over at most twice")
    func oldestIsNotStarved() {
        let old = Samples.request("gt-mr-old", priority: .backlog, enqueuedSecondsAgo: 600)
        var refinery = State.listed(old, stopped: true)
        var taken: [String] = []
        for number in 1...3 {
            _ = refinery.tell(.townStopped)
            _ = refinery.tell(.requestChanged(Samples.request("gt-mr-\(number)", priority: .critical)))
            for effect in refinery.tell(.townThawed) {
                guard case .prepare(let request, _, _) = effect else { continue }
                taken.append(request.id.text)
                var landed = request
                landed.state = .landed
                _ = refinery.tell(.townStopped)
                _ = refinery.tell(.requestChanged(landed))
            }
        }
        #expect(taken == ["gt-mr-1", "gt-mr-2", "gt-mr-old"])
    }

    @Test(
        "Nothing is built while the town is stopped or the rig not active",
        arguments: [(true, RigState.active), (false, .parked), (false, .removed)])
    func holds(_ stopped: Bool, _ rigState: RigState) {
        var refinery = State()
        let rig = Samples.rig(state: rigState)
        #expect(
            refinery.tell(Samples.listing([Samples.request()], rig: rig, stopped: stopped)) == [.guardTargets(["main"])]
        )
        _ = refinery.tell(.rigChanged(Samples.rig()))
        let effects = refinery.tell(.townThawed)
        #expect(stopped ? effects.count == 1 : refinery.lanes["main"]?.work == .preparing(Samples.id("gt-mr-a")))
    }

    @Test("What was prepared when the town was stopped is not tested")
    func stoppedBetween() {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(.townStopped)
        #expect(refinery.tell(.prepared(Samples.id("gt-mr-a"), Samples.built())).isEmpty)
        #expect(refinery.lanes["main"]?.work == .idle)
    }

    @Test("A request that was withdrawn while it was prepared is forgotten, and the next one is taken")
    func withdrawnWhilePreparing() {
        var refinery = State.listed(Samples.request("gt-mr-a"))
        let next = Samples.request("gt-mr-b")
        _ = refinery.tell(.requestChanged(next))
        #expect(
            refinery.tell(.requestChanged(Samples.request("gt-mr-a", state: .withdrawn)))
                == [.prepare(next, hasRemote: true, at: Samples.noon)])
        #expect(refinery.tell(.prepared(Samples.id("gt-mr-a"), Samples.built())).isEmpty)
    }
}
