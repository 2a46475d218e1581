import RefineryCore
import Testing
import TownModel

/// The order of what is done and what is told.
@Suite("Landed is told when the target was read back")
struct LandedAfterReadingTests {
    @Test(
        "problem 7: of all that a push can come to, only a target that contains the tip is told as landed",
        arguments: [
            (MoveOutcome.tried(.containsTip), true), (.tried(.atBase), false),
            (.tried(.elsewhere(Samples.commit("9"))), false), (.tried(.away(reason: "no route")), false),
            (.tried(.disturbed(reason: "disk full")), false), (.refused(reason: "protected"), false), (.stopped, false),
        ])
    func problem7(_ outcome: MoveOutcome, _ isLanded: Bool) {
        var refinery = State.listed(Samples.request())
        var told = refinery.tell(Samples.built())
        told += refinery.tell(.gated(Samples.candidate(), .green(Samples.passed)))
        told += refinery.tell(.requestChanged(Samples.standing()))
        func landings(_ effects: [Effect]) -> Int {
            effects.count { if case .sayLanded = $0 { true } else { false } }
        }
        #expect(landings(told) == 0)
        #expect(landings(refinery.tell(.moved(Samples.landing(), outcome))) == (isLanded ? 1 : 0))
    }
}
