/// A piece of work, or a record that work refers to: one row of the ledger, one line of the export.
package struct Bead: Hashable, Sendable, Codable {
    package var id: BeadID
    /// The rig it belongs to; nil for the town's own (`hq`).
    package var rig: RigName?
    package var title: String
    package var description: String
    package var status: BeadStatus
    package var priority: Priority
    package var type: BeadType
    /// Who has it, as text: imports bring names that are no addresses of ours.
    package var assignee: String?
    package var labels: [String]
    package var createdAt: Timestamp
    package var createdBy: String
    package var updatedAt: Timestamp
    package var closedAt: Timestamp?
    package var closeReason: String?
    package var outcome: Outcome?
    package var deferUntil: Timestamp?
    package var pinned: Bool
    /// The bead this one is a child of, by its parent-child edge.
    package var parent: BeadID?
    /// Counts this bead's changes; `expect` in a request's headers compares it.
    package var version: Int64
    package var disposition: Disposition

    package init(
        id: BeadID, rig: RigName?, title: String, description: String = "", status: BeadStatus = .open,
        priority: Priority = .normal, type: BeadType = .task, assignee: String? = nil, labels: [String] = [],
        createdAt: Timestamp, createdBy: String, updatedAt: Timestamp, closedAt: Timestamp? = nil,
        closeReason: String? = nil, outcome: Outcome? = nil, deferUntil: Timestamp? = nil, pinned: Bool = false,
        parent: BeadID? = nil, version: Int64 = 1, disposition: Disposition = .ready
    ) {
        self.id = id
        self.rig = rig
        self.title = title
        self.description = description
        self.status = status
        self.priority = priority
        self.type = type
        self.assignee = assignee
        self.labels = labels
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedAt = updatedAt
        self.closedAt = closedAt
        self.closeReason = closeReason
        self.outcome = outcome
        self.deferUntil = deferUntil
        self.pinned = pinned
        self.parent = parent
        self.version = version
        self.disposition = disposition
    }

    /// The label of a template, which hands of the reference look for.
    package static let templateLabel = "template"

    /// The stream this bead's events are in.
    package var stream: StreamName { rig.map(StreamName.rig) ?? .town }
}

/// What a bead waits for: every bead that is not closed is in exactly one of these.
package enum Disposition: String, Hashable, Sendable, Codable, CaseIterable {
    /// Can be worked on now by whoever has capacity.
    case ready
    /// Something it depends on is not closed; `bead.why` names it.
    case blocked
    /// Not before its `deferUntil`.
    case deferred
    /// On a hook, in a rig's dispatch queue, in the merge queue, or held by somebody elsewhere.
    case taken
    /// Not work: an epic, a message, a convoy, a gate … or pinned.
    case notWork = "not-work"
    /// Closed or a tombstone.
    case closed
}

/// A bead's stored status. Words beyond ours come in with imports and are kept.
package struct BeadStatus: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let open = BeadStatus(rawValue: "open")
    package static let inProgress = BeadStatus(rawValue: "in_progress")
    package static let hooked = BeadStatus(rawValue: "hooked")
    package static let blocked = BeadStatus(rawValue: "blocked")
    package static let deferred = BeadStatus(rawValue: "deferred")
    /// In the merge queue. Dependents unblock when it lands (closed), not now.
    package static let submitted = BeadStatus(rawValue: "submitted")
    package static let closed = BeadStatus(rawValue: "closed")
    package static let tombstone = BeadStatus(rawValue: "tombstone")
    /// A record that is always there; only imports bring it, a bead of ours is `pinned` instead.
    package static let pinned = BeadStatus(rawValue: "pinned")

    /// Closed or deleted: no longer waited for.
    package var isEnded: Bool { self == .closed || self == .tombstone }
}

/// What kind of record a bead is. Words beyond ours come in with imports and are kept.
package struct BeadType: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let task = BeadType(rawValue: "task")
    package static let bug = BeadType(rawValue: "bug")
    package static let feature = BeadType(rawValue: "feature")
    package static let chore = BeadType(rawValue: "chore")
    package static let epic = BeadType(rawValue: "epic")
    package static let message = BeadType(rawValue: "message")
    package static let mergeRequest = BeadType(rawValue: "merge-request")
    package static let molecule = BeadType(rawValue: "molecule")
    package static let gate = BeadType(rawValue: "gate")
    package static let agent = BeadType(rawValue: "agent")
    package static let role = BeadType(rawValue: "role")
    package static let rig = BeadType(rawValue: "rig")
    package static let convoy = BeadType(rawValue: "convoy")
    package static let event = BeadType(rawValue: "event")
    package static let slot = BeadType(rawValue: "slot")

    /// What `gt bead create --type` offers.
    package static let creatable: [BeadType] = [.task, .bug, .feature, .chore, .epic]

    /// Of beads that stand for somebody who works.
    package static let identities: [BeadType] = [.agent, .role]

    /// Records that are never handed to a worker. An epic is driven through its leaves.
    package var isWork: Bool { !Self.records.contains(self) }

    private static let records: Set<BeadType> = [
        .epic, .message, .mergeRequest, .molecule, .gate, .agent, .role, .rig, .convoy, .event, .slot,
    ]
}

/// 0 (critical) to 4 (backlog).
package struct Priority: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    package let rawValue: Int
    package init?(rawValue: Int) {
        guard (0...4).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }
    private init(valid: Int) { rawValue = valid }

    package static let critical = Priority(valid: 0)
    package static let high = Priority(valid: 1)
    package static let normal = Priority(valid: 2)
    package static let low = Priority(valid: 3)
    package static let backlog = Priority(valid: 4)

    package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
}

/// How a closed bead ended.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case success
    case failed
    case skipped
}
