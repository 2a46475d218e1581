import RefineryCore
import RoleRuntime
package import TownModel
import Wire

// One effect, one call of a port; what came of it is an event.
extension RefineryBody {
    package func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .prepare(let request, let hasRemote, let moment):
            [.prepared(request.id, await git.prepare(request, hasRemote: hasRemote, at: moment))]
        case .test(let candidate, let list):
            [.gated(candidate, await gates.run(candidate, gates: list))]
        case .locate(let landing):
            [.located(landing, await git.locate(landing))]
        case .move(let landing):
            [.moved(landing, await git.move(landing))]
        case .guardTargets(let targets):
            await git.guardTargets(targets).map { [.guardFailed(reason: $0)] } ?? []
        case .sayTesting, .sayLanding, .sayLanded, .sayKept, .sayRequeued, .sayReturned, .escalate, .wake:
            []
        }
    }

    package func observe(_ intent: Intent) async -> [Event] {
        guard let candidate = Self.candidate(of: intent) else { return [] }
        return [.gated(candidate, await gates.observe(candidate))]
    }
}
