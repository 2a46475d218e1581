import RefineryCore
import Testing
import TownModel

@Suite("From a stack to a proof")
struct GateDecisionTests {
    let candidate = Samples.candidate()
    let id = Samples.id("gt-mr-a")

    /// A Refinery whose gates run, on a target that has passed them.
    func testing(_ request: MergeRequest = Samples.request(), rig: Rig = Samples.rig()) -> State {
        var refinery = State.listed(request, rig: rig)
        _ = refinery.tell(Samples.built())
        return refinery
    }

    /// Red until the one at the bottom goes back.
    func returned(_ refinery: inout State, _ report: GateReport) -> [Effect] {
        var run = 0
        while run < 10 {
            let effects = refinery.tell(.gated(Samples.candidate(run: run), report))
            guard case .test(let next)? = effects.last else { return effects }
            run = next.run
        }
        return []
    }

    @Test("Green: the store is asked to write down that it is landing; nothing moves before that")
    func green() {
        var refinery = testing()
        #expect(
            refinery.tell(.gated(candidate, .green(Samples.passed)))
                == [.sayJudged(candidate, Samples.run(candidate)), .sayLanding(Samples.landing())])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.request(state: .testing))).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.standing())) == [.move(Samples.landing())])
    }

    @Test("Red is confirmed on the target that is known to be good; then back with gate, commit, excerpt and log")
    func red() {
        var refinery = testing()
        let again = Samples.candidate(run: 1)
        #expect(
            refinery.tell(.gated(candidate, Samples.red()))
                == [
                    .sayJudged(candidate, Samples.run(candidate, red: Samples.failed)), .sayTesting(again),
                    .test(again),
                ])
        let reason =
            "gate \"test\" failed with exit status 1 on cccccccccc, which is this work merged into main at bbbbbbbbbb\n"
            + "boom"
        #expect(
            refinery.tell(.gated(again, Samples.red()))
                == [
                    .sayJudged(again, Samples.run(again, red: Samples.failed)),
                    .sayReturned(id, .failure, reason: reason, log: ".gt/logs/gates/x.log"),
                ])
    }

    @Test("Red, then green on the same content: a flake, and it lands")
    func flake() {
        var refinery = testing()
        _ = refinery.tell(.gated(candidate, Samples.red()))
        let again = Samples.candidate(run: 1)
        #expect(refinery.tell(.gated(again, .green(Samples.passed))).last == .sayLanding(Samples.landing()))
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
        let effects = returned(&refinery, Samples.red(verdict))
        let reasons = effects.compactMap {
            if case .sayReturned(_, .failure, let reason, _) = $0 { reason } else { nil }
        }
        #expect(try #require(reasons.first).contains(words))
        #expect(effects.escalations.isEmpty == !isLoud)
        #expect(effects.escalations.allSatisfy { $0.text.contains(words) })
    }

    @Test("A stack with a request that was withdrawn is built anew without it; two runs never go on at once")
    func withdrawnMeanwhile() {
        var refinery = testing()
        let next = Samples.request("gt-mr-b")
        #expect(refinery.tell(.requestChanged(next)) == [.check(next, at: Samples.noon)])
        #expect(refinery.tell(.requestChanged(Samples.request(state: .withdrawn))) == [Samples.prepare(next)])
        let stack = Samples.stack("gt-mr-b")
        #expect(refinery.tell(Samples.built(stack)).isEmpty, "the gates still run on the one that was withdrawn")
        let judged = refinery.tell(.gated(candidate, Samples.red()))
        #expect(judged.count == 3)
        // What was said of the same content by the run that nobody waited for counts.
        #expect(judged.last == .test(Candidate(stack: stack, run: 0, gates: [Samples.test])))
    }

    @Test("Green in a stopped town waits for the thaw")
    func greenWhileStopped() {
        var refinery = testing()
        _ = refinery.tell(.townStopped)
        #expect(
            refinery.tell(.gated(candidate, .green(Samples.passed)))
                == [.sayJudged(candidate, Samples.run(candidate))])
        #expect(refinery.tell(.townThawed) == [.sayLanding(Samples.landing())])
    }

    @Test("Local work is kept when it is green: no landing, no move", arguments: [true, false])
    func local(_ byRig: Bool) {
        let request = Samples.request(mode: byRig ? .merge : .local)
        var refinery = testing(request, rig: Samples.rig(landing: byRig ? .local : .queue))
        #expect(
            refinery.tell(.gated(candidate, .green(Samples.passed))).last == .sayKept(id, Samples.proof))
    }

    @Test("What the machine's fault is goes back to nobody: it is tried again later")
    func disturbed() {
        var refinery = testing()
        let soon = Samples.noon.advanced(by: .seconds(5))
        #expect(refinery.tell(.gated(candidate, .disturbed(reason: "disk full"))) == [.wake(at: soon)])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(refinery.decide(.tick, at: soon) == [Samples.prepare(Samples.request(), at: soon)])
    }

    @Test("An outcome of a run that nobody began is ignored")
    func stale() {
        var refinery = testing()
        #expect(refinery.tell(.gated(Samples.candidate(run: 7), .green([]))).isEmpty)
        #expect(refinery.lanes["main"]?.work == .trying(Samples.stack("gt-mr-a")))
    }

    @Test("A verdict of gates that the rig has no more proves nothing: the new ones run")
    func otherGates() {
        var refinery = testing()
        let lint = Gate(name: "lint", command: "make lint")
        let rebuilt = refinery.tell(.rigChanged(Samples.rig(gates: [lint])))
        #expect(rebuilt == [Samples.prepare(Samples.request())])
        #expect(refinery.tell(Samples.built()).isEmpty)
        let next = Candidate(stack: Samples.stack("gt-mr-a"), run: 0, gates: [lint])
        #expect(refinery.tell(.gated(candidate, .green(Samples.passed))) == [.sayTesting(next), .test(next)])
    }

    @Test("Content that has passed before a crash is not tested again")
    func remembered() {
        var refinery = State.listed(Samples.request(), verdicts: [Samples.green(Samples.commit("e"))])
        #expect(refinery.tell(Samples.built()).count == 1)
        guard case .proposed(let landing)? = refinery.lanes["main"]?.work else {
            Issue.record("not proposed")
            return
        }
        #expect(landing.requests == [id])
    }
}
