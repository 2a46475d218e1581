import RefineryCore
package import RoleRuntime
package import TownModel
package import Wire

// From the wire to the core's events: total, nothing is decided here.
extension RefineryBody {
    package func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listing = try JSONText.decode(RefineryListing.self, from: body)
        let gates = listing.intents.compactMap(Self.candidate(of:))
        let known = Listing(
            rig: listing.rig, stopped: listing.stopped, requests: listing.requests, gates: gates,
            verdicts: listing.verdicts ?? [], records: listing.records ?? [])
        // A landing's intent is opened and settled by the words about its request, and compared with the world by the
        // core, which finds the request listed as landing.
        return ListedRole(events: [.listed(known)], intents: listing.intents.filter { !Self.isLanding($0) })
    }

    package func inbox(_ event: TownEvent) -> [Event] {
        switch event.kind {
        case .rigAdded, .rigChanged, .configChanged:
            event.data.rig.map { [.rigChanged($0)] } ?? []
        case .townStopped:
            [.townStopped]
        case .townThawed:
            [.townThawed]
        case .requestSubmitted, .requestTesting, .requestWaits, .requestLanding, .requestLanded, .requestRequeued,
            .requestReturned, .requestWithdrawn, .requestRejected:
            event.data.request.map { [.requestChanged($0)] } ?? []
        case .requestUrged:
            event.data.request.map { [.requestChanged($0), .urged($0.id)] } ?? []
        case .intentOpened:
            event.data.intent.flatMap(Self.candidate(of:)).map { [.gatesOpened($0)] } ?? []
        case .intentSettled:
            event.data.intent.map { [.settled($0.id)] } ?? []
        default:
            []
        }
    }

    package func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] {
        do throws(WireError) {
            switch command.verb {
            case MergeLanding.verb: return Self.refused(try decode(MergeLanding.self, command).layers, error)
            case MergeLanded.verb: return Self.refused(try decode(MergeLanded.self, command).layers, error)
            case MergeRequeue.verb:
                return [.refused(try decode(MergeRequeue.self, command).requests, reason: error.message)]
            case MergeReturned.verb:
                return [.refused([try decode(MergeReturned.self, command).request], reason: error.message)]
            case QueuePause.verb:
                return try decode(QueuePause.self, command).move
                    .map { [.holdRefused(target: $0.target, reason: error.message)] } ?? []
            default:
                // What is told about testing, and to a person, changes nothing in the queue.
                return []
            }
        } catch {
            preconditionFailure("a command of ours can't be read: \(error)")
        }
    }

    private func decode<C: Command>(_ type: C.Type, _ command: CommandDraft) throws(WireError) -> C {
        try JSONText.decode(C.self, from: command.body)
    }

    private static func refused(_ layers: [LandedLayer], _ error: WireError) -> [Event] {
        [.refused(layers.map(\.request), reason: error.message)]
    }

    package func inboxTick() -> [Event] { [.tick] }
    package func inboxPatrol(_ reflex: RefineryReflex) -> [Event] { [.patrol(reflex)] }

    /// Requests that somebody hands in, urges or takes out, a rig that is to be looked at anew.
    package var work: Set<EventKind> {
        [
            .requestSubmitted, .requestUrged, .requestRequeued, .requestWithdrawn, .requestRejected, .rigAdded,
            .rigChanged, .configChanged, .townThawed,
        ]
    }

    private static func isLanding(_ intent: Intent) -> Bool { intent.id.text.hasPrefix(LandingIntent.prefix) }

    static func candidate(of intent: Intent) -> Candidate? {
        guard intent.kind == IntentKind.gates.rawValue else { return nil }
        // An intent of another version of this program has no candidate of ours; the request it was about is in the
        // listing and is built anew.
        return try? JSONText.decode(Candidate.self, from: Array(intent.detail.utf8))
    }
}
