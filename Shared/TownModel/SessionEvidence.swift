/// Why a session is taken to be in its state: nobody guesses, somebody has seen or heard something.
package struct SessionEvidence: Hashable, Sendable, Codable {
    package var kind: EvidenceKind
    /// What was seen, for people: one line.
    package var seen: String
    /// Since when it is so.
    package var since: Timestamp
    /// Of a session that waits: until when, as far as that is known.
    package var until: Timestamp?

    package init(_ kind: EvidenceKind, _ seen: String, since: Timestamp, until: Timestamp? = nil) {
        self.kind = kind
        self.seen = seen
        self.since = since
        self.until = until
    }

    /// Letters of `seen` that are kept: what a screen shows may be long.
    package static let seenLettersMax = 200
}

package enum EvidenceKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A command of the agent's reached the store.
    case word
    /// A hook of its program told of a turn: counts at once, for nobody knows it better.
    case hook
    /// The processes that there are.
    case process
    /// What its terminal, or the end of its output, shows.
    case screen
    /// Its output grows.
    case output
    /// A moment has come that something else named.
    case clock
    /// Nobody answered.
    case silence
}

extension SessionState {
    /// One that evidence may lead to, and away from: the process is there and is to stay.
    package var isSeen: Bool {
        switch self {
        case .working, .idle, .waiting, .stalled, .unknown: true
        case .spawning, .exiting, .ended: false
        }
    }
}
