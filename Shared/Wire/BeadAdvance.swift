package import TownModel

/// Ends a bead and takes the next one that can begin under the same parent, in one step: a client that dies in between
/// leaves nothing half done, and no two get the same next one.
package struct BeadAdvance: Command {
    package typealias Reply = AdvanceReply
    package static let verb = "bead.advance"
    package var close: BeadClose
    /// false: the next one is named and stays free.
    package var claims: Bool
    /// Who takes it; nil: the speaker.
    package var assignee: String?

    package init(close: BeadClose, claims: Bool = true, assignee: String? = nil) {
        self.close = close
        self.claims = claims
        self.assignee = assignee
    }
}

package struct AdvanceReply: Codable, Hashable, Sendable {
    package var closed: Bead
    /// The bead at the top, which the closed one is a part of at some depth; nil when it is nobody's part.
    package var root: Bead?
    /// A part of the nearest bead above that has one: the most urgent that is ready. nil: nothing can begin.
    package var next: Bead?
    package var isClaimed: Bool
    /// Parts of the root that are not closed; 0: it is done.
    package var open: Int
    /// When nothing can begin: open parts with what each waits for, the most urgent first; the first few.
    package var waiting: [BlockedBead]

    package init(
        closed: Bead, root: Bead? = nil, next: Bead? = nil, isClaimed: Bool = false, open: Int = 0,
        waiting: [BlockedBead] = []
    ) {
        self.closed = closed
        self.root = root
        self.next = next
        self.isClaimed = isClaimed
        self.open = open
        self.waiting = waiting
    }
}
