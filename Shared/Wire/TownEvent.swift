package import TownModel

/// Something that has happened: committed, numbered without gaps, published afterwards.
///
/// On the wire and in the log it is a CloudEvent 1.0 in JSON (structured mode); `CloudEvent.swift` has the mapping.
package struct TownEvent: Hashable, Sendable {
    package var sequence: Int64
    /// The sequence of the event before it in the same stream; 0 for the first.
    package var previous: Int64
    package var epoch: Int64
    package var stream: StreamName
    package var kind: EventKind
    package var subject: String
    package var time: Timestamp
    package var actor: Address
    package var session: Incarnation?
    /// The command (and through it the event or timer) that caused it.
    package var cause: String
    /// What led to that command: the id of an event, of an intent, or of the command that set a timer; or a word of the
    /// role's own (`tick`, `patrol`, `listing`). nil for a command of somebody's own.
    package var because: String?
    package var data: EventData

    package init(
        sequence: Int64, previous: Int64, epoch: Int64, stream: StreamName, kind: EventKind, subject: String,
        time: Timestamp, actor: Address, session: Incarnation? = nil, cause: String, because: String? = nil,
        data: EventData
    ) {
        self.sequence = sequence
        self.previous = previous
        self.epoch = epoch
        self.stream = stream
        self.kind = kind
        self.subject = subject
        self.time = time
        self.actor = actor
        self.session = session
        self.cause = cause
        self.because = because
        self.data = data
    }

    /// `<stream>.<noun>.<verb>.<subject>`, cut to the limit.
    package var topic: String { Self.topic(stream.description, kind.rawValue, subject) }

    package static func topic(_ stream: String, _ kind: String, _ subject: String) -> String {
        String(decoding: "\(stream).\(kind).\(subject)".utf8.prefix(WireLimits.topicBytesMax), as: UTF8.self)
    }
}

/// Every kind of event there is, `<noun>.<verb>`; the type on the wire is `gastown.<noun>.<verb>.v1`.
package enum EventKind: String, Hashable, Sendable, Codable, CaseIterable {
    case townFounded = "town.founded"
    case townStopped = "town.stopped"
    case townThawed = "town.thawed"
    case townRestored = "town.restored"
    case townReconciled = "town.reconciled"
    case configChanged = "config.changed"
    case configRefused = "config.refused"
    case settingChanged = "setting.changed"
    case commandRefused = "command.refused"
    case keyAuthorized = "key.authorized"
    case keyRevoked = "key.revoked"
    case keyRotated = "key.rotated"
    case rigAdded = "rig.added"
    case rigChanged = "rig.changed"
    case beadCreated = "bead.created"
    case beadChanged = "bead.changed"
    case beadClosed = "bead.closed"
    case beadReopened = "bead.reopened"
    case beadDeleted = "bead.deleted"
    case beadsImported = "bead.imported"
    case edgeAdded = "edge.added"
    case edgeRemoved = "edge.removed"
    case dispatchQueued = "dispatch.queued"
    case dispatchClaimed = "dispatch.claimed"
    case dispatchWithdrawn = "dispatch.withdrawn"
    case assignmentClaimed = "assignment.claimed"
    case assignmentPrepared = "assignment.prepared"
    case assignmentEnded = "assignment.ended"
    case assignmentRetired = "assignment.retired"
    case sessionStarted = "session.started"
    case sessionAlive = "session.alive"
    case sessionEnded = "session.ended"
    case requestSubmitted = "mr.submitted"
    case requestTesting = "mr.testing"
    case requestWaits = "mr.waits"
    case requestLanding = "mr.landing"
    case requestLanded = "mr.landed"
    case requestRequeued = "mr.requeued"
    case requestReturned = "mr.returned"
    case requestWithdrawn = "mr.withdrawn"
    case requestRejected = "mr.rejected"
    case requestUrged = "mr.urged"
    case gatesPassed = "gates.passed"
    case gatesFailed = "gates.failed"
    case gateFlaked = "gate.flaked"
    case convoyCreated = "convoy.created"
    case convoyChanged = "convoy.changed"
    case convoyLaunched = "convoy.launched"
    case convoyLanded = "convoy.landed"
    case convoyClosed = "convoy.closed"
    case mailSent = "mail.sent"
    case mailClaimed = "mail.claimed"
    case mailReleased = "mail.released"
    case mailListChanged = "mail.list-changed"
    case nudgeSent = "nudge.sent"
    case nudgeDelivered = "nudge.delivered"
    case nudgeTurnStarted = "nudge.started"
    case nudgeActed = "nudge.acted"
    case nudgeExpired = "nudge.expired"
    case nudgeHeld = "nudge.held"
    case handoffWritten = "handoff.written"
    case handoffTaken = "handoff.taken"
    case escalationRaised = "escalation.raised"
    case escalationRouted = "escalation.routed"
    case escalationAcknowledged = "escalation.acknowledged"
    case escalationClosed = "escalation.closed"
    case roleRegistered = "role.registered"
    case intentOpened = "intent.opened"
    case intentSettled = "intent.settled"
    case sessionChanged = "session.changed"
    case residentChanged = "resident.changed"
    case stepFreed = "step.freed"
    case stepGated = "step.gated"
    case pluginBegan = "plugin.began"
    case pluginEnded = "plugin.ended"
    case pluginChanged = "plugin.changed"
    case capacityChanged = "capacity.changed"
}

