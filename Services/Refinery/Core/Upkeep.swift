package import TownModel

/// A head that was handed in: `refs/gt/submitted/<bead>/<head>`.
package struct SubmittedHead: Hashable, Sendable {
    package var ref: String
    package var head: CommitID

    package init(ref: String, head: CommitID) {
        self.ref = ref
        self.head = head
    }
}

/// What came of the daily upkeep of the rig's clone.
package enum UpkeepReport: Hashable, Sendable {
    /// Done now, or not long ago; next due then.
    case done(next: Timestamp)
    case failed(reason: String)
}

/// Which submitted heads need their ref no more.
package enum SubmittedRefs {
    /// Those whose landing (by head, its moment, as the target's own history tells it now) is over for long enough, and
    /// that no open request names. What was withdrawn, rejected or sent back has no landing, and is kept for good.
    package static func removable(
        _ submitted: [SubmittedHead], landed: [CommitID: Timestamp], sparing open: Set<CommitID>, at now: Timestamp
    ) -> [SubmittedHead] {
        submitted.filter { submitted in
            guard let moment = landed[submitted.head], !open.contains(submitted.head) else { return false }
            return moment.advanced(by: Limits.submittedKept) <= now
        }
    }
}
