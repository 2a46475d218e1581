import RefineryCore
import Testing
import TownModel

@Suite("From a candidate to a proof")
struct GateDecisionTests {
    let candidate = Samples.candidate()
    let id = Samples.id("gt-mr-a")

    /// A Refinery whose gates run.
    func testing(_ request: MergeRequest = Samples.request(), rig: Rig = Samples.rig()) -> State {
        var refinery = State.listed(request, rig: rig)
        _ = refinery.tell(.prepared(id, Samples.built()))
        return refinery
    }

    @Test("Green: the store is asked to write down that it is landing; nothing moves before that")
    func green() {
        var refinery = testing()
        #expect(
            refinery.tell(.gated(candidate, .green(Samples.passed))) == [.sayLanding(candidate, Samples.passed)])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.request(state: .testing))).isEmpty)
        #expect(
            refinery.tell(.requestChanged(Samples.request(state: .landing, proof: Samples.proof)))
                == [.move(Samples.landing())])
    }

    @Test("Red: back to a worker with gate, verdict, commit, excerpt and log")
    func red() {
        var refinery = testing()
        let reason =
            "gate \"test\" failed with exit status 1 on cccccccccc, which is this work merged into main at bbbbbbbbbb\n"
            + "boom"
        #expect(
            refinery.tell(.gated(candidate, Samples.red()))
                == [
                    .sayReturned(id, .failure, reason: reason, log: ".gt/logs/gates/x.log", candidate: candidate)
                ])
    }

    @Test(
        "problem 35: only exit status 0 passes, and a gate that can't run is told to a person",
        arguments: [
            (GateVerdict.missingCommand, true, "its command was not found (exit status 127)"),
            (.notExecutable, true, "its command can't be executed (exit status 126)"),
            (.signalled(9), true, "it was ended by signal 9"),
            (.timedOut(seconds: 600), true, "it was not finished after 600 s and was ended"),
            (.failed(status: 2), false, "failed with exit status 2"),
        ])
    func loud(_ verdict: GateVerdict, _ isLoud: Bool, _ words: String) throws {
        var refinery = testing()
        let effects = refinery.tell(.gated(candidate, Samples.red(verdict)))
        guard case .sayReturned(_, .failure, let reason, _, _) = try #require(effects.first) else {
            Issue.record("not returned: \(effects)")
            return
        }
        #expect(reason.contains(words))
        #expect(effects.escalations.isEmpty == !isLoud)
        #expect(effects.escalations.allSatisfy { $0.text.contains(words) })
    }

    @Test("A verdict on a request that was withdrawn meanwhile concerns nobody, and frees the lane")
    func withdrawnMeanwhile() {
        var refinery = testing()
        let next = Samples.request("gt-mr-b")
        #expect(refinery.tell(.requestChanged(next)).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.request(state: .withdrawn))).isEmpty)
        #expect(
            refinery.tell(.gated(candidate, .green(Samples.passed)))
                == [.prepare(next, hasRemote: true, at: Samples.noon)])
    }

    @Test("Green in a stopped town waits for the thaw")
    func greenWhileStopped() {
        var refinery = testing()
        _ = refinery.tell(.townStopped)
        #expect(refinery.tell(.gated(candidate, .green(Samples.passed))).isEmpty)
        #expect(refinery.tell(.townThawed) == [.sayLanding(candidate, Samples.passed)])
    }

    @Test("Local work is kept when it is green: no landing, no move", arguments: [true, false])
    func local(_ byRig: Bool) {
        let request = Samples.request(mode: byRig ? .merge : .local)
        var refinery = testing(request, rig: Samples.rig(landing: byRig ? .local : .queue))
        #expect(refinery.tell(.gated(candidate, .green(Samples.passed))) == [.sayKept(candidate, Samples.passed)])
    }

    @Test("What the machine's fault is goes back to nobody: it is tried again later")
    func disturbed() {
        var refinery = testing()
        let soon = Samples.noon.advanced(by: .seconds(5))
        #expect(refinery.tell(.gated(candidate, .disturbed(reason: "disk full"))) == [.wake(at: soon)])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(
            refinery.decide(.tick, at: soon) == [.prepare(Samples.request(), hasRemote: true, at: soon)])
    }

    @Test("An outcome of another candidate is ignored")
    func stale() {
        var refinery = testing()
        #expect(refinery.tell(.gated(Samples.candidate(tip: "d"), .green([]))).isEmpty)
        #expect(refinery.lanes["main"]?.work == .testing(candidate))
    }
}
