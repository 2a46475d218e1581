/// A session that stalled was ended, and another one begins in its place: the same assignment on the same hook, the same
/// worktree with all that lies in it, and a note for the one that comes.
package struct Renewal: Hashable, Sendable, Codable {
    /// Times that a rule does this to one assignment: a program that hangs twice at the same work hangs a third time.
    package static let timesMax = 1

    package var times: Int
    /// The number of the note.
    package var handoff: Int64
    /// The session before is still to end.
    package var isUnderWay: Bool

    package init(times: Int, handoff: Int64, isUnderWay: Bool) {
        self.times = times
        self.handoff = handoff
        self.isUnderWay = isUnderWay
    }
}

extension Assignment {
    /// Its session is to end, and its work stays on the hook.
    package var isRenewed: Bool { renewal?.isUnderWay == true }
}
