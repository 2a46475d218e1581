import RefineryCore
import Testing
import TownModel

@Suite("From a request to a candidate")
struct BuildingTests {
    let id = Samples.id("gt-mr-a")

    @Test("What merges is announced and tested with the rig's gates")
    func built() {
        var refinery = State.listed(Samples.request())
        let candidate = Samples.candidate()
        #expect(
            refinery.tell(.prepared(id, Samples.built())) == [.sayTesting(candidate), .test(candidate, [Samples.test])])
        #expect(refinery.lanes["main"]?.work == .testing(candidate))
    }

    @Test("What is in the target already has landed, whatever the ledger says")
    func contained() {
        var refinery = State.listed(Samples.request(state: .testing))
        let sight = Sight(base: Samples.commit("f"), finding: .contained(Samples.proof))
        #expect(refinery.tell(.prepared(id, .seen(sight))) == [.sayLanded(id, Samples.proof, landing: nil)])
    }

    @Test("A conflict goes back with the names of the files")
    func conflict() {
        var refinery = State.listed(Samples.request())
        let files = (1...12).map { "f\($0)" } + ["evil\u{1B}[31m\nname"]
        let sight = Sight(base: Samples.commit("b"), finding: .conflict(files: files))
        let effects = refinery.tell(.prepared(id, .seen(sight)))
        let reason =
            "conflicts with main at bbbbbbbbbb in f1, f2, f3, f4, f5, f6, f7, f8, f9, f10 and 3 more"
        #expect(effects == [.sayReturned(id, .conflict, reason: reason, log: nil, candidate: nil)])
    }

    @Test("A file's hostile name is shown harmless in the reason")
    func hostileName() {
        var refinery = State.listed(Samples.request())
        let sight = Sight(base: Samples.commit("b"), finding: .conflict(files: ["a\u{1B}[2J\nb\u{202E}"]))
        let reason = #"conflicts with main at bbbbbbbbbb in a\u{1b}[2J\u{a}b\u{202e}"#
        #expect(
            refinery.tell(.prepared(id, .seen(sight)))
                == [.sayReturned(id, .conflict, reason: reason, log: nil, candidate: nil)])
    }

    @Test("A head that is nowhere goes back as a failure")
    func unusable() {
        var refinery = State.listed(Samples.request())
        let sight = Sight(base: Samples.commit("b"), finding: .unusable(reason: "its head is gone"))
        #expect(
            refinery.tell(.prepared(id, .seen(sight)))
                == [.sayReturned(id, .failure, reason: "its head is gone", log: nil, candidate: nil)])
    }

    @Test("Somebody else's push on top is the new base without a word; a rewritten target is told to a person")
    func foreignMoves() {
        for rewritten in [false, true] {
            var refinery = State.listed(Samples.request())
            let move = ForeignMove(from: Samples.commit("a"), to: Samples.commit("b"), rewritten: rewritten)
            let sight = Sight(
                base: Samples.commit("b"), foreignMove: move,
                finding: .built(tip: Samples.commit("c"), tree: Samples.commit("e")))
            let escalations = refinery.tell(.prepared(id, .seen(sight))).escalations
            #expect(escalations.map(\.source) == (rewritten ? ["target-rewritten/gastown/main"] : []))
            #expect(refinery.lanes["main"]?.work == .testing(Samples.candidate()))
        }
    }
}

extension [Effect] {
    var escalations: [Escalation] {
        compactMap { if case .escalate(let escalation) = $0 { escalation } else { nil } }
    }
}
