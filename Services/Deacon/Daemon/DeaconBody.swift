package import DeaconCore
package import Host
package import PluginHost
import Plugins
import ResidentCore
package import RoleRuntime
package import SessionHost
package import TownModel
package import Wire

/// The Deacon between the wire, its core and its ports.
package struct DeaconBody: RoleBody {
    package typealias State = DeaconCore.State
    package typealias Event = DeaconCore.Event
    package typealias Effect = DeaconCore.Effect
    package typealias Reflex = DeaconReflex

    static let heartbeats = "~town.\(ServiceHeartbeat.verb)."
    let ender: any ProcessEnder
    let saver: any LedgerSaver
    let dogs: ResidentHands
    let gates: any GateLooker
    let patrols: any PatrolBook
    /// nil: it looks after none.
    let plugins: PluginHands?

    package init(
        ender: any ProcessEnder, saver: any LedgerSaver, residents: any ResidentSessions, gates: any GateLooker,
        patrols: any PatrolBook = ShippedPatrols(), plugins: (any PluginPort)? = nil
    ) {
        self.gates = gates
        self.patrols = patrols
        self.plugins = plugins.map { PluginHands($0) }
        self.ender = ender
        self.saver = saver
        dogs = ResidentHands(residents)
    }

    package var role: RoleName { .deacon }
    package var signals: [String] { [Self.heartbeats] }
    package var patrol: PatrolPace { PatrolPace(first: Limits.patrolFirst, last: Limits.patrolLast) }

    package func patrolPlan() async -> PatrolReading<DeaconReflex> { patrols.reading(of: DeaconReflex.self, rig: nil) }

    package func initialState() -> State { State() }

    package func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        state.decide(event, at: now)
    }

    package func listing() -> ListingQuery { ListingQuery(DeaconList()) }

    package func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listing = try JSONText.decode(DeaconListing.self, from: body)
        var processes: [String: ProcessIdentity] = [:]
        for service in listing.services { processes[service.name] = service.process }
        let dogs = listing.dogs ?? []
        var events: [Event] = [
            .listed(processes), .dogs(dogs.map(\.resident), dogs.compactMap(\.session), isStopped: listing.stopped),
            .gates(listing.gates ?? []),
        ]
        if plugins != nil { events.append(.plugins(listing.plugins ?? [])) }
        return ListedRole(events: events, intents: listing.intents)
    }

    /// Service liveness is no event: it comes as signals. What is: dogs, gates, and whether the town is stopped.
    package func inbox(_ event: TownEvent) -> [Event] {
        switch event.kind {
        case .residentChanged:
            event.data.resident.flatMap { $0.agent.isDog ? [.dog(.changed($0, event.data.session))] : nil } ?? []
        case .stepGated: event.data.gate.map { [.gate($0)] } ?? []
        case .townStopped: [.stopped]
        case .townThawed: [.thawed]
        default: []
        }
    }

    package func inbox(_ event: TownEvent, for state: State) -> [Event] {
        inbox(event) + (plugins == nil ? [] : PluginHands.inbox(event, for: state.plugins).map { .plugin($0) })
    }

    package func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] {
        plugins.map { $0.inbox(refused: command, error).map { .plugin($0) } } ?? []
    }

    package func inboxTick() -> [Event] { [.tick] }
    package func inboxPatrol(_ reflex: DeaconReflex) -> [Event] { [.patrol(reflex)] }

    /// Dogs to begin or end.
    package var work: Set<EventKind> { [.residentChanged, .townThawed] }

    package func inbox(signal topic: String, _ bytes: [UInt8]) -> [Event] {
        guard topic.hasPrefix(Self.heartbeats) else { return [] }
        do throws(WireError) {
            let beat = try JSONText.decode(ServiceHeartbeat.self, from: bytes)
            return [.beat(service: beat.service, process: beat.process, turns: beat.turns)]
        } catch {
            // Anybody may signal anything: what is no heartbeat is no sign of life.
            return []
        }
    }

    package func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .end(let service, let process, let time):
            // Ending the same process twice is ending it once: no intent is needed.
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "end", service, Self.mark(process), "\(time)"), kind: "end",
                    detail: process, subject: service, leavesTraces: false))
        case .escalate(let service, let process, let text):
            .say(
                CommandDraft(
                    EscalationRaise(severity: .high, text: text, source: "service-frozen/\(service)"),
                    id: CommandID(composed: "escalate", "service-frozen", service, Self.mark(process)),
                    subject: service))
        case .save(let time):
            // It looks before it makes one, and one too many harms nobody: no intent is needed.
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "backup", "\(time)"), kind: "backup", detail: time,
                    subject: "backup", leavesTraces: false, isLook: true))
        case .unsaved(let text, let moment):
            .say(
                CommandDraft(
                    EscalationRaise(severity: .high, text: text, source: "backup"),
                    id: CommandID(composed: "escalate", "backup", "\(moment.milliseconds)"), subject: "backup"))
        case .look(let gate):
            // Looking twice is looking once: no intent is needed.
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "gate", gate.id, "\(gate.look)"), kind: "gate", detail: gate,
                    subject: "gate/\(gate.id)", leavesTraces: false, isLook: true))
        case .sayLooked(let gate, let isOpen, let note):
            .say(
                CommandDraft(
                    StepGateReport(
                        molecule: gate.molecule, number: gate.number, look: gate.look, isOpen: isOpen, note: note),
                    id: CommandID(composed: "gate-report", gate.id, "\(gate.look)"), subject: "gate/\(gate.id)"))
        case .wake(let moment): .wake(at: moment)
        case .dog(let effect): dogs.outbox(effect)
        case .plugin(let effect): Self.known(plugins).outbox(effect)
        }
    }

    package func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .end(let service, let process, _):
            return [.ended(service: service, process: process, await ender.end(process))]
        case .save:
            switch await saver.save() {
            case .success(let next): return [.saved(next: next)]
            case .failure(let failure): return [.notSaved(reason: failure.reason)]
            }
        case .dog(let effect): return await dogs.perform(effect).map { .dog($0) }
        case .plugin(let effect): return await Self.known(plugins).perform(effect).map { .plugin($0) }
        case .look(let gate): return [.looked(gate, await gates.look(gate))]
        case .escalate, .unsaved, .sayLooked, .wake: return []
        }
    }

    package func observe(_ intent: Intent) async -> [Event] { [] }

    /// Without them nothing is ever listed, and so nothing asked for.
    private static func known(_ plugins: PluginHands?) -> PluginHands {
        guard let plugins else { preconditionFailure("a Deacon that looks after no plugins wants one run") }
        return plugins
    }

    private static func mark(_ process: ProcessIdentity) -> String { "\(process.pid).\(process.startTicks)" }
}
