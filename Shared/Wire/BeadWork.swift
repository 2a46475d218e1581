package import TownModel

/// Takes a bead for somebody: one of many who ask at once gets it, asked again the same one has it.
package struct BeadClaim: Command {
    package typealias Reply = BeadReply
    package static let verb = "bead.claim"
    package var id: BeadID
    /// nil: the speaker.
    package var assignee: String?

    package init(id: BeadID, assignee: String? = nil) {
        self.id = id
        self.assignee = assignee
    }
}

/// Takes the most urgent ready bead for somebody, if there is one.
package struct BeadClaimNext: Command {
    package typealias Reply = ClaimReply
    package static let verb = "bead.claim-next"
    package var home: BeadHome?
    package var assignee: String?

    package init(home: BeadHome? = nil, assignee: String? = nil) {
        self.home = home
        self.assignee = assignee
    }
}

package struct ClaimReply: Codable, Hashable, Sendable {
    /// nil: nothing is ready.
    package var bead: Bead?

    package init(bead: Bead?) { self.bead = bead }
}

/// Deletes beads: they stay as tombstones, so that a merge knows of it. What waited for them waits no more.
package struct BeadDelete: Command {
    package typealias Reply = BeadsReply
    package static let verb = "bead.delete"
    package var ids: [BeadID]
    package var reason: String
    /// Their open parts too, at any depth; without it, a bead that has some is refused.
    package var cascade: Bool

    package init(ids: [BeadID], reason: String, cascade: Bool = false) {
        self.ids = ids
        self.reason = reason
        self.cascade = cascade
    }
}

/// Makes many beads at once, all or none.
package struct BeadsCreate: Command {
    package typealias Reply = BeadsReply
    package static let verb = "bead.create-many"
    package var beads: [Item]

    package init(beads: [Item]) { self.beads = beads }

    /// A new bead that may name others of the same command, which have no ids yet.
    package struct Item: Codable, Hashable, Sendable {
        /// What others of the command call it; nil when none does.
        package var ref: String?
        package var bead: BeadCreate
        /// The `ref` of its parent, which comes before it.
        package var parentRef: String?
        /// The `ref`s of what it waits for.
        package var needRefs: [String]?

        package init(ref: String? = nil, bead: BeadCreate, parentRef: String? = nil, needRefs: [String]? = nil) {
            self.ref = ref
            self.bead = bead
            self.parentRef = parentRef
            self.needRefs = needRefs
        }
    }
}

package struct BeadsReply: Codable, Hashable, Sendable {
    package var beads: [Bead]

    package init(beads: [Bead]) { self.beads = beads }
}

/// Says something about a bead, for whoever reads it.
package struct BeadComment: Command {
    package typealias Reply = BeadReply
    package static let verb = "bead.comment"
    package var id: BeadID
    package var text: String

    package init(id: BeadID, text: String) {
        self.id = id
        self.text = text
    }
}

/// Makes a gate: a bead that is open until somebody or something opens the way.
package struct GateCreate: Command {
    package typealias Reply = BeadReply
    package static let verb = "gate.create"
    /// What opens a gate.
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// A person closes it.
        case human
        /// `seconds` after it was made.
        case timer
        /// `awaited` ends.
        case bead
    }

    /// The bead that waits for it.
    package var holding: BeadID
    package var kind: Kind
    package var title: String?
    package var seconds: Int64?
    package var awaited: BeadID?

    package init(
        holding: BeadID, kind: Kind, title: String? = nil, seconds: Int64? = nil, awaited: BeadID? = nil
    ) {
        self.holding = holding
        self.kind = kind
        self.title = title
        self.seconds = seconds
        self.awaited = awaited
    }
}

/// What hangs on a bead, or what it hangs on, as a tree.
package struct DependencyTree: Query {
    package typealias Reply = DependencyTreeReply
    package static let verb = "edge.tree"
    package enum Direction: String, Codable, Hashable, Sendable, CaseIterable {
        /// What it depends on.
        case down
        /// What depends on it.
        case up
    }

    package var id: BeadID
    package var direction: Direction
    package var depthMax: Int

    package init(id: BeadID, direction: Direction = .down, depthMax: Int = 50) {
        self.id = id
        self.direction = direction
        self.depthMax = depthMax
    }
}

package struct DependencyTreeReply: Codable, Hashable, Sendable {
    /// Depth first, the root first.
    package var nodes: [Node]
    /// There is more than an answer holds.
    package var isCut: Bool

    package init(nodes: [Node], isCut: Bool) {
        self.nodes = nodes
        self.isCut = isCut
    }

    package struct Node: Codable, Hashable, Sendable {
        package var depth: Int
        package var bead: Bead
        /// The edge by which it hangs on the one above; nil for the root.
        package var type: EdgeType?
        /// It stands elsewhere in the tree with what is below it.
        package var isRepeated: Bool

        package init(depth: Int, bead: Bead, type: EdgeType?, isRepeated: Bool) {
            self.depth = depth
            self.bead = bead
            self.type = type
            self.isRepeated = isRepeated
        }
    }
}

/// Rings of beads that wait for each other: a command makes none, a file may bring one.
package struct DependencyCycles: Query {
    package typealias Reply = DependencyCyclesReply
    package static let verb = "edge.cycles"

    package init() {}
}

package struct DependencyCyclesReply: Codable, Hashable, Sendable {
    /// Each in the order in which they wait for each other.
    package var cycles: [[BeadID]]

    package init(cycles: [[BeadID]]) { self.cycles = cycles }
}

/// Beads with these words, the best first unless an order is named.
package struct BeadSearch: Query {
    package typealias Reply = BeadPage
    package static let verb = "bead.search"
    package var text: String
    package var home: BeadHome?
    package var includeClosed: Bool
    package var limit: Int
    /// What else they must fulfil; in its place, `home` and `includeClosed` say nothing.
    package var selection: BeadSelection?
    package var order: BeadOrder?
    /// The cursor of the page before.
    package var after: String?

    package init(
        text: String, home: BeadHome? = nil, includeClosed: Bool = true, limit: Int = 50,
        selection: BeadSelection? = nil, order: BeadOrder? = nil, after: String? = nil
    ) {
        self.text = text
        self.home = home
        self.includeClosed = includeClosed
        self.limit = limit
        self.selection = selection
        self.order = order
        self.after = after
    }
}
