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
                == [.guardTargets(["main"]), Samples.prepare(request)])
        #expect(refinery.lanes["main"]?.work == .preparing([request.id]))
    }

    @Test("One stack at a time for each target; targets do not wait for each other")
    func oneAtATime() {
        var refinery = State.listed(Samples.request("gt-mr-a"))
        #expect(refinery.tell(.requestChanged(Samples.request("gt-mr-b"))).isEmpty)
        let other = Samples.request("gt-mr-c", target: "stable")
        #expect(refinery.tell(.requestChanged(other)) == [Samples.prepare(other, target: "stable")])
    }

    @Test("What has queued meanwhile is the next stack, four at first, by score")
    func batch() {
        var refinery = State.listed(stopped: true)
        let requests = (1...6).map {
            Samples.request("gt-mr-\($0)", priority: $0 == 6 ? .critical : .normal, enqueuedSecondsAgo: Int64(100 - $0))
        }
        for request in requests { _ = refinery.tell(.requestChanged(request)) }
        #expect(
            refinery.tell(.townThawed)
                == [Samples.prepare(requests[5], requests[0], requests[1], requests[2])])
    }

    @Test("The next stack is one larger after a green first look at a full one, half as large after a red one")
    func adapts() {
        var refinery = State.listed()
        var limits: [Int] = []
        for green in [true, true, false, false, true, false, false] {
            let stack = stack(of: refinery.lanes["main"]?.limit ?? 4)
            _ = refinery.tell(.townStopped)
            for id in stack.requests { _ = refinery.tell(.requestChanged(Samples.request(id.text))) }
            _ = refinery.tell(.townThawed)
            _ = refinery.tell(Samples.built(stack))
            _ = refinery.tell(.gated(Samples.candidate(stack), green ? .green(Samples.passed) : Samples.red()))
            limits.append(refinery.lanes["main"]?.limit ?? 0)
            for id in stack.requests { _ = refinery.tell(.requestChanged(Samples.request(id.text, state: .withdrawn))) }
            refinery.lanes["main"]?.runs = []
            refinery.book = VerdictBook([Samples.green(Samples.commit("a"))], [])
        }
        #expect(limits == [5, 6, 3, 1, 2, 1, 1])
    }

    private func stack(of height: Int) -> Stack {
        var stack = Samples.stack()
        stack.layers = (1...height).map {
            Layer(request: Samples.id("gt-mr-\($0)"), tip: Samples.commit($0), tree: Samples.commit(1000 + $0))
        }
        return stack
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
        var refinery = State.listed(old, rig: Samples.rig(batchMax: 1), stopped: true)
        var taken: [String] = []
        for number in 1...3 {
            _ = refinery.tell(.townStopped)
            _ = refinery.tell(.requestChanged(Samples.request("gt-mr-\(number)", priority: .critical)))
            for effect in refinery.tell(.townThawed) {
                guard case .prepare(let requests, _, _, _, _) = effect, var request = requests.first else { continue }
                taken.append(request.id.text)
                request.state = .landed
                _ = refinery.tell(.townStopped)
                _ = refinery.tell(.requestChanged(request))
                _ = refinery.tell(Samples.built(Samples.stack(request.id.text)))
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
        #expect(stopped ? effects.count == 1 : refinery.lanes["main"]?.work == .preparing([Samples.id("gt-mr-a")]))
    }

    @Test("What was prepared when the town was stopped is not tested")
    func stoppedBetween() {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(.townStopped)
        #expect(refinery.tell(Samples.built()).isEmpty)
        #expect(refinery.lanes["main"]?.work == .idle)
    }

    @Test("A stack with a request that was withdrawn while it was built is built anew without it")
    func withdrawnWhilePreparing() {
        let next = Samples.request("gt-mr-b")
        var refinery = State.listed(Samples.request("gt-mr-a"), next)
        #expect(refinery.tell(.requestChanged(Samples.request("gt-mr-a", state: .withdrawn))).isEmpty)
        #expect(refinery.tell(Samples.built(Samples.stack("gt-mr-a", "gt-mr-b"))) == [Samples.prepare(next)])
    }

    @Test("What comes in while others are tested is looked at once, and a conflict is told before its turn")
    func firstLook() {
        var refinery = State.listed(Samples.request("gt-mr-a"))
        _ = refinery.tell(Samples.built())
        let next = Samples.request("gt-mr-b")
        #expect(refinery.tell(.requestChanged(next)) == [.check(next, at: Samples.noon)])
        #expect(refinery.tell(.requestChanged(next)).isEmpty)
        let base = Samples.commit("b")
        #expect(
            refinery.tell(.checked(next.id, .conflict(files: ["f"], base: base)))
                == [.sayReturned(next.id, .conflict, reason: "conflicts with main at bbbbbbbbbb in f", log: nil)])
        #expect(refinery.tell(.checked(next.id, .conflict(files: ["f"], base: base))).isEmpty)
    }

    @Test("What is only to be kept is tested on the target alone", arguments: [true, false])
    func keptAlone(_ first: Bool) {
        var refinery = State.listed(stopped: true)
        let local = Samples.request("gt-mr-a", mode: .local, priority: first ? .critical : .low)
        let others = [Samples.request("gt-mr-b"), Samples.request("gt-mr-c")]
        for request in [local] + others { _ = refinery.tell(.requestChanged(request)) }
        #expect(
            refinery.tell(.townThawed)
                == [first ? Samples.prepare(local) : Samples.prepare(others[0], others[1])])
    }
}
