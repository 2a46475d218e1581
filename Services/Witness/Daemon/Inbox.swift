import PluginHost
import Plugins
import ResidentCore
package import RoleRuntime
package import TownModel
package import Wire
import WitnessCore

// From the wire to the core's events: total, nothing is decided here.
extension WitnessBody {
    package func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listing = try JSONText.decode(WitnessListing.self, from: body)
        let known = Listed(
            rig: listing.rig, stopped: listing.stopped, dispatch: listing.dispatch, assignments: listing.assignments,
            sessions: listing.sessions, crew: listing.crew?.map(\.resident) ?? [], nudges: listing.nudges ?? [],
            capacity: listing.capacity ?? RigCapacity())
        let events: [Event] = [.listed(known)] + (plugins == nil ? [] : [.plugins(listing.plugins ?? [])])
        return ListedRole(events: events, intents: listing.intents)
    }

    package func inbox(_ event: TownEvent) -> [Event] {
        switch event.kind {
        case .rigAdded, .rigChanged, .configChanged:
            event.data.rig.map { [.rigChanged($0)] } ?? []
        case .capacityChanged:
            event.data.capacity.map { [.capacityChanged($0)] } ?? []
        case .townStopped:
            [.townStopped]
        case .townThawed:
            [.townThawed]
        case .dispatchQueued, .dispatchClaimed, .dispatchWithdrawn:
            event.data.dispatch.map { [.dispatchChanged($0)] } ?? []
        case .assignmentClaimed, .assignmentPrepared, .assignmentEnded, .assignmentRetired, .sessionStarted,
            .sessionAlive, .sessionEnded, .sessionChanged:
            event.data.assignment.map { [.workChanged($0, event.data.session)] } ?? []
        case .residentChanged:
            event.data.resident.map { [.crew(.changed($0, event.data.session))] } ?? []
        case .nudgeSent, .nudgeDelivered, .nudgeTurnStarted, .nudgeActed, .nudgeExpired:
            event.data.nudge.map { [.nudgeChanged($0)] } ?? []
        default:
            []
        }
    }

    package func inbox(_ event: TownEvent, for state: State) -> [Event] {
        inbox(event) + (plugins == nil ? [] : PluginHands.inbox(event, for: state.plugins).map { .plugin($0) })
    }

    package func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] {
        // Every other word is about something that changed meanwhile, and that change comes as an event of its own.
        if let plugins, case let told = plugins.inbox(refused: command, error), !told.isEmpty {
            return told.map { .plugin($0) }
        }
        guard command.verb == DispatchClaim.verb else { return [] }
        do throws(WireError) {
            return [.claimRefused(try JSONText.decode(DispatchClaim.self, from: command.body).bead)]
        } catch {
            preconditionFailure("a command of ours can't be read: \(error)")
        }
    }

    package func inboxTick() -> [Event] { [.ticked] }
    package func inboxPatrol(_ reflex: WitnessReflex) -> [Event] { [.patrol(reflex)] }

    /// Beads to claim, worktrees to clear up after, crew to begin or end, a rig that is to be looked at anew.
    package var work: Set<EventKind> {
        [
            .dispatchQueued, .assignmentEnded, .residentChanged, .rigAdded, .rigChanged, .configChanged, .townThawed,
            .capacityChanged,
        ]
    }
}
