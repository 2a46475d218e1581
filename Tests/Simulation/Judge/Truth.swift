import TownModel
import Wire
import WitnessCore

/// The state of the town as its committed events tell it.
struct Truth {
    struct BeadFacts {
        var type: BeadType
        var isClosed = false
    }

    var sequence: Int64 = 0
    /// By stream: its last event.
    var heads: [String: Int64] = [:]
    var assignments: [Int64: Assignment] = [:]
    var sessions: [Incarnation: Session] = [:]
    /// Where each session's end stands in the log.
    var sessionEnds: [Incarnation: Int64] = [:]
    var requests: [BeadID: MergeRequest] = [:]
    var dispatch: [BeadID: DispatchEntry] = [:]
    var convoys: [BeadID: Convoy] = [:]
    var beads: [BeadID: BeadFacts] = [:]
    var intents: [CommandID: Intent] = [:]
    var rigs: [RigName: Rig] = [:]
    var nudges: [Int64: Nudge] = [:]
    var isStopped = false
    /// Rigs whose queue, or the whole town's, is paused.
    var paused: Set<RigName> = []
    /// Words of the overseer that were carried out, by their ids.
    var carriedOut: Set<String> = []
    /// A bead's moment has come.
    var hasWoken = false
    /// The moments until which something rests, by what was said last.
    var restsUntil: Timestamp?
    /// The last moment at which a nudge expires.
    var nudgesUntil: Timestamp?

    mutating func take(_ event: TownEvent) {
        let data = event.data
        sequence = event.sequence
        heads[event.stream.description] = event.sequence
        if event.cause.hasPrefix(SimOverseer.idPrefix) { carriedOut.insert(event.cause) }
        if let row = data.assignment { assignments[row.number] = row }
        if let row = data.session {
            sessions[row.incarnation] = row
            if row.state == .ended, sessionEnds[row.incarnation] == nil {
                sessionEnds[row.incarnation] = event.sequence
            }
        }
        if let row = data.convoy { convoys[row.id] = row }
        if let row = data.rig { rigs[row.name] = row }
        if let capacity = data.capacity, case .rig(let name) = event.stream {
            if capacity.hold == nil { paused.remove(name) } else { paused.insert(name) }
        }
        if let row = data.nudge {
            nudges[row.number] = row
            nudgesUntil = max(nudgesUntil ?? row.expiresAt, row.expiresAt)
        }
        if let row = data.dispatch {
            dispatch[row.bead] = row.state == .queued ? row : nil
            if row.state == .queued, let moment = row.notBefore { restsUntil = max(restsUntil ?? moment, moment) }
        }
        if let row = data.request { take(row, event) }
        if let change = data.bead { take(change, event) }
        take(event.kind, data)
    }

    private mutating func take(_ kind: EventKind, _ data: EventData) {
        switch kind {
        case .intentOpened: data.intent.map { intents[$0.id] = $0 }
        case .intentSettled: data.intent.map { intents[$0.id] = nil }
        case .townStopped: isStopped = true
        case .townThawed: isStopped = false
        default: break
        }
    }

    /// A landing's intent comes and goes with the words about its request.
    private mutating func take(_ request: MergeRequest, _ event: TownEvent) {
        let before = requests.updateValue(request, forKey: request.id)
        switch event.kind {
        case .requestLanding: event.data.intent.map { intents[$0.id] = $0 }
        case .requestRequeued, .requestLanded:
            if let tip = before?.proof?.tip { intents[LandingIntent.id(tip: tip)] = nil }
        default: break
        }
    }

    private mutating func take(_ change: BeadChange, _ event: TownEvent) {
        var facts = beads[change.id] ?? BeadFacts(type: change.type)
        if let status = change.fields["status"]?.new { facts.isClosed = status == "\"closed\"" }
        if let text = change.fields["defer_until"]?.new, let moment = Timestamp(String(text.filter { $0 != "\"" })) {
            restsUntil = max(restsUntil ?? moment, moment)
        }
        if event.cause == "timer/undefer/\(change.id)" { hasWoken = true }
        beads[change.id] = facts
    }
}

extension Truth {
    /// Open questions to a person.
    var openGates: [BeadID] {
        beads.filter { $0.value.type == .gate && !$0.value.isClosed }.map(\.key).sorted()
    }

    /// The last moment at which somebody who is idle now is given up.
    var idleUntil: Timestamp? {
        sessions.values.compactMap { session in
            guard session.state == .idle, let evidence = session.evidence else { return nil }
            return Propulsion.moments(idleSince: evidence.since, startedAt: session.startedAt).last
        }.max()
    }

    /// Open requests that wait for a person to let a rig's queue go on.
    var heldRequests: [MergeRequest] {
        requests.values.filter {
            !$0.state.isEnded && $0.state != .landing && rigs[$0.rig]?.queueHold != nil
        }.sorted { $0.id < $1.id }
    }

    func current(of bead: BeadID) -> Assignment? {
        assignments.values.first { $0.bead == bead && $0.state.isCurrent }
    }
}