/// What an event carries: the rows it changed, whole, and for beads each changed field with old and new value.
///
/// Exactly the properties that the kind needs are set. A role's inbox turns them into events of its core.
package struct EventData: Hashable, Sendable, Codable {
    package var bead: BeadChange?
    package var edge: Edge?
    package var dispatch: DispatchEntry?
    package var assignment: Assignment?
    package var session: Session?
    package var request: MergeRequest?
    package var convoy: Convoy?
    package var rig: Rig?
    package var mail: Mail?
    package var nudge: Nudge?
    package var handoff: Handoff?
    package var role: RoleName?
    package var process: ProcessIdentity?
    package var token: Int64?
    package var intent: Intent?
    package var key: RemoteKey?
    package var resident: Resident?
    package var hook: HookChange?
    package var run: GateRun?
    package var gate: GateLook?
    package var plugin: PluginState?
    package var capacity: RigCapacity?
    package var escalation: RaisedEscalation?
    /// For people: why, or what was said.
    package var note: String?

    package init(
        bead: BeadChange? = nil, edge: Edge? = nil, dispatch: DispatchEntry? = nil, assignment: Assignment? = nil,
        session: Session? = nil, request: MergeRequest? = nil, convoy: Convoy? = nil, rig: Rig? = nil,
        mail: Mail? = nil, nudge: Nudge? = nil, handoff: Handoff? = nil, role: RoleName? = nil,
        process: ProcessIdentity? = nil, token: Int64? = nil, intent: Intent? = nil, key: RemoteKey? = nil,
        resident: Resident? = nil, hook: HookChange? = nil, run: GateRun? = nil, gate: GateLook? = nil,
        plugin: PluginState? = nil, capacity: RigCapacity? = nil, escalation: RaisedEscalation? = nil,
        note: String? = nil
    ) {
        self.bead = bead
        self.edge = edge
        self.dispatch = dispatch
        self.assignment = assignment
        self.session = session
        self.request = request
        self.convoy = convoy
        self.rig = rig
        self.mail = mail
        self.nudge = nudge
        self.handoff = handoff
        self.role = role
        self.process = process
        self.token = token
        self.intent = intent
        self.key = key
        self.resident = resident
        self.hook = hook
        self.run = run
        self.gate = gate
        self.plugin = plugin
        self.capacity = capacity
        self.escalation = escalation
        self.note = note
    }
}

/// What came onto a resident's hook, or off it: an attempt's hook is told by its assignment.
package struct HookChange: Hashable, Sendable, Codable {
    package var bead: BeadID
    package var isOn: Bool

    package init(bead: BeadID, isOn: Bool) {
        self.bead = bead
        self.isOn = isOn
    }
}

/// What changed on a bead.
package struct BeadChange: Hashable, Sendable, Codable {
    package var id: BeadID
    package var title: String
    package var type: BeadType
    package var version: Int64
    /// By field name; old is absent when the bead is new.
    package var fields: [String: FieldChange]

    package init(id: BeadID, title: String, type: BeadType, version: Int64, fields: [String: FieldChange]) {
        self.id = id
        self.title = title
        self.type = type
        self.version = version
        self.fields = fields
    }
}

/// One field's old and new value as JSON text of a scalar; over 4 KiB as `{"length":…,"hash":…}` (the log keeps both).
package struct FieldChange: Hashable, Sendable, Codable {
    package var old: String?
    package var new: String?

    package init(old: String?, new: String?) {
        self.old = old
        self.new = new
    }
}
