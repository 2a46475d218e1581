import RefineryCore
import Testing
import TownModel

@Suite("From a proof to a moved target")
struct LandingTests {
    let id = Samples.id("gt-mr-a")
    let landing = Samples.landing()
    let standing = Samples.standing()

    /// A Refinery that moves the target.
    func moving() -> State {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(Samples.built())
        _ = refinery.tell(.gated(Samples.candidate(), .green(Samples.passed)))
        _ = refinery.tell(.requestChanged(standing))
        return refinery
    }

    @Test("Moved: landed, with the proof, and the intent is settled with it")
    func landed() {
        var refinery = moving()
        #expect(
            refinery.tell(.moved(landing, .tried(.containsTip)))
                == [.sayLanded(landing)])
        #expect(refinery.tell(.requestChanged(Samples.request(state: .landed))).isEmpty)
        #expect(refinery.lanes["main"]?.work == .idle)
    }

    @Test("Several land as one: the target moves when the ledger knows of all, and they are free when all have landed")
    func together() {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"))
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        let landing = Samples.landing(stack)
        _ = refinery.tell(Samples.built(stack))
        #expect(
            refinery.tell(.gated(Samples.candidate(stack), .green(Samples.passed))).last == .sayLanding(landing))
        #expect(refinery.tell(.requestChanged(Samples.standing("gt-mr-a", in: landing))).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.standing("gt-mr-b", in: landing))) == [.move(landing)])
        #expect(refinery.tell(.moved(landing, .tried(.containsTip))) == [.sayLanded(landing)])
        _ = refinery.tell(.requestChanged(Samples.request(state: .landed)))
        #expect(refinery.lanes["main"]?.work == .reporting(landing))
        _ = refinery.tell(.requestChanged(Samples.request("gt-mr-b", state: .landed)))
        #expect(refinery.lanes["main"]?.work == .idle)
    }

    @Test("After a crash several that were to land as one are found as one")
    func togetherAfterCrash() {
        let landing = Samples.landing(Samples.stack("gt-mr-a", "gt-mr-b"))
        var refinery = State()
        let standing = [Samples.standing("gt-mr-b", in: landing), Samples.standing("gt-mr-a", in: landing)]
        #expect(refinery.tell(Samples.listing(standing)) == [.guardTargets(["main"]), .locate(landing)])
    }

    @Test("A request that is withdrawn after the landing was proposed takes all of it back")
    func withdrawnWhileProposed() {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"))
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        _ = refinery.tell(Samples.built(stack))
        _ = refinery.tell(.gated(Samples.candidate(stack), .green(Samples.passed)))
        #expect(
            refinery.tell(.requestChanged(Samples.request("gt-mr-b", state: .withdrawn)))
                == [Samples.prepare(Samples.request())])
        #expect(refinery.tell(.refused([id], reason: "gt-mr-b is withdrawn")).isEmpty)
    }

    @Test("The target moved meanwhile: queued again, and built anew when the store says so")
    func requeued() {
        var refinery = moving()
        #expect(
            refinery.tell(.moved(landing, .tried(.elsewhere(Samples.commit("9")))))
                == [.sayRequeued(landing, reason: "main has moved to 9999999999 meanwhile")])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(
            refinery.tell(.requestChanged(Samples.request()))
                == [Samples.prepare(Samples.request())])
    }

    @Test("After a crash the tip in the target has landed and is never stacked again")
    func foundInTarget() {
        var refinery = State()
        #expect(refinery.tell(Samples.listing([standing])) == [.guardTargets(["main"]), .locate(landing)])
        #expect(
            refinery.tell(.located(landing, .containsTip)) == [.sayLanded(landing)])
    }

    @Test("After a crash a target at base is moved again")
    func foundAtBase() {
        var refinery = State.listed(standing)
        #expect(refinery.tell(.located(landing, .atBase)) == [.move(landing)])
    }

    @Test("After a crash a target that is anywhere else drops the intent")
    func foundElsewhere() {
        var refinery = State.listed(standing)
        #expect(
            refinery.tell(.located(landing, .elsewhere(Samples.commit("9"))))
                == [.sayRequeued(landing, reason: "main has moved to 9999999999 meanwhile")])
    }

    @Test("What stands as landing goes before everything else on its target")
    func landingFirst() {
        var refinery = State()
        let urgent = Samples.request("gt-mr-b", priority: .critical)
        #expect(refinery.tell(Samples.listing([urgent, standing])) == [.guardTargets(["main"]), .locate(landing)])
        #expect(refinery.tell(.located(landing, .away(reason: "no route"))).escalations.isEmpty)
        #expect(refinery.tell(.tick).isEmpty)
    }

    @Test("A remote that is away keeps the intent, lands nothing else, is asked less and less, and told once")
    func away() {
        var refinery = State.listed(standing, Samples.request("gt-mr-b", priority: .critical))
        var now = Samples.noon
        var pauses: [Int64] = []
        var told: [Escalation] = []
        for _ in 1...10 {
            let effects = refinery.decide(.located(landing, .away(reason: "no route")), at: now)
            told += effects.escalations
            guard case .wake(let next)? = effects.first else {
                Issue.record("does not try again: \(effects)")
                return
            }
            pauses.append(now.duration(to: next).milliseconds / 1000)
            now = next
            #expect(refinery.decide(.tick, at: now) == [.locate(landing)])
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300])
        #expect(told.map(\.source) == ["remote-away/gastown/main"])
        #expect(refinery.decide(.located(landing, .atBase), at: now) == [.move(landing)])
    }

    @Test("A refused push is tried again and told, with the remote's words")
    func pushRefused() {
        var refinery = moving()
        var now = Samples.noon
        var told: [Escalation] = []
        for _ in 1...3 {
            let effects = refinery.decide(.moved(landing, .refused(reason: "protected branch")), at: now)
            told += effects.escalations
            guard case .wake(let next)? = effects.first else {
                Issue.record("does not try again: \(effects)")
                return
            }
            now = next
            #expect(refinery.decide(.tick, at: now) == [.locate(landing)])
            #expect(refinery.decide(.located(landing, .atBase), at: now) == [.move(landing)])
        }
        #expect(told.count == 1)
        #expect(told.allSatisfy { $0.text.contains("protected branch") })
    }

    @Test("Nothing is moved in a stopped town; what has moved is still reported")
    func stopped() {
        var refinery = State.listed(standing, stopped: true)
        #expect(refinery.lanes["main"]?.work != .locating(landing))
        var frozen = moving()
        _ = frozen.tell(.townStopped)
        #expect(
            frozen.tell(.moved(landing, .tried(.containsTip))) == [.sayLanded(landing)])
        #expect(refinery.tell(.townThawed) == [.locate(landing)])
    }

    @Test("The stop file alone holds a landing back, without a word to anybody")
    func stopFile() {
        var refinery = moving()
        let effects = refinery.tell(.moved(landing, .stopped))
        #expect(effects == [.wake(at: Samples.noon.advanced(by: .seconds(5)))])
    }

    @Test("What the store refuses is looked at again later, from what the store says")
    func refused() {
        var refinery = moving()
        _ = refinery.tell(.moved(landing, .tried(.containsTip)))
        let soon = Samples.noon.advanced(by: .seconds(5))
        #expect(refinery.tell(.refused([id], reason: "no")) == [.wake(at: soon)])
        #expect(refinery.decide(.tick, at: soon) == [.locate(landing)])
    }

    @Test("A clock that was set back does not hold a target for longer than the longest pause")
    func clockSetBack() {
        var refinery = State.listed(standing)
        _ = refinery.tell(.located(landing, .away(reason: "no route")))
        let yesterday = Samples.noon.advanced(by: .seconds(-86_400))
        #expect(refinery.decide(.tick, at: yesterday) == [.locate(landing)])
    }
}
