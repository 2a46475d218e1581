package import MayorCore
package import RoleRuntime
package import TownModel
import Wire

/// The Mayor between the wire and its core. It has no hands: all it does is say.
package struct MayorBody: RoleBody {
    package typealias State = MayorCore.State
    package typealias Event = MayorCore.Event
    package typealias Effect = MayorCore.Effect

    static let deaconHeartbeat = "~town.\(ServiceHeartbeat.verb).deacon"

    package init() {}

    package var role: RoleName { .mayor }
    package var signals: [String] { [Self.deaconHeartbeat] }
    package var patrol: PatrolPace { PatrolPace(first: Limits.patrolFirst, last: Limits.patrolLast) }

    package func initialState() -> State { State() }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    package func listing() -> ListingQuery { ListingQuery(MayorList()) }

    package func perform(_ effect: Effect) async -> [Event] { [] }
    package func observe(_ intent: Intent) async -> [Event] { [] }
}
