/// How an assignment left its worker's hook.
package enum AssignmentEnding: String, Hashable, Sendable, Codable, CaseIterable {
    /// Into the merge queue.
    case handedIn = "handed-in"
    /// Blocked, deferred, or for review: what was done is kept.
    case putAside = "put-aside"
    case noChange = "no-change"
    /// Its session ended without a result.
    case failed
    /// The same by a limit of the agent's provider: nobody's failure.
    case limited
    /// By somebody else: unslung, slung anew, its bead closed.
    case takenBack = "taken-back"
}

/// When, how, by whom and with which words an assignment ended.
package struct AssignmentEnd: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var how: AssignmentEnding
    /// nil: it ended before that was recorded.
    package var by: Address?
    /// The beginning of what was said about it.
    package var note: String?

    package init(at: Timestamp, how: AssignmentEnding, by: Address? = nil, note: String?) {
        self.at = at
        self.how = how
        self.by = by
        self.note = note.map { $0.beginning(Self.noteBytesMax) }
    }

    /// A line for people; the whole is in the event.
    package static let noteBytesMax = 200
}

/// What became of one assignment in the end.
package enum WorkOutcome: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    /// On the hook.
    case working
    /// Handed in, and in the merge queue.
    case queued
    case landed
    /// Green, and kept on its ref: the rig or the sling did not want it merged.
    case kept
    /// It came back from the merge queue to be mended; that is an assignment of its own.
    case reworked
    case rejected
    case withdrawn
    case noChange = "no-change"
    case putAside = "put-aside"
    case failed
    case limited
    case takenBack = "taken-back"
    /// It ended before endings were recorded, and left nothing that tells.
    case unknown
}

/// One line of an agent's history: one assignment.
package struct WorkRecord: Hashable, Sendable, Codable {
    package var assignment: Int64
    package var bead: BeadID
    package var title: String
    package var attempt: Int
    package var outcome: WorkOutcome
    package var begunAt: Timestamp
    /// When it left the hook; nil while it has not, or was not recorded.
    package var endedAt: Timestamp?
    /// The last words about it: of the merge queue, of the worker, of who took it back.
    package var note: String?

    package init(
        assignment: Int64, bead: BeadID, title: String, attempt: Int, outcome: WorkOutcome, begunAt: Timestamp,
        endedAt: Timestamp?, note: String?
    ) {
        self.assignment = assignment
        self.bead = bead
        self.title = title
        self.attempt = attempt
        self.outcome = outcome
        self.begunAt = begunAt
        self.endedAt = endedAt
        self.note = note
    }

    package var duration: Duration? { endedAt.map { begunAt.duration(to: $0) } }
}

/// All of an agent's work in numbers.
package struct WorkTotals: Hashable, Sendable, Codable {
    package var assignments: Int
    /// Without those that are none.
    package var counts: [WorkOutcome: Int]
    /// Half of what landed or was kept took at most so long on the hook; nil: nothing did.
    package var medianSeconds: Int?

    package init(_ records: [WorkRecord]) {
        assignments = records.count
        counts = Dictionary(records.map { ($0.outcome, 1) }, uniquingKeysWith: +)
        let times = records.filter { $0.outcome == .landed || $0.outcome == .kept }.compactMap(\.duration).sorted()
        medianSeconds = times.isEmpty ? nil : Int(times[(times.count - 1) / 2].milliseconds / 1000)
    }
}
