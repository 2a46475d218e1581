/// A reason why an agent should not end its turn now. Each holds one stop and no more.
package struct StopHold: Hashable, Sendable, Codable {
    package var kind: StopKind
    /// The assignment, the newest letter's place in the inbox, or the newest nudge: a higher one is a new reason.
    package var number: Int64
    /// What is on the hook; only of `work`.
    package var bead: BeadID?

    package init(kind: StopKind, number: Int64, bead: BeadID? = nil) {
        self.kind = kind
        self.number = number
        self.bead = bead
    }
}

package enum StopKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something is on the hook and not handed in.
    case work
    /// Letters that were not read.
    case mail
    /// Nudges that were not shown.
    case nudge
}
