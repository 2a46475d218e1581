package import Host
package import MayorCore
package import RoleRuntime
package import SessionHost
package import TownModel
import Wire

/// The Mayor between the wire, its core and its three ports.
package struct MayorBody: RoleBody {
    package typealias State = MayorCore.State
    package typealias Event = MayorCore.Event
    package typealias Effect = MayorCore.Effect

    static let heartbeats = [RoleName.deacon, .mayor].map { "~town.\(ServiceHeartbeat.verb).\($0)" }
    let ender: any ProcessEnder
    let agent: ResidentHands
    let teller: any EscalationTeller

    package init(ender: any ProcessEnder, residents: any ResidentSessions, teller: any EscalationTeller) {
        self.ender = ender
        self.teller = teller
        agent = ResidentHands(residents)
    }

    package var role: RoleName { .mayor }
    package var signals: [String] { Self.heartbeats }
    package var patrol: PatrolPace { PatrolPace(first: Limits.patrolFirst, last: Limits.patrolLast) }

    package func initialState() -> State { State() }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    package func listing() -> ListingQuery { ListingQuery(MayorList()) }

    package func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .endDeacon(let process): [.deaconEnded(process, await ender.end(process))]
        case .agent(let effect): await agent.perform(effect).map { .agent($0) }
        case .tell(let errand, let attempt):
            [.traced(errand.key, attempt: attempt, .ended(await teller.tell(errand, attempt: attempt)))]
        case .forget(let keys): await forget(keys)
        case .feed, .land, .sayStuck, .escalate, .wake, .report: []
        }
    }

    package func observe(_ intent: Intent) async -> [Event] {
        guard let errand = AnnouncedErrand(intent) else { return [] }
        return [.traced(errand.key, attempt: errand.attempt, await teller.trace(errand.key, attempt: errand.attempt))]
    }

    private func forget(_ keys: [ErrandKey]) async -> [Event] {
        for key in keys { await teller.forget(key) }
        return []
    }
}
