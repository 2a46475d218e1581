package import TownModel

/// Where a worker's worktree stands at its beginning.
package struct WorktreeGround: Hashable, Sendable {
    /// Of the target's history; what is beyond it is the bead's work.
    package var base: CommitID
    /// The head of an earlier attempt that it began at; nil: it began at `base`.
    package var keptHead: CommitID?
    /// The target as its worker names it to git.
    package var targetRevision: String

    package init(base: CommitID, keptHead: CommitID? = nil, targetRevision: String) {
        self.base = base
        self.keptHead = keptHead
        self.targetRevision = targetRevision
    }
}
