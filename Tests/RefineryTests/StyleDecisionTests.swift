import RefineryCore
import Testing
import TownModel

@Suite("Styles: what is decided")
struct StyleDecisionTests {
    private static func rig(_ style: MergeStyle) -> Rig {
        var rig = Samples.rig()
        rig.settings.style = style
        return rig
    }

    @Test("A stack, and a first look, are asked for in the rig's style", arguments: MergeStyle.allCases)
    func asked(_ style: MergeStyle) {
        var refinery = State()
        let request = Samples.request()
        let prepare = Effect.prepare([request], target: "main", hasRemote: true, style: style, at: Samples.noon)
        #expect(
            refinery.tell(Samples.listing([request], rig: Self.rig(style))) == [.guardTargets(["main"]), prepare])
    }

    @Test("What is tested when the style changes is built anew")
    func testedMeanwhile() {
        var refinery = State.listed(Samples.request())
        _ = refinery.tell(Samples.built())
        let effects = refinery.tell(.rigChanged(Self.rig(.squash)))
        let prepare = Effect.prepare(
            [Samples.request()], target: "main", hasRemote: true, style: .squash, at: Samples.noon)
        #expect(effects == [prepare])
    }

    @Test("A landing that the remote refuses is built anew in the new style, once the target is seen where it was")
    func refusedMeanwhile() {
        let landing = Samples.landing()
        var refinery = State.listed(Samples.standing())
        #expect(refinery.tell(.located(landing, .atBase)) == [.move(landing)])
        _ = refinery.tell(.moved(landing, .refused(reason: "no merges here")))
        #expect(refinery.tell(.rigChanged(Self.rig(.rebase))) == [.locate(landing)])
        #expect(
            refinery.tell(.located(landing, .atBase))
                == [
                    .sayRequeued(
                        landing, reason: "the remote refuses it, and it is to land in another style now")
                ])
    }

    @Test("A landing that turns out to be done is landed, whatever style is asked for since")
    func doneMeanwhile() {
        let landing = Samples.landing()
        var refinery = State.listed(Samples.standing())
        _ = refinery.tell(.located(landing, .atBase))
        _ = refinery.tell(.moved(landing, .refused(reason: "no merges here")))
        _ = refinery.tell(.rigChanged(Self.rig(.rebase)))
        #expect(refinery.tell(.located(landing, .containsTip)) == [.sayLanded(landing)])
    }
}
