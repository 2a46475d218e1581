internal import Agents
package import PluginHost
package import RoleRuntime
package import SessionHost
package import TownModel
import Wire
package import WitnessCore

/// The Witness as the runtime and the simulator drive it: the pure core between the wire and its ports.
package struct WitnessBody: RoleBody {
    package typealias State = WitnessCore.State
    package typealias Event = WitnessCore.Event
    package typealias Effect = WitnessCore.Effect
    package typealias Reflex = WitnessReflex

    let rig: RigName
    let worktrees: any Worktrees
    let sessions: any PolecatSessions
    let typing: any NudgeTyping
    let residents: ResidentHands
    let idleFirst: Duration
    let patrols: any PatrolBook
    let machine: any Machine
    /// nil: it looks after none.
    let plugins: PluginHands?

    package init(
        rig: RigName, worktrees: any Worktrees, sessions: any PolecatSessions, residents: any ResidentSessions,
        typing: any NudgeTyping, patrols: any PatrolBook = ShippedPatrols(),
        idleFirst: Duration = WitnessLimits.idleFirst, plugins: (any PluginPort)? = nil,
        machine: any Machine = ProcMachine()
    ) {
        self.machine = machine
        self.plugins = plugins.map { PluginHands($0) }
        self.idleFirst = idleFirst
        self.patrols = patrols
        self.residents = ResidentHands(residents)
        self.rig = rig
        self.worktrees = worktrees
        self.sessions = sessions
        self.typing = typing
    }

    package var role: RoleName { .witness(rig) }
    package var patrol: PatrolPace {
        PatrolPace(first: WitnessLimits.patrolFirst, last: WitnessLimits.patrolLast)
    }

    package func patrolPlan() async -> PatrolReading<WitnessReflex> {
        patrols.reading(of: WitnessReflex.self, rig: rig)
    }

    package func initialState() -> State { State(shipped: AgentPreset.shipped, idleFirst: idleFirst) }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    /// Without them nothing is ever listed, and so nothing asked for.
    var knownPlugins: PluginHands {
        guard let plugins else { preconditionFailure("a Witness that looks after no plugins wants one run") }
        return plugins
    }

    package func listing() -> ListingQuery { ListingQuery(WitnessList(rig: rig)) }
}
