import RefineryCore
import Testing
import TownModel

@Suite("A queue that people hold, and what they put first")
struct HeldQueueTests {
    private func rig(held: Bool) -> Rig {
        var rig = Samples.rig()
        if held { rig.queueHold = QueueHold(by: .overseer, since: Samples.noon) }
        return rig
    }

    @Test("Nothing is built while it is held, also after a restart; then it goes on")
    func building() {
        var refinery = State()
        let request = Samples.request()
        #expect(refinery.tell(Samples.listing([request], rig: rig(held: true))) == [.guardTargets(["main"])])
        #expect(refinery.tell(.tick).isEmpty)
        #expect(refinery.tell(.rigChanged(rig(held: false))) == [Samples.prepare(request)])
    }

    @Test("What was prepared when it was held is not tested")
    func prepared() {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(.rigChanged(rig(held: true)))
        #expect(refinery.tell(Samples.built()).isEmpty)
        #expect(refinery.lanes["main"]?.work == .idle)
    }

    @Test("A run under way may finish, its verdict is told and waits")
    func verdict() throws {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(Samples.built())
        _ = refinery.tell(.rigChanged(rig(held: true)))
        let effects = refinery.tell(.gated(Samples.candidate(), .green(Samples.passed)))
        #expect(effects == [.sayJudged(Samples.candidate(), Samples.run(Samples.candidate()))])
        #expect(refinery.tell(.rigChanged(rig(held: false))) == [.sayLanding(Samples.landing())])
    }

    @Test("A red verdict sends nobody back and tests nothing anew while it is held")
    func red() {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"))
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        _ = refinery.tell(Samples.built(stack))
        _ = refinery.tell(.rigChanged(rig(held: true)))
        let effects = refinery.tell(.gated(Samples.candidate(stack), Samples.red()))
        #expect(effects.count == 1)
        let resumed = refinery.tell(.rigChanged(rig(held: false)))
        #expect(resumed.contains { if case .test = $0 { true } else { false } })
    }

    @Test("What is landing is finished: proposed before, or left by a crash")
    func landing() {
        let landing = Samples.landing()
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(Samples.built())
        _ = refinery.tell(.gated(Samples.candidate(), .green(Samples.passed)))
        _ = refinery.tell(.rigChanged(rig(held: true)))
        #expect(refinery.tell(.requestChanged(Samples.standing())) == [.move(landing)])
        #expect(refinery.tell(.moved(landing, .tried(.containsTip))) == [.sayLanded(landing)])
        var other = State()
        let listed = other.tell(Samples.listing([Samples.standing()], rig: rig(held: true)))
        #expect(listed.contains { if case .locate = $0 { true } else { false } })
        guard case .locating(let found) = other.lanes["main"]?.work else {
            Issue.record("the landing is not looked for")
            return
        }
        #expect(other.tell(.located(found, .atBase)) == [.move(found)])
    }

    @Test("What was put first is taken first, the last one before the others, and then the oldest that was passed over")
    func fronted() {
        var first = Samples.request("gt-mr-1", priority: .backlog)
        first.fronted = Samples.noon.advanced(by: .seconds(-20))
        var second = Samples.request("gt-mr-2", priority: .backlog)
        second.fronted = Samples.noon.advanced(by: .seconds(-10))
        let urgent = Samples.request("gt-mr-3", priority: .critical)
        let old = Samples.request("gt-mr-old", priority: .backlog, enqueuedSecondsAgo: 600)
        var refinery = State.listed(urgent, old, first, second, stopped: true)
        #expect(refinery.tell(.townThawed) == [Samples.prepare(second, first, urgent, old)])

        var starved = State.listed(urgent, old, first, stopped: true)
        starved.lanes["main", default: Lane()].oldest = old.id
        starved.lanes["main"]?.passedOver = MergeOrder.passedOverMax
        #expect(starved.tell(.townThawed) == [Samples.prepare(first, old, urgent)])
    }

    @Test("Somebody who wants it tried ends the rest after trouble")
    func urged() {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(.prepared(target: "main", .away(reason: "no route")))
        #expect(refinery.tell(.tick).isEmpty)
        #expect(refinery.tell(.urged(Samples.id("gt-mr-a"))) == [Samples.prepare(Samples.request())])
        #expect(refinery.tell(.urged(Samples.id("gt-mr-nobody"))).isEmpty)
    }
}
