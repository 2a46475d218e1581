import Host
import RefineryCore
import RoleRuntime
import Testing
import TownModel

@testable import RefineryDaemon

/// Commands about one subject go out one after the other; about several, at the same time.
@Suite("What must be told before what")
struct WordOrderTests {
    private func subject(_ effect: Effect) throws -> String {
        let layout = TownLayout(root: "/nowhere", runtimeDirectory: "/nowhere")
        let body = RefineryBody(
            rig: Samples.rigName, git: TargetGit(layout: layout, rig: Samples.rigName),
            gates: GateRuns(layout: layout, rig: Samples.rigName))
        guard case .say(let draft) = body.outbox(effect) else {
            throw ScriptFailed(script: "\(effect)", said: "no command")
        }
        return draft.subject
    }

    /// The store lets nothing land that no run has passed: if the verdict came second, the landing would be refused and
    /// tried again seconds later.
    @Test("A verdict is told before the landing that follows from it")
    func verdictFirst() throws {
        let run = Samples.run(Samples.candidate())
        #expect(
            try subject(.sayJudged(Samples.candidate(), run)) == subject(.sayLanding(Samples.landing())))
    }
}
