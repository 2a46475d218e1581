import MayorCore
import ResidentCore
package import RoleRuntime
import TownModel
package import Wire

/// From the wire to the core's events.
extension MayorBody {
    package func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listing = try JSONText.decode(MayorListing.self, from: body)
        let deacon = listing.services.first { $0.name == RoleName.deacon.description }?.process
        let agent = listing.agent.map { MayorCore.Event.agent(.changed($0.resident, $0.session)) }
        return ListedRole(
            events: [
                .listed(
                    convoys: listing.convoys, isStopped: listing.stopped, deacon: deacon,
                    escalations: listing.escalations ?? [],
                    announced: Set(listing.intents.compactMap { AnnouncedErrand($0)?.key }))
            ] + [agent].compactMap(\.self),
            intents: listing.intents)
    }

    package func inbox(_ event: TownEvent) -> [Event] {
        switch event.kind {
        case .convoyCreated, .convoyChanged, .convoyLaunched, .convoyLanded, .convoyClosed:
            event.data.convoy.map { [.convoy($0)] } ?? []
        case .residentChanged:
            // Dogs are the Deacon's.
            event.data.resident.flatMap { $0.agent == .mayor ? [.agent(.changed($0, event.data.session))] : nil } ?? []
        case .escalationRaised, .escalationAcknowledged, .escalationClosed:
            event.data.escalation.map { [.escalation($0)] } ?? []
        case .escalationRouted: event.data.escalation.map { [.reported($0)] } ?? []
        case .townStopped: [.stopped]
        case .townThawed: [.thawed]
        default: []
        }
    }

    /// What is refused is asked for again by the next tick, if it is still to be done.
    package func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] { [] }

    package func inboxTick() -> [Event] { [.tick] }

    /// Convoys to feed or to land, the Mayor's agent to begin or end.
    package var work: Set<EventKind> {
        [.convoyCreated, .convoyChanged, .convoyLaunched, .residentChanged, .townThawed]
    }

    package func inbox(signal topic: String, _ bytes: [UInt8]) -> [Event] {
        guard Self.heartbeats.contains(topic) else { return [] }
        do throws(WireError) {
            let beat = try JSONText.decode(ServiceHeartbeat.self, from: bytes)
            guard beat.service != RoleName.mayor.description else { return [.ownBeat] }
            return [.deacon(beat.process, turns: beat.turns)]
        } catch {
            // Anybody may signal anything: what is no heartbeat is no sign of life.
            return []
        }
    }
}
