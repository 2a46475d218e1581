package import Host
package import MayorCore
package import RoleRuntime
package import TownModel
import Wire

/// The Mayor between the wire, its core and its one port.
package struct MayorBody: RoleBody {
    package typealias State = MayorCore.State
    package typealias Event = MayorCore.Event
    package typealias Effect = MayorCore.Effect

    static let heartbeats = [RoleName.deacon, .mayor].map { "~town.\(ServiceHeartbeat.verb).\($0)" }
    let ender: any ProcessEnder

    package init(ender: any ProcessEnder) { self.ender = ender }

    package var role: RoleName { .mayor }
    package var signals: [String] { Self.heartbeats }
    package var patrol: PatrolPace { PatrolPace(first: Limits.patrolFirst, last: Limits.patrolLast) }

    package func initialState() -> State { State() }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    package func listing() -> ListingQuery { ListingQuery(MayorList()) }

    package func perform(_ effect: Effect) async -> [Event] {
        guard case .endDeacon(let process) = effect else { return [] }
        return [.deaconEnded(process, await ender.end(process))]
    }

    package func observe(_ intent: Intent) async -> [Event] { [] }
}
