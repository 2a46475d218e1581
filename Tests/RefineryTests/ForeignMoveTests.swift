import RefineryCore
import Testing
import TownModel

@Suite("A target that others move, in a rig that holds its queue for it")
struct ForeignMoveTests {
    private func rig(accepted: TargetMove? = nil, held: QueueHold? = nil, state: RigState = .active) -> Rig {
        var rig = Samples.rig(state: state)
        rig.settings.queue.foreignMoves = .hold
        if let accepted { rig.accept(accepted) }
        rig.queueHold = held
        return rig
    }

    private func move(from: Character = "1", to: Character = "b", rewritten: Bool = false) -> TargetMove {
        TargetMove(target: "main", from: Samples.commit(from), to: Samples.commit(to), rewritten: rewritten)
    }

    private func seen(_ move: TargetMove, aside: [BeadID: Finding] = [:]) -> Event {
        .prepared(
            target: "main", .seen(Sight(foreignMove: move, stack: Samples.stack("gt-mr-a"), aside: aside)))
    }

    private func hold(_ move: TargetMove) -> QueueHold {
        QueueHold(by: .refinery(Samples.rigName), since: Samples.noon, reason: move.sentence, move: move)
    }

    @Test(
        "Nothing is tested, landed or sent back: the store is asked to hold the queue, once", arguments: [false, true])
    func asked(rewritten: Bool) {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"), rig: rig())
        let move = move(rewritten: rewritten)
        let conflict = [Samples.id("gt-mr-b"): Finding.conflict(files: ["f"], base: Samples.commit("b"))]
        #expect(refinery.tell(seen(move, aside: conflict)) == [.sayHeld(move, at: Samples.noon)])
        #expect(refinery.tell(.tick).isEmpty && refinery.tell(seen(move)).isEmpty)
        #expect(refinery.tell(.requestChanged(Samples.request("gt-mr-c"))).isEmpty)
        #expect(refinery.tell(.rigChanged(rig(held: hold(move)))).isEmpty)
        #expect(refinery.tell(.tick).isEmpty && refinery.lanes["main"]?.work == .idle)
    }

    @Test("Resumed, it looks anew and goes on from that very move; all that was taken is there, in its order")
    func resumed() {
        let requests = [Samples.request(), Samples.request("gt-mr-b")]
        var refinery = State.listed(requests[0], requests[1], rig: rig())
        let move = move()
        _ = refinery.tell(seen(move))
        _ = refinery.tell(.rigChanged(rig(held: hold(move))))
        #expect(
            refinery.tell(.rigChanged(rig(accepted: move))) == [Samples.prepare(requests[0], requests[1])])
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        let effects = refinery.tell(.prepared(target: "main", .seen(Sight(foreignMove: move, stack: stack))))
        #expect(effects == [.sayTesting(Samples.candidate(stack)), .test(Samples.candidate(stack))])
    }

    @Test("Killed and started again it knows from its listing what was accepted, and what is held")
    func restarted() {
        let move = move()
        var held = State.listed(Samples.request(), rig: rig(held: hold(move)))
        #expect(held.lanes["main"]?.work ?? .idle == .idle)
        #expect(held.tell(.tick).isEmpty)
        var accepted = State.listed(Samples.request(), rig: rig(accepted: move))
        _ = accepted.tell(seen(move))
        #expect(accepted.lanes["main"]?.work == .trying(Samples.stack("gt-mr-a")))
        // Before the store has heard of it: it is seen, and asked for, again.
        var unheard = State.listed(Samples.request(), rig: rig())
        #expect(unheard.tell(seen(move)) == [.sayHeld(move, at: Samples.noon)])
    }

    @Test("A further move, and the same commit after another landing, are not accepted with it")
    func further() {
        let accepted = move()
        for other in [move(to: "c"), move(from: "2"), move(from: "b", to: "1", rewritten: true)] {
            var refinery = State.listed(Samples.request(), rig: rig(accepted: accepted))
            #expect(refinery.tell(seen(other)) == [.sayHeld(other, at: Samples.noon)])
        }
        var rig = rig(accepted: accepted)
        rig.accept(TargetMove(target: "next", from: accepted.from, to: accepted.to, rewritten: false))
        #expect(rig.accepts(accepted) && rig.acceptedMoves?.count == 2)
        rig.accept(move(to: "c"))
        #expect(!rig.accepts(accepted) && rig.acceptedMoves?.count == 2)
    }

    @Test("A queue that a person holds already is not asked to be held; when he resumes it, it is")
    func personal() {
        let request = Samples.request()
        var refinery = State.listed(request, rig: rig())
        let own = QueueHold(by: .overseer, since: Samples.noon, reason: "release")
        _ = refinery.tell(.rigChanged(rig(held: own)))
        #expect(refinery.tell(seen(move())).isEmpty)
        #expect(refinery.tell(.rigChanged(rig())) == [Samples.prepare(request)])
        #expect(refinery.tell(seen(move())) == [.sayHeld(move(), at: Samples.noon)])
    }

    @Test("In a stopped town or a parked rig nothing is said: it is seen again afterwards")
    func stopped() {
        let request = Samples.request()
        var refinery = State.listed(request, rig: rig())
        _ = refinery.tell(.townStopped)
        #expect(refinery.tell(seen(move())).isEmpty)
        #expect(refinery.tell(.townThawed) == [Samples.prepare(request)])
        _ = refinery.tell(.rigChanged(rig(state: .parked)))
        #expect(refinery.tell(seen(move())).isEmpty)
        #expect(refinery.tell(.rigChanged(rig())) == [Samples.prepare(request)])
    }

    @Test("A row from before the hold has it asked for again; accepted meanwhile, or set to accept, it goes on")
    func crossed() {
        let request = Samples.request()
        var refinery = State.listed(request, rig: rig())
        _ = refinery.tell(seen(move()))
        #expect(refinery.tell(.rigChanged(rig())) == [Samples.prepare(request)])
        #expect(refinery.tell(seen(move())) == [.sayHeld(move(), at: Samples.noon)])
        #expect(refinery.tell(.rigChanged(Samples.rig())) == [Samples.prepare(request)])
        _ = refinery.tell(seen(move()))
        #expect(refinery.lanes["main"]?.work == .trying(Samples.stack("gt-mr-a")))
    }

    @Test("What the store refuses is tried again, and told to a person when that lasts")
    func refused() {
        var refinery = State.listed(Samples.request(), rig: rig())
        var now = Samples.noon
        var told: [Escalation] = []
        for _ in 1...Limits.triesBeforeTelling {
            #expect(refinery.decide(seen(move()), at: now) == [.sayHeld(move(), at: Samples.noon)])
            told += refinery.decide(.holdRefused(target: "main", reason: "no"), at: now).escalations
            now = now.advanced(by: Limits.retryMax)
            let effects = refinery.decide(.tick, at: now)
            #expect(effects == [Samples.prepare(Samples.request(), at: now)])
        }
        #expect(told.map(\.source) == ["store-refused/gastown/main"])
        #expect(refinery.tell(.holdRefused(target: "main", reason: "late")).isEmpty)
    }

    @Test("The moves are told as sentences")
    func sentences() {
        #expect(
            move().sentence
                == "somebody else moved main from 1111111111, where the last landing left it, to bbbbbbbbbb, on top of it"
        )
        #expect(move(rewritten: true).sentence.hasSuffix("rewrote its history: what had landed may be gone"))
    }
}
