package import TownModel

/// Why is it so, and what is awaited now? Of a bead, a merge request, a convoy, an agent or an event: all of it true for
/// one sequence.
package struct TownWhy: Query {
    package typealias Reply = WhyReply
    package static let verb = "town.why"
    /// A full id or an unambiguous beginning of one, a full address, a sequence number, or an event's id.
    package var about: String
    /// What it must be; nil: whatever has that name. A bead's id asked for as a request means its newest one.
    package var kind: WhyKind?

    package init(about: String, kind: WhyKind? = nil) {
        self.about = about
        self.kind = kind
    }
}

package enum WhyKind: String, Codable, Hashable, Sendable, CaseIterable {
    case bead
    case request
    case convoy
    case agent
    case event
}

package struct WhyReply: Codable, Hashable, Sendable {
    package var kind: WhyKind
    /// Its full id, address or sequence.
    package var id: String
    /// The store's clock: what the moments of what is awaited are compared with.
    package var at: Timestamp
    /// The row itself, where there is one.
    package var bead: Bead?
    package var request: MergeRequest?
    /// Of the request among those of its target, from 1; nil once it has ended.
    package var place: Int?
    package var convoy: Convoy?
    /// What is awaited now; empty for what has ended, and for events.
    package var awaited: [Awaited]
    /// How often it came back and what follows from that; each a sentence.
    package var returns: [String]
    /// How it came to this: the newest event about it first, then what led to that, to the root.
    package var chain: [WhyStep]
    package var chainEnd: WhyEnd
    /// Of an event: what followed from it, oldest first.
    package var followed: [WhyStep]
    /// More followed than is named.
    package var isCut: Bool

    package init(
        kind: WhyKind, id: String, at: Timestamp, bead: Bead? = nil, request: MergeRequest? = nil, place: Int? = nil,
        convoy: Convoy? = nil, awaited: [Awaited] = [], returns: [String] = [], chain: [WhyStep] = [],
        chainEnd: WhyEnd = WhyEnd(.none), followed: [WhyStep] = [], isCut: Bool = false
    ) {
        self.kind = kind
        self.id = id
        self.at = at
        self.bead = bead
        self.request = request
        self.place = place
        self.convoy = convoy
        self.awaited = awaited
        self.returns = returns
        self.chain = chain
        self.chainEnd = chainEnd
        self.followed = followed
        self.isCut = isCut
    }
}

/// One event of a chain of causes.
package struct WhyStep: Codable, Hashable, Sendable {
    /// As it was published; its `cause` is the command that made it.
    package var event: CloudEvent
    /// How the next one of the chain (of what followed: the one before) is its cause.
    package var link: WhyLink?

    package init(event: CloudEvent, link: WhyLink? = nil) {
        self.event = event
        self.link = link
    }
}

/// By what one event leads to another.
package enum WhyLink: String, Codable, Hashable, Sendable, CaseIterable {
    /// A role was told of it, and its command followed.
    case told
    /// What was announced there was done.
    case intent
    /// The command that made it set the timer that fired.
    case timer
    /// It gave the work to the session that speaks.
    case session
}

/// Where a chain of causes ends.
package struct WhyEnd: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// There is no event about it.
        case none
        /// Somebody's own command.
        case command
        /// A role looked around by itself, or listed its state.
        case round
        /// The store itself: founding, configuration, a restore.
        case store
        /// A timer of which nobody knows any more who set it.
        case timer
        /// The log no longer has what led to it, or it was refused.
        case cleared
        /// It goes on: the chain is longer than an answer.
        case cut
    }

    package var kind: Kind
    /// The id of what led to it, where it is named.
    package var because: String?

    package init(_ kind: Kind, because: String? = nil) {
        self.kind = kind
        self.because = because
    }
}
