/// What a session leaves for the next one: one record, in the place of the one before it.
///
/// It hangs on the agent; of a worker on its bead, since a worker's name comes from a pool and the next session of the
/// bead may have another.
package struct Handoff: Hashable, Sendable, Codable {
    /// Bytes of the text: it travels in its event, and every session that it is shown to pays for it.
    package static let textBytesMax = 4096

    /// Unique in the town: what an acknowledgement is about.
    package var number: Int64
    package var from: Address
    /// The session that wrote it.
    package var session: Incarnation
    /// What was on the writer's hook.
    package var bead: BeadID?
    package var subject: String
    package var text: String
    package var writtenAt: Timestamp
    /// The session that was shown it last; nil: none yet.
    package var shownTo: Incarnation?

    package init(
        number: Int64, from: Address, session: Incarnation, bead: BeadID? = nil, subject: String, text: String,
        writtenAt: Timestamp, shownTo: Incarnation? = nil
    ) {
        self.number = number
        self.from = from
        self.session = session
        self.bead = bead
        self.subject = subject
        self.text = text
        self.writtenAt = writtenAt
        self.shownTo = shownTo
    }

    /// Whether this session was shown it, and did not write it itself.
    package func isSeen(by session: Incarnation) -> Bool { shownTo == session && self.session != session }
}
