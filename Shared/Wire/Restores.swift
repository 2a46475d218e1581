package import TownModel

/// What `gt-beads-store --restore` did, as it prints it.
package struct RestoreFacts: Codable, Hashable, Sendable {
    package var copy: String
    /// The ledger's new one.
    package var epoch: Int64
    /// The last event of the copy.
    package var copySequence: Int64
    /// The last event now.
    package var sequence: Int64
    package var beads: Int64
    /// Where the ledger lies that was in place before; nil when there was none.
    package var replaced: String?

    package init(
        copy: String, epoch: Int64, copySequence: Int64, sequence: Int64, beads: Int64, replaced: String?
    ) {
        self.copy = copy
        self.epoch = epoch
        self.copySequence = copySequence
        self.sequence = sequence
        self.beads = beads
        self.replaced = replaced
    }
}

/// A head that somebody handed in, as its ref says: `refs/gt/submitted/<bead>/<head>`.
package struct HandedIn: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var head: CommitID

    package init(bead: BeadID, head: CommitID) {
        self.bead = bead
        self.head = head
    }
}

/// Of what somebody found in the world: what does the ledger know nothing of? Answered by the same lists, shorter.
package struct TownUnknown: Query {
    package typealias Reply = TownUnknown
    package static let verb = "town.unknown"
    /// Sessions with a process.
    package var sessions: [Incarnation]
    /// Relative to the town's directory, as the ledger has them.
    package var worktrees: [String]
    package var heads: [HandedIn]
    /// The numbers of assignments under which something was saved.
    package var rescues: [Int64]

    package init(
        sessions: [Incarnation] = [], worktrees: [String] = [], heads: [HandedIn] = [], rescues: [Int64] = []
    ) {
        self.sessions = sessions
        self.worktrees = worktrees
        self.heads = heads
        self.rescues = rescues
    }
}

/// Somebody has compared a restored ledger with the world: the town may be thawed. The beads whose work had landed
/// although the ledger did not know are closed as landed.
package struct TownReconcile: Command {
    package typealias Reply = TownReconciled
    package static let verb = "town.reconcile"
    package var landed: [LandedBefore]
    /// For the feed: what was found.
    package var note: String

    package init(landed: [LandedBefore], note: String) {
        self.landed = landed
        self.note = note
    }
}

/// Work that the target has, proven by a merge of the town's own.
package struct LandedBefore: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var head: CommitID
    /// The merge.
    package var tip: CommitID

    package init(bead: BeadID, head: CommitID, tip: CommitID) {
        self.bead = bead
        self.head = head
        self.tip = tip
    }
}

package struct TownReconciled: Codable, Hashable, Sendable {
    /// The beads that were closed by it: those that were open, and are not landing.
    package var closed: [BeadID]

    package init(closed: [BeadID]) { self.closed = closed }
}
