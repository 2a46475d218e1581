/// A word for now: shown to the target's session at its next turn, gone after its time to live.
package struct Nudge: Hashable, Sendable, Codable {
    package var number: Int64
    package var from: Address
    package var to: Address
    package var text: String?
    package var state: NudgeState
    package var sentAt: Timestamp
    package var expiresAt: Timestamp
    /// The session that it was shown to.
    package var session: Incarnation?
    package var deliveredAt: Timestamp?
    /// When a turn began, or went on, with it in view.
    package var turnStartedAt: Timestamp?
    /// When it was acted on, or expired.
    package var endedAt: Timestamp?
    /// nil: by a program that knew of none.
    package var mode: NudgeMode?
    /// By which way it is to go; once it is delivered: by which it went.
    package var channel: NudgeChannel?
    /// Why it could not be typed yet.
    package var held: String?

    package init(
        number: Int64, from: Address, to: Address, text: String? = nil, state: NudgeState = .sent, sentAt: Timestamp,
        expiresAt: Timestamp, session: Incarnation? = nil, deliveredAt: Timestamp? = nil,
        turnStartedAt: Timestamp? = nil, endedAt: Timestamp? = nil, mode: NudgeMode? = nil,
        channel: NudgeChannel? = nil, held: String? = nil
    ) {
        self.number = number
        self.from = from
        self.to = to
        self.text = text
        self.state = state
        self.sentAt = sentAt
        self.expiresAt = expiresAt
        self.session = session
        self.deliveredAt = deliveredAt
        self.turnStartedAt = turnStartedAt
        self.endedAt = endedAt
        self.mode = mode
        self.channel = channel
        self.held = held
    }
}

/// How far a nudge has come, by what the reader's own hooks have told; where there are none, by what its program was seen
/// to do with the line that was typed.
package enum NudgeState: String, Hashable, Sendable, Codable, CaseIterable {
    case sent
    /// A session of the target has printed it (`gt prime`, `gt mail check --inject`, `gt signal stop`), or has taken it
    /// from its own line.
    case delivered
    /// A turn began, or goes on, with it in view.
    case turnStarted = "turn-started"
    /// A turn that had it in view has ended, or its work was handed in.
    case acted
    /// Its time was over, or its session's, before that; the sender was written to.
    case expired

    /// Nothing more will become of it.
    package var isOver: Bool { self == .acted || self == .expired }
}
