package import TownModel

/// A session leaves a note for the next one, in the place of the note before it.
package struct HandoffWrite: Command {
    package typealias Reply = HandoffReply
    package static let verb = "handoff.write"
    package var subject: String
    package var text: String
    /// What it is about: only ever the bead on the speaker's own hook; nil means that one, or none.
    package var bead: BeadID?

    package init(subject: String, text: String, bead: BeadID? = nil) {
        self.subject = subject
        self.text = text
        self.bead = bead
    }
}

package struct HandoffReply: Codable, Hashable, Sendable {
    package var handoff: Handoff

    package init(handoff: Handoff) { self.handoff = handoff }
}

/// The speaker's session has been shown it. Id: `handoff-shown/<incarnation>/<number>`.
package struct HandoffShown: Command {
    package typealias Reply = Done
    package static let verb = "handoff.shown"
    package var number: Int64

    package init(number: Int64) { self.number = number }
}
