import RefineryCore
import RoleRuntime
package import TownModel
import Wire

// One effect, one call of a port; what came of it is an event.
extension RefineryBody {
    package func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .prepare(let requests, let target, let hasRemote, let style, let moment):
            [
                .prepared(
                    target: target,
                    await git.prepare(requests, target: target, hasRemote: hasRemote, style: style, at: moment))
            ]
        case .check(let request, let style, let moment):
            [.checked(request.id, await git.check(request, style: style, at: moment))]
        case .test(let candidate):
            [.gated(candidate, await gates.run(candidate, gates: candidate.gates))]
        case .locate(let landing):
            [.located(landing, await git.locate(landing))]
        case .move(let landing):
            [.moved(landing, await git.move(landing))]
        case .guardTargets(let targets):
            // Asked for at each listing: what else is to be known of the clone then comes along.
            (await git.guardTargets(targets).map { [.guardFailed(reason: $0)] } ?? [])
                + (await git.upkeepDue().map { [.upkeepDue($0)] } ?? [])
        case .maintain(let target, let hasRemote, let spared, let moment):
            [.maintained(await maintain(target: target, hasRemote: hasRemote, sparing: spared, at: moment))]
        case .sayTesting, .sayJudged, .sayLanding, .sayContained, .sayLanded, .sayKept, .sayRequeued, .sayReturned,
            .sayWaits, .sayHeld, .escalate, .wake:
            []
        }
    }

    /// What can't be cleared of logs keeps nobody from the clone's upkeep, and is told as well.
    private func maintain(
        target: String, hasRemote: Bool, sparing spared: Spared, at moment: Timestamp
    ) async -> UpkeepReport {
        let trouble = await gates.clearLogs(sparing: spared, at: moment)
        let report = await git.maintain(target: target, hasRemote: hasRemote, sparing: spared.heads, at: moment)
        guard let trouble, case .done = report else { return report }
        return .failed(reason: trouble)
    }

    package func observe(_ intent: Intent) async -> [Event] {
        guard let candidate = Self.candidate(of: intent) else { return [] }
        return [.gated(candidate, await gates.observe(candidate))]
    }
}
