package import TownModel

/// Makes a bead. The store mints its id.
package struct BeadCreate: PlainCommand {
    package typealias Reply = BeadReply
    package static let verb = "bead.create"
    /// The rig it belongs to; nil for the town's own.
    package var rig: RigName?
    package var title: String
    package var description: String
    package var type: BeadType
    package var priority: Priority
    package var labels: [String]
    package var parent: BeadID?
    /// Beads that block it.
    package var needs: [BeadID]
    /// Other edges that begin at it.
    package var edges: [NewEdge]?
    package var deferUntil: Timestamp?
    package var assignee: String?
    /// Fields that have no property here, by their key in a Beads file; each value is JSON.
    package var fields: [String: String]?
    /// true: a mould for others. It is no work, and is neither changed nor closed, only deleted.
    package var isTemplate: Bool?

    package init(
        rig: RigName? = nil, title: String, description: String = "", type: BeadType = .task,
        priority: Priority = .normal, labels: [String] = [], parent: BeadID? = nil, needs: [BeadID] = [],
        edges: [NewEdge]? = nil, deferUntil: Timestamp? = nil, assignee: String? = nil,
        fields: [String: String]? = nil, isTemplate: Bool? = nil
    ) {
        self.rig = rig
        self.title = title
        self.description = description
        self.type = type
        self.priority = priority
        self.labels = labels
        self.parent = parent
        self.needs = needs
        self.edges = edges
        self.deferUntil = deferUntil
        self.assignee = assignee
        self.fields = fields
        self.isTemplate = isTemplate
    }
}

/// An edge of a bead that has no id yet.
package struct NewEdge: Codable, Hashable, Sendable {
    package var to: BeadID
    package var type: EdgeType
    package var gate: ChildGate?

    package init(to: BeadID, type: EdgeType, gate: ChildGate? = nil) {
        self.to = to
        self.type = type
        self.gate = gate
    }
}

/// Changes fields of a bead; what is nil stays as it is.
package struct BeadUpdate: PlainCommand {
    package typealias Reply = BeadReply
    package static let verb = "bead.update"
    package var id: BeadID
    package var title: String?
    package var description: String?
    package var priority: Priority?
    package var type: BeadType?
    /// Closing and deleting have commands of their own; what is on a hook or in a queue keeps its status.
    package var status: BeadStatus?
    /// The empty text: nobody's.
    package var assignee: String?
    package var addLabels: [String]
    package var removeLabels: [String]
    /// In place of all it has.
    package var labels: [String]?
    package var deferUntil: Timestamp?
    /// true: put off until somebody takes it back; false: not put off any more.
    package var isDeferred: Bool?
    package var pinned: Bool?
    package var parent: BeadID?
    /// true: nobody's part any more.
    package var isOrphan: Bool?
    /// Fields that have no property here, by their key in a Beads file; each value is JSON, `null` takes the field away.
    package var fields: [String: String]?

    package init(
        id: BeadID, title: String? = nil, description: String? = nil, priority: Priority? = nil,
        type: BeadType? = nil, status: BeadStatus? = nil, assignee: String? = nil, addLabels: [String] = [],
        removeLabels: [String] = [], labels: [String]? = nil, deferUntil: Timestamp? = nil,
        isDeferred: Bool? = nil, pinned: Bool? = nil, parent: BeadID? = nil, isOrphan: Bool? = nil,
        fields: [String: String]? = nil
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.priority = priority
        self.type = type
        self.status = status
        self.assignee = assignee
        self.addLabels = addLabels
        self.removeLabels = removeLabels
        self.labels = labels
        self.deferUntil = deferUntil
        self.isDeferred = isDeferred
        self.pinned = pinned
        self.parent = parent
        self.isOrphan = isOrphan
        self.fields = fields
    }
}

/// Ends a bead. Its dependents unblock in the same transaction; an epic closes with its last child.
package struct BeadClose: PlainCommand {
    package typealias Reply = BeadReply
    package static let verb = "bead.close"
    package var id: BeadID
    package var reason: String
    package var outcome: Outcome

    package init(id: BeadID, reason: String, outcome: Outcome = .success) {
        self.id = id
        self.reason = reason
        self.outcome = outcome
    }
}

/// Opens a closed bead again: what waited for it waits once more.
package struct BeadReopen: Command {
    package typealias Reply = BeadReply
    package static let verb = "bead.reopen"
    package var id: BeadID
    package var reason: String

    package init(id: BeadID, reason: String) {
        self.id = id
        self.reason = reason
    }
}

/// Makes one bead depend on, or refer to, another; an edge that would close a ring of waiting is refused.
package struct EdgeAdd: Command {
    package typealias Reply = BeadReply
    package static let verb = "edge.add"
    package var edge: Edge

    package init(edge: Edge) { self.edge = edge }
}

/// Takes an edge away; what it alone held back is ready in the same transaction.
package struct EdgeRemove: Command {
    package typealias Reply = BeadReply
    package static let verb = "edge.remove"
    package var edge: Edge

    package init(edge: Edge) { self.edge = edge }
}

package struct BeadReply: Codable, Hashable, Sendable {
    package var bead: Bead

    package init(bead: Bead) { self.bead = bead }
}
