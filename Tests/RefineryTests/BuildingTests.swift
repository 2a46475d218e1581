import RefineryCore
import Testing
import TownModel

@Suite("From a request to a candidate")
struct BuildingTests {
    let id = Samples.id("gt-mr-a")

    @Test("What merges is announced and tested with the rig's gates, all of it at once")
    func built() {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"))
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        let candidate = Samples.candidate(stack)
        #expect(refinery.tell(Samples.built(stack)) == [.sayTesting(candidate), .test(candidate)])
        #expect(refinery.lanes["main"]?.work == .trying(stack))
    }

    @Test("What is in the target already has landed, whatever the ledger says")
    func contained() {
        var refinery = State.listed(Samples.request(state: .testing))
        #expect(
            refinery.tell(Samples.aside("gt-mr-a", .contained(Samples.proof))) == [.sayContained(id, Samples.proof)])
        #expect(refinery.tell(.tick).isEmpty, "it is not taken again before the store has said so")
    }

    @Test("A conflict goes back with the names of the files; those it was to be stacked with are tested")
    func conflict() {
        var refinery = State.listed(Samples.request(), Samples.request("gt-mr-b"))
        let files = (1...12).map { "f\($0)" } + ["evil\u{1B}[31m\nname"]
        let stack = Samples.stack("gt-mr-b")
        let effects = refinery.tell(
            Samples.built(stack, aside: [id: .conflict(files: files, base: Samples.commit("b"))]))
        let reason =
            "conflicts with main at bbbbbbbbbb in f1, f2, f3, f4, f5, f6, f7, f8, f9, f10 and 3 more"
        let candidate = Samples.candidate(stack)
        #expect(
            effects == [
                .sayReturned(id, .conflict, reason: reason, log: nil), .sayTesting(candidate), .test(candidate),
            ])
    }

    @Test("A file's hostile name is shown harmless in the reason")
    func hostileName() {
        var refinery = State.listed(Samples.request())
        let finding = Finding.conflict(files: ["a\u{1B}[2J\nb\u{202E}"], base: Samples.commit("b"))
        let reason = #"conflicts with main at bbbbbbbbbb in a\u{1b}[2J\u{a}b\u{202e}"#
        #expect(
            refinery.tell(Samples.aside("gt-mr-a", finding))
                == [.sayReturned(id, .conflict, reason: reason, log: nil)])
    }

    @Test("A head that is nowhere goes back as a failure")
    func unusable() {
        var refinery = State.listed(Samples.request())
        #expect(
            refinery.tell(Samples.aside("gt-mr-a", .unusable(reason: "its head is gone")))
                == [.sayReturned(id, .failure, reason: "its head is gone", log: nil)])
    }

    @Test("What collides with those ahead waits until something has become of them, whichever")
    func crowded() {
        for end in [MergeState.landed, .rework, .withdrawn] {
            let waiting = Samples.request("gt-mr-b")
            var refinery = State.listed(Samples.request(), waiting)
            let stack = Samples.stack("gt-mr-a")
            let effects = refinery.tell(
                Samples.built(stack, aside: [waiting.id: .crowded(files: ["f"], on: [id])]))
            #expect(
                effects.first
                    == .sayWaits(
                        waiting.id, on: [id], reason: "waits for gt-mr-a: they change f too", at: Samples.noon))
            #expect(refinery.tell(.requestChanged(waiting)).isEmpty)
            _ = refinery.tell(.gated(Samples.candidate(stack), .cutShort))
            #expect(refinery.tell(.requestChanged(Samples.request(state: end))) == [Samples.prepare(waiting)])
        }
    }

    @Test("Somebody else's push on top is the new base without a word; a rewritten target is told to a person")
    func foreignMoves() {
        for rewritten in [false, true] {
            var refinery = State.listed(Samples.request())
            let move = TargetMove(
                target: "main", from: Samples.commit("a"), to: Samples.commit("b"), rewritten: rewritten)
            let sight = Sight(foreignMove: move, stack: Samples.stack("gt-mr-a"))
            let escalations = refinery.tell(.prepared(target: "main", .seen(sight))).escalations
            #expect(escalations.map(\.source) == (rewritten ? ["target-rewritten/gastown/main"] : []))
            #expect(refinery.lanes["main"]?.work == .trying(Samples.stack("gt-mr-a")))
        }
    }
}

extension [Effect] {
    var escalations: [Escalation] {
        compactMap { if case .escalate(let escalation) = $0 { escalation } else { nil } }
    }
}
