package import TownModel

/// What decides whether a bead can be worked on: its own fields, and the facts that every change keeps up to date.
package struct Readiness: Hashable, Sendable {
    package var status: BeadStatus
    package var type: BeadType
    package var pinned: Bool
    /// Its `deferUntil` is set; the store's timer clears it when the moment has come, so no clock is asked here.
    package var deferred: Bool
    /// Edges that hold it: see `BlockingRule`.
    package var blockers: Int
    package var inherited: Inheritance
    /// In a rig's dispatch queue. (A hook and the merge queue show in the status.)
    package var queued: Bool
    package var marks: BeadMarks

    package init(
        status: BeadStatus, type: BeadType = .task, pinned: Bool = false, deferred: Bool = false, blockers: Int = 0,
        inherited: Inheritance = [], queued: Bool = false, marks: BeadMarks = []
    ) {
        self.status = status
        self.type = type
        self.pinned = pinned
        self.deferred = deferred
        self.blockers = blockers
        self.inherited = inherited
        self.queued = queued
        self.marks = marks
    }

    /// Exactly one, whatever the fields say.
    package var disposition: Disposition {
        if status.isEnded { return .closed }
        if pinned || !marks.isEmpty || !type.isWork { return .notWork }
        if queued || Self.held.contains(status) { return .taken }
        if isBlocked { return .blocked }
        if isDeferred { return .deferred }
        return status == .open ? .ready : .notWork
    }

    /// What beads of this status can wait for, whatever else is the case with them.
    package static func dispositions(of status: BeadStatus) -> Set<Disposition> {
        var found: Set<Disposition> = []
        for type in [BeadType.task, .epic] {
            for (isDeferred, blockers) in [(false, 0), (true, 0), (false, 1)] {
                for isQueued in [false, true] {
                    let facts = Readiness(
                        status: status, type: type, deferred: isDeferred, blockers: blockers, queued: isQueued)
                    found.insert(facts.disposition)
                }
            }
        }
        return found
    }

    /// Whether it can be worked on now, by this idea of it or that.
    package func isReady(_ semantics: Semantics) -> Bool {
        switch semantics {
        case .town: disposition == .ready
        case .beads047:
            Self.workable047.contains(status.rawValue) && !pinned && !marks.contains(.ephemeral)
                && !Self.records047.contains(type.rawValue) && !deferred && blockers == 0
                && !inherited.contains(.blocked)
        }
    }

    /// What its children have of it: an open parent does not block, a blocked or deferred one does.
    package var passedDown: Inheritance {
        guard !status.isEnded else { return [] }
        var passed: Inheritance = []
        if isBlocked { passed.insert(.blocked) }
        if isDeferred { passed.insert(.deferred) }
        return passed
    }

    /// Something it, or a bead above it, depends on is not closed.
    package var isBlocked: Bool { blockers > 0 || inherited.contains(.blocked) || status == .blocked }

    /// It, or a bead above it, is put off.
    package var isDeferred: Bool { deferred || inherited.contains(.deferred) || status == .deferred }

    private static let held: Set<BeadStatus> = [.hooked, .inProgress, .submitted]
    private static let workable047: Set = ["open", "in_progress"]
    private static let records047: Set = ["merge-request", "gate", "molecule", "message", "agent"]
}

/// What a bead has from the beads above it: kept as a number in its row.
package struct Inheritance: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A parent is blocked, itself or from above.
    package static let blocked = Inheritance(rawValue: 1)
    /// A parent is deferred, itself or from above.
    package static let deferred = Inheritance(rawValue: 2)
}

/// What makes a bead a record and no work, besides its type and its pin: kept as a number in its row.
package struct BeadMarks: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A wisp's row, which a file should never have had.
    package static let ephemeral = BeadMarks(rawValue: 1)
    /// A mould for others.
    package static let template = BeadMarks(rawValue: 2)
    /// Of a large file that is not here whole yet: what it waits for may still be to come.
    package static let importing = BeadMarks(rawValue: 4)
}
