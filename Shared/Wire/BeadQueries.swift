package import TownModel

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
    /// The bead as a line of a Beads file: every field it has.
    package var line: String?

    package init(
        bead: Bead, edges: [Edge], waitsFor: [String], assignment: Assignment? = nil, request: MergeRequest? = nil,
        line: String? = nil
    ) {
        self.bead = bead
        self.edges = edges
        self.waitsFor = waitsFor
        self.assignment = assignment
        self.request = request
        self.line = line
    }
}

/// Beads by filter, in pages.
package struct BeadList: Query {
    package typealias Reply = BeadPage
    package static let verb = "bead.list"
    package var selection: BeadSelection
    package var order: BeadOrder
    package var limit: Int
    /// The cursor of the page before.
    package var after: String?

    package init(
        selection: BeadSelection = BeadSelection(), order: BeadOrder = BeadOrder(), limit: Int = 50,
        after: String? = nil
    ) {
        self.selection = selection
        self.order = order
        self.limit = limit
        self.after = after
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

/// Open beads that wait for others, each with what holds it.
package struct BeadBlocked: Query {
    package typealias Reply = BlockedPage
    package static let verb = "bead.blocked"
    package var home: BeadHome?
    package var limit: Int
    package var after: String?

    package init(home: BeadHome? = nil, limit: Int = 50, after: String? = nil) {
        self.home = home
        self.limit = limit
        self.after = after
    }
}

package struct BlockedPage: Codable, Hashable, Sendable {
    package var beads: [BlockedBead]
    package var next: String?

    package init(beads: [BlockedBead], next: String? = nil) {
        self.beads = beads
        self.next = next
    }
}

package struct BlockedBead: Codable, Hashable, Sendable {
    package var bead: Bead
    /// Beads that an edge makes it wait for; empty when only a parent holds it.
    package var blockedBy: [BeadID]
    /// One sentence for each reason.
    package var reasons: [String]

    package init(bead: Bead, blockedBy: [BeadID], reasons: [String]) {
        self.bead = bead
        self.blockedBy = blockedBy
        self.reasons = reasons
    }
}

/// How many beads there are, in groups.
package struct BeadCount: Query {
    package typealias Reply = BeadCounts
    package static let verb = "bead.count"
    package var selection: BeadSelection
    package var by: Group?

    package init(selection: BeadSelection = BeadSelection(), by: Group? = nil) {
        self.selection = selection
        self.by = by
    }

    package enum Group: String, Codable, Hashable, Sendable, CaseIterable {
        case status, priority, type, assignee, label, rig
    }
}

package struct BeadCounts: Codable, Hashable, Sendable {
    package var total: Int
    /// The largest first. A bead with several labels is in several groups; one with none is in the group of the empty text.
    package var groups: [Count]

    package init(total: Int, groups: [Count] = []) {
        self.total = total
        self.groups = groups
    }

    package struct Count: Codable, Hashable, Sendable {
        package var name: String
        package var count: Int

        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }
}

/// The ledger in numbers.
package struct BeadStats: Query {
    package typealias Reply = BeadStatistics
    package static let verb = "bead.stats"
    package var home: BeadHome?

    package init(home: BeadHome? = nil) { self.home = home }
}

package struct BeadStatistics: Codable, Hashable, Sendable {
    package var total: Int
    /// By stored status.
    package var statuses: [String: Int]
    /// Of open beads, by what they wait for.
    package var dispositions: [String: Int]
    package var pinned: Int
    /// Open epics whose children are all closed.
    package var epicsToClose: Int
    /// From made to closed, of beads that were closed; nil when none was.
    package var averageLeadHours: Double?

    package init(
        total: Int, statuses: [String: Int], dispositions: [String: Int], pinned: Int, epicsToClose: Int,
        averageLeadHours: Double?
    ) {
        self.total = total
        self.statuses = statuses
        self.dispositions = dispositions
        self.pinned = pinned
        self.epicsToClose = epicsToClose
        self.averageLeadHours = averageLeadHours
    }
}

/// What has happened to a bead, from the log: the newest first.
package struct BeadHistory: Query {
    package typealias Reply = HistoryPage
    package static let verb = "bead.history"
    package var id: BeadID
    package var limit: Int

    package init(id: BeadID, limit: Int = 50) {
        self.id = id
        self.limit = limit
    }
}

package struct HistoryPage: Codable, Hashable, Sendable {
    /// Each a CloudEvent, as it was published.
    package var events: [String]
    /// The oldest sequence that the log still has: what came before it is not known here.
    package var oldest: Int64

    package init(events: [String], oldest: Int64) {
        self.events = events
        self.oldest = oldest
    }
}
