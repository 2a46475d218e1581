import TownModel
import Wire

/// What an event means, as a sentence for people: one place, pure, total over the kinds.
struct FeedSentence: Hashable {
    /// How much it matters to somebody who watches.
    enum Tone: Hashable {
        case good, bad, notable, ordinary
        /// The machinery's own book-keeping: shown on request.
        case detail
    }

    var actor: String
    var text: String
    var tone: Tone

    init(_ event: TownEvent) {
        let data = event.data
        let (tone, text) = Self.told(event.kind, event.subject, data)
        let note = Self.note(data.note, in: text)
        actor = Self.name(event.actor)
        self.text = UntrustedText.line(text + note)
        self.tone = tone
    }

    private static func told(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        switch kind {
        case .townFounded, .townStopped, .townThawed, .townRestored, .townReconciled, .configChanged, .configRefused,
            .settingChanged, .commandRefused, .rigAdded, .rigChanged, .keyAuthorized, .keyRevoked, .keyRotated:
            town(kind, subject, data)
        case .beadCreated, .beadChanged, .beadClosed, .beadReopened, .beadDeleted, .beadsImported, .edgeAdded,
            .edgeRemoved, .stepFreed:
            bead(kind, subject, data)
        case .dispatchQueued, .dispatchClaimed, .dispatchWithdrawn, .assignmentClaimed, .assignmentPrepared,
            .assignmentEnded, .assignmentRetired, .sessionStarted, .sessionAlive, .sessionEnded, .sessionChanged,
            .residentChanged, .pluginBegan, .pluginEnded, .pluginChanged:
            worker(kind, subject, data)
        case .requestSubmitted, .requestTesting, .requestWaits, .requestLanding, .requestLanded, .requestReturned,
            .requestWithdrawn, .requestRejected, .requestUrged, .requestRequeued:
            request(kind, subject, data)
        case .gatesPassed, .gatesFailed, .gateFlaked:
            gates(kind, subject, data)
        case .convoyCreated, .convoyChanged, .convoyLaunched, .convoyLanded, .convoyClosed:
            convoy(kind, subject, data)
        case .mailSent, .mailClaimed, .mailReleased, .mailListChanged, .nudgeSent, .nudgeDelivered, .nudgeTurnStarted,
            .nudgeActed, .nudgeExpired,
            .nudgeHeld,
            .handoffWritten,
            .handoffTaken, .escalationRaised, .escalationRouted, .escalationAcknowledged, .escalationClosed:
            word(kind, subject, data)
        case .roleRegistered, .intentOpened, .intentSettled, .stepGated, .capacityChanged:
            machinery(kind, subject, data)
        }
    }

    private static func town(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        switch kind {
        case .townFounded: (.notable, "founded the town")
        case .townStopped: (.bad, "stopped the town")
        case .townThawed: (.good, "lets the town go on")
        case .townRestored: (.bad, "put an older ledger in place and stopped the town")
        case .townReconciled: (.notable, "compared the restored ledger with the world")
        case .configChanged: (.ordinary, "read the configuration of \(subject)")
        case .configRefused: (.bad, "could not use the configuration of \(subject) and keeps the old one")
        case .settingChanged: (.detail, "set \(subject)")
        case .commandRefused: (.detail, "refused \(subject)")
        case .keyAuthorized: (.notable, "lets \(subject) in\(rights(data.key))")
        case .keyRevoked: (.notable, "lets \(subject) in no longer")
        case .keyRotated: (.notable, "gave \(subject) a new key")
        case .rigAdded: (.notable, "added the rig \(subject)")
        case .rigChanged where data.note != nil: (.notable, "changed the rig \(subject)")
        default: (.notable, "set the rig \(subject) to \(data.rig?.state.rawValue ?? "another state")")
        }
    }

    private static func bead(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let title = data.bead.map { " \"\($0.title)\"" } ?? ""
        return switch kind {
        case .beadCreated: (.ordinary, "made \(subject)\(title)")
        case .beadChanged: (.detail, "changed \(changes(data.bead)) of \(subject)")
        case .beadClosed: (.good, "closed \(subject)\(title)")
        case .beadReopened: (.notable, "reopened \(subject)\(title)")
        case .beadDeleted: (.bad, "deleted \(subject)\(title)")
        case .beadsImported: (.notable, "read a file into \(subject)")
        case .stepFreed: (.ordinary, "lets a step of \(subject) begin")
        case .edgeAdded: (.detail, "made \(subject) depend on \(data.edge?.to.text ?? "another")")
        default: (.detail, "took away what \(subject) had to do with \(data.edge?.to.text ?? "another")")
        }
    }

