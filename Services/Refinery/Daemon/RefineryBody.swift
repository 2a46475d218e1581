package import RefineryCore
package import RoleRuntime
package import TownModel
import Wire

/// The Refinery as the runtime and the simulator drive it: the pure core between the wire and its two ports.
package struct RefineryBody: RoleBody {
    package typealias State = RefineryCore.State
    package typealias Event = RefineryCore.Event
    package typealias Effect = RefineryCore.Effect
    package typealias Reflex = RefineryReflex

    let rig: RigName
    let git: any RefineryGit
    let gates: any GateRunner
    let patrols: any PatrolBook

    package init(
        rig: RigName, git: any RefineryGit, gates: any GateRunner, patrols: any PatrolBook = ShippedPatrols()
    ) {
        self.patrols = patrols
        self.rig = rig
        self.git = git
        self.gates = gates
    }

    package var role: RoleName { .refinery(rig) }
    package var patrol: PatrolPace { PatrolPace(first: Limits.patrolFirst, last: Limits.patrolLast) }

    package func patrolPlan() async -> PatrolReading<RefineryReflex> {
        patrols.reading(of: RefineryReflex.self, rig: rig)
    }

    package func initialState() -> State { State() }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    package func listing() -> ListingQuery { ListingQuery(RefineryList(rig: rig)) }
}
