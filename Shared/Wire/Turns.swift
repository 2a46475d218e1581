package import TownModel

/// What is new for an agent: the first few of each kind, and how many there are. For the speaker when `agent` is nil.
package struct NewsShow: Query {
    package typealias Reply = News
    package static let verb = "news.show"
    package var agent: Address?

    package init(agent: Address? = nil) { self.agent = agent }
}

/// What is new among an agent's unread letters, in numbers.
package struct NewLetters: Codable, Hashable, Sendable {
    /// Those that were before no turn of the agent's that has ended.
    package var count: Int
    /// Of each urgency that occurs, the most urgent first.
    package var urgencies: [UrgencyCount]
    /// By who wrote them, of the first few hundred; empty where all of them are shown.
    package var writers: [WriterCount]

    package init(count: Int, urgencies: [UrgencyCount] = [], writers: [WriterCount] = []) {
        self.count = count
        self.urgencies = urgencies
        self.writers = writers
    }
}

package struct UrgencyCount: Codable, Hashable, Sendable {
    package var priority: Priority
    package var count: Int

    package init(priority: Priority, count: Int) {
        self.priority = priority
        self.count = count
    }
}

package struct WriterCount: Codable, Hashable, Sendable {
    package var writer: LetterWriter
    package var count: Int

    package init(writer: LetterWriter, count: Int) {
        self.writer = writer
        self.count = count
    }
}

/// What an agent has not seen yet. Bounded: it is printed into a conversation.
package struct News: Codable, Hashable, Sendable {
    package var agent: Address
    /// The first few of those that are new, without bodies; urgent ones first, then the newest.
    package var unread: [Mail]
    /// New or not.
    package var unreadCount: Int
    /// The oldest first; their text only for whom they are for.
    package var nudges: [Nudge]
    package var nudgeCount: Int
    /// Set while the town is stopped.
    package var stopped: String?
    /// What has happened in the town: for the Mayor's agent; nil where nothing has.
    package var changes: TownChanges?
    /// nil: all that is unread is new.
    package var letters: NewLetters?
    /// Where something is new that the agent has subscribed to; nil where nothing is.
    package var channels: [ChannelNews]?

    package init(
        agent: Address, unread: [Mail], unreadCount: Int, nudges: [Nudge], nudgeCount: Int, stopped: String? = nil,
        changes: TownChanges? = nil, channels: [ChannelNews]? = nil, letters: NewLetters? = nil
    ) {
        self.letters = letters
        self.channels = channels
        self.changes = changes
        self.agent = agent
        self.unread = unread
        self.unreadCount = unreadCount
        self.nudges = nudges
        self.nudgeCount = nudgeCount
        self.stopped = stopped
    }

    package var isEmpty: Bool { unreadCount == 0 && nudgeCount == 0 && changes == nil && channels == nil }
}

/// The speaker's session has printed these letters of its news in the turn that runs: when that turn has ended they are no
/// news any more. Between turns it says nothing.
package struct LettersShown: Command {
    package typealias Reply = Done
    package static let verb = "letters.shown"
    package var ids: [BeadID]

    package init(ids: [BeadID]) { self.ids = ids }
}

/// A session begins a turn: what it was shown before is now before it. The answer has what is new.
package struct TurnStart: Command {
    package typealias Reply = News
    package static let verb = "turn.start"
    /// The speaker's own.
    package var incarnation: Incarnation

    package init(incarnation: Incarnation) { self.incarnation = incarnation }
}

/// A session is about to end its turn. Unless something holds it, the turn has ended, and what it had before
/// it was acted on.
package struct TurnEnd: Command {
    package typealias Reply = TurnEndReply
    package static let verb = "turn.end"
    /// The speaker's own.
    package var incarnation: Incarnation
    /// False where the agent goes on because it was held before: it is let go.
    package var mayHold: Bool
    /// The turn came to nothing, and why; nil: it did not.
    package var refusal: TurnRefusal?

    package init(incarnation: Incarnation, mayHold: Bool, refusal: TurnRefusal? = nil) {
        self.incarnation = incarnation
        self.mayHold = mayHold
        self.refusal = refusal
    }
}

/// Why a turn was refused, as the agent's program says it.
package struct TurnRefusal: Codable, Hashable, Sendable {
    package var words: String
    /// Of a limit of its provider's: until when it is to wait.
    package var limitedUntil: Timestamp?

    package init(words: String, limitedUntil: Timestamp? = nil) {
        self.words = words
        self.limitedUntil = limitedUntil
    }
}

package struct TurnEndReply: Codable, Hashable, Sendable {
    /// Why the turn should go on; empty: it has ended.
    package var holds: [StopHold]
    /// What is new, for the agent that is held; nil for one that is let go.
    package var news: News?

    package init(holds: [StopHold], news: News? = nil) {
        self.holds = holds
        self.news = news
    }
}
