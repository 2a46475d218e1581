package import TownModel

/// Makes a bead. The store mints its id.
package struct BeadCreate: Command {
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
    package var deferUntil: Timestamp?

    package init(
        rig: RigName? = nil, title: String, description: String = "", type: BeadType = .task,
        priority: Priority = .normal, labels: [String] = [], parent: BeadID? = nil, needs: [BeadID] = [],
        deferUntil: Timestamp? = nil
    ) {
        self.rig = rig
        self.title = title
        self.description = description
        self.type = type
        self.priority = priority
        self.labels = labels
        self.parent = parent
        self.needs = needs
        self.deferUntil = deferUntil
    }
}

/// Changes fields of a bead; what is nil stays as it is.
package struct BeadUpdate: Command {
    package typealias Reply = BeadReply
    package static let verb = "bead.update"
    package var id: BeadID
    package var title: String?
    package var description: String?
    package var priority: Priority?
    package var addLabels: [String]
    package var removeLabels: [String]

    package init(
        id: BeadID, title: String? = nil, description: String? = nil, priority: Priority? = nil,
        addLabels: [String] = [], removeLabels: [String] = []
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.priority = priority
        self.addLabels = addLabels
        self.removeLabels = removeLabels
    }
}

/// Ends a bead. Its dependents unblock in the same transaction; an epic closes with its last child.
package struct BeadClose: Command {
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

package struct EdgeAdd: Command {
    package typealias Reply = BeadReply
    package static let verb = "edge.add"
    package var edge: Edge

    package init(edge: Edge) { self.edge = edge }
}

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

/// Beads with their edges. Each text is a full id or an unambiguous beginning of one.
package struct BeadShow: Query {
    package typealias Reply = BeadDetails
    package static let verb = "bead.show"
    package var ids: [String]

    package init(ids: [String]) { self.ids = ids }
}

package struct BeadDetails: Codable, Hashable, Sendable {
    package var beads: [BeadDetail]

    package init(beads: [BeadDetail]) { self.beads = beads }
}

package struct BeadDetail: Codable, Hashable, Sendable {
    package var bead: Bead
    /// Edges from and to it, blocking or not.
    package var edges: [Edge]
    /// What keeps it from being ready, one sentence each; empty when ready or closed.
    package var waitsFor: [String]
    package var assignment: Assignment?
    package var request: MergeRequest?

    package init(
        bead: Bead, edges: [Edge], waitsFor: [String], assignment: Assignment? = nil, request: MergeRequest? = nil
    ) {
        self.bead = bead
        self.edges = edges
        self.waitsFor = waitsFor
        self.assignment = assignment
        self.request = request
    }
}

/// Beads by filter, in order of id, in pages.
package struct BeadList: Query {
    package typealias Reply = BeadPage
    package static let verb = "bead.list"
    package var home: BeadHome?
    package var statuses: [BeadStatus]
    package var types: [BeadType]
    package var assignee: String?
    package var label: String?
    package var parent: BeadID?
    package var includeClosed: Bool
    package var limit: Int
    /// The cursor of the page before.
    package var after: String?

    package init(
        home: BeadHome? = nil, statuses: [BeadStatus] = [], types: [BeadType] = [], assignee: String? = nil,
        label: String? = nil, parent: BeadID? = nil, includeClosed: Bool = false, limit: Int = 50,
        after: String? = nil
    ) {
        self.home = home
        self.statuses = statuses
        self.types = types
        self.assignee = assignee
        self.label = label
        self.parent = parent
        self.includeClosed = includeClosed
        self.limit = limit
        self.after = after
    }
}

/// Which ledger part is meant: the town's own beads, or a rig's. Text: `hq` or the rig's name.
package enum BeadHome: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    case hq
    case rig(RigName)

    package init?(_ text: String) {
        if text == "hq" {
            self = .hq
        } else if let rig = RigName(text) {
            self = .rig(rig)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .hq: "hq"
        case .rig(let rig): rig.text
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = BeadHome(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "neither hq nor a rig: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package struct BeadPage: Codable, Hashable, Sendable {
    package var beads: [Bead]
    /// Pass it as `after` for the next page; nil at the end.
    package var next: String?

    package init(beads: [Bead], next: String? = nil) {
        self.beads = beads
        self.next = next
    }
}

/// Work that can be done now: by priority, then age.
package struct BeadReady: Query {
    package typealias Reply = BeadPage
    package static let verb = "bead.ready"
    package var home: BeadHome?
    package var limit: Int
    /// Another idea of ready than the town's own, by its name: `beads-0.47`. It is found by looking at every bead.
    package var semantics: String?

    package init(home: BeadHome? = nil, limit: Int = 10, semantics: String? = nil) {
        self.home = home
        self.limit = limit
        self.semantics = semantics
    }
}