    private static func worker(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let worker = data.assignment.map { name($0.agent) } ?? "a worker"
        let attempt = max(data.assignment?.attempt ?? 1, data.dispatch?.attempt ?? 1)
        let again = attempt > 1 ? " (attempt \(attempt))" : ""
        return switch kind {
        case .dispatchQueued: (.ordinary, "queued \(subject)\(again) for \(data.dispatch?.rig.text ?? "a rig")")
        case .dispatchClaimed: (.detail, "took \(subject) from the queue")
        case .dispatchWithdrawn: (.notable, "took \(subject) off the queue")
        case .assignmentClaimed: (.ordinary, "hung \(subject)\(again) on the hook of \(worker)")
        case .assignmentPrepared: (.detail, "made a worktree for \(worker) and \(subject)")
        case .assignmentEnded: (.ordinary, "took \(subject) off the hook of \(worker)")
        case .assignmentRetired: (.detail, "saved and cleared away what \(worker) left of \(subject)")
        case .sessionStarted: (.ordinary, "started \(worker) on \(subject)")
        case .sessionAlive: (.ordinary, "\(worker) is at work on \(subject)")
        case .sessionChanged where data.assignment?.isRenewed == true:
            (.notable, "restarts the session of \(worker), which stood still with \(subject)")
        case .sessionChanged where data.note != nil: (.detail, "\(worker) \(data.note ?? "")")
        case .sessionChanged: seen(data.session, worker, subject)
        case .residentChanged:
            (.ordinary, data.resident.map { "\($0.agent.isDog ? "dog" : "crew") \(name($0.agent))" } ?? subject)
        case .pluginBegan, .pluginEnded, .pluginChanged: plugin(kind, subject, data.plugin)
        default: (.detail, "saw the session of \(worker) end\(status(data.session?.exitStatus))")
        }
    }

    private static func plugin(_ kind: EventKind, _ subject: String, _ state: PluginState?) -> (Tone, String) {
        let run = state?.last
        switch kind {
        case .pluginBegan:
            return (.ordinary, "began run \(run?.number ?? 0) of the plugin \(subject) (\(run?.bead.text ?? ""))")
        case .pluginEnded:
            let result = run?.result ?? .failure
            let tone: Tone = result == .failure ? .bad : result == .success ? .good : .detail
            return (tone, "ended run \(run?.number ?? 0) of the plugin \(subject) with \(result.rawValue)")
        default: return (.notable, "switched the plugin \(subject) \(state?.isOff == true ? "off" : "on")")
        }
    }

    private static func request(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let bead = data.request?.bead.text ?? subject
        let target = data.request?.target ?? "its target"
        let tip = data.request?.proof.map { " as \($0.tip.short)" } ?? ""
        return switch kind {
        case .requestSubmitted: (.ordinary, "handed in \(bead) (\(subject))")
        case .requestTesting: (.ordinary, "tests \(bead)\(data.note.flatMap(company) ?? "")")
        case .requestWaits: (.ordinary, "lets \(bead) wait: \(data.request?.reason ?? "others change the same")")
        case .requestLanding: (.ordinary, "found \(bead) green and lands it")
        case .requestLanded: (.good, "landed \(bead) on \(target)\(tip)")
        case .requestRequeued: (.notable, "put \(bead) back into the queue")
        case .requestReturned: (.bad, "sent \(bead) back")
        case .requestRejected: (.bad, "rejected \(bead)")
        case .requestUrged: (.notable, "hurries \(bead)")
        default: (.notable, "withdrew \(subject)")
        }
    }

    /// What the note of a test says of the others that are tested with it.
    private static func company(_ note: String) -> String? {
        note.split(separator: ", ", maxSplits: 1).dropFirst().first.map { " \($0)" }
    }

    private static func gates(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let of = data.run.map { $0.requests.isEmpty ? $0.target : $0.requests.map(\.text).joined(separator: ", ") }
        let what = of ?? subject
        return switch kind {
        case .gatesPassed: (.ordinary, "found the gates green on \(what)")
        case .gatesFailed:
            (
                .notable,
                "found \(what) red: \(data.run?.red.map { "gate \"\($0.gate)\" \($0.sentence)" } ?? "a gate failed")"
            )
        default: (.notable, "gate \"\(subject)\" is flaky: \(data.note ?? "red and green on the same content")")
        }
    }

    private static func convoy(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let title = data.convoy.map { " \"\($0.title)\"" } ?? ""
        let members = data.convoy?.members ?? []
        let ended = members.count { $0.status.isEnded }
        return switch kind {
        case .convoyCreated: (.notable, "made the convoy \(subject)\(title) of \(members.count)")
        case .convoyChanged: (.detail, "convoy \(subject): \(ended) of \(members.count) done")
        case .convoyLaunched: (.notable, "launched the convoy \(subject)\(title) of \(members.count)")
        case .convoyLanded: (.good, "convoy \(subject)\(title) has landed: all \(members.count)")
        default: (.notable, "closed the convoy \(subject)\(title)")
        }
    }

    private static func word(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        let reader = data.nudge.map { name($0.to) } ?? "somebody"
        switch kind {
        case .mailSent:
            let lists = data.mail?.lists?.map(\.text)
            let readers = (lists ?? data.mail?.recipients.map { name($0) })?.joined(separator: ", ") ?? "somebody"
            return (.ordinary, "wrote to \(readers): \(data.mail?.subject ?? subject)")
        case .mailClaimed: return (.ordinary, "took the letter \(subject) \"\(data.mail?.subject ?? "")\"")
        case .mailReleased: return (.ordinary, "gave up the letter \(subject) \"\(data.mail?.subject ?? "")\"")
        case .mailListChanged: return (.ordinary, "changed \(subject)")
        case .nudgeSent: return (.ordinary, "nudged \(reader)")
        case .nudgeDelivered:
            let ways: [NudgeChannel: String] = [.pane: ", typed into its pane", .stdin: ", as a message on its stdin"]
            let way = data.nudge?.channel.flatMap { ways[$0] } ?? ""
            return (.detail, "\(reader) has seen the nudge \(subject)\(way)")
        case .nudgeTurnStarted: return (.detail, "\(reader) has the nudge \(subject) before it")
        case .nudgeActed: return (.detail, "\(reader) has acted on the nudge \(subject)")
        case .nudgeHeld:
            return (.detail, "the nudge \(subject) to \(reader) waits: \(data.nudge?.held ?? "its pane is not free")")
        case .nudgeExpired: return (.notable, "the nudge \(subject) to \(reader) came to nothing in its time")
        case .handoffWritten:
            return (.notable, "left a note for the next session on \(subject): \(data.handoff?.subject ?? "")")
        case .handoffTaken: return (.detail, "has acted on the note about \(subject)")
        case .escalationRouted, .escalationAcknowledged, .escalationClosed:
            return escalation(kind, subject, data.escalation)
        default: return (.bad, "asks for help (\(subject))")
        }
    }

    private static func escalation(
        _ kind: EventKind, _ subject: String, _ escalation: RaisedEscalation?
    ) -> (Tone, String) {
        switch kind {
        case .escalationAcknowledged: return (.notable, "looks after the call for help \(subject)")
        case .escalationClosed: return (.good, "settled the call for help \(subject)")
        default:
            let last = escalation?.sendings.filter { $0.route.needsHands && $0.state != .awaited }.max { $0.at < $1.at }
            let way = last.map { " by \($0.route)" } ?? ""
            return last?.state == .failed
                ? (.bad, "could not tell of \(subject)\(way)") : (.detail, "told of \(subject)\(way)")
        }
    }

    private static func machinery(_ kind: EventKind, _ subject: String, _ data: EventData) -> (Tone, String) {
        switch kind {
        case .roleRegistered:
            let process = data.process.map { ", process \($0.pid)" } ?? ""
            return (.notable, "is at its post (token \(data.token ?? 0)\(process))")
        case .intentOpened: return (.detail, "is about to: \(subject)")
        case .capacityChanged:
            let isHeld = data.capacity.map { $0.hold != nil || $0.pressure != nil } ?? false
            return (isHeld ? .notable : .ordinary, "\(subject): \(data.note ?? "room for work changed")")
        case .stepGated: return (.detail, "shut the gate of \(subject): the Deacon looks at it")
        default: return (.detail, "is done with: \(subject)")
        }
    }
}

extension FeedSentence {
    /// A worker by its own name, everybody else by address.
    static func name(_ address: Address) -> String {
        switch address {
        case .polecat(_, let name), .dog(let name), .crew(_, let name): name.text
        case .mayor: "mayor"
        case .deacon: "deacon"
        default: address.description
        }
    }

    private static func note(_ note: String?, in text: String) -> String {
        guard let note, !note.isEmpty, !text.contains(note) else { return "" }
        return ": \(note)"
    }

    private static func rights(_ key: RemoteKey?) -> String {
        guard let key else { return "" }
        let groups = key.groups.map(\.rawValue).joined(separator: ", ")
        let streams = key.streams.isEmpty ? "everything" : key.streams.map(\.description).joined(separator: ", ")
        return " as \(name(key.actor)): it reads \(streams) and sends \(groups.isEmpty ? "nothing" : groups)"
    }

    private static func changes(_ change: BeadChange?) -> String {
        let fields = change.map { $0.fields.keys.sorted() } ?? []
        return fields.isEmpty ? "something" : fields.joined(separator: ", ")
    }

    /// Turns come and go: what a person would look at stands out.
    fileprivate static func seen(_ session: Session?, _ worker: String, _ bead: String) -> (Tone, String) {
        let state = session?.state ?? .unknown
        let tone: Tone =
            switch state {
            case .stalled, .unknown: .bad
            case .waiting: .notable
            case .spawning, .working, .idle, .exiting, .ended: .detail
            }
        let because = session?.evidence.map { " (\($0.seen))" } ?? ""
        return (tone, "\(worker) is \(state.rawValue) on \(bead)\(because)")
    }

    private static func status(_ status: Int32?) -> String {
        status.map { " with \($0)" } ?? ""
    }
}
