internal import TownModel

/// What waits in line about one subject: words go out one after the other, each after the answer of the one before;
/// hands work one after the other, each after the words that were said before it.
struct SubjectQueue: Sendable {
    enum Word: Sendable {
        case command(Outgoing)
        /// Hands that need no intent start when the words before them were answered.
        case start(CommandID)
    }

    var words: [Word] = []
    /// Intents of hands whose turn has not come.
    var waiting: [CommandID] = []
    var performing: CommandID?

    var isEmpty: Bool { words.isEmpty && waiting.isEmpty && performing == nil }
}

/// A command on its way.
struct Outgoing: Sendable {
    enum Purpose: Hashable, Sendable {
        /// The core said it.
        case say
        /// The intent of these hands.
        case open(CommandID)
        case settle(CommandID)
    }

    var draft: CommandDraft
    var purpose: Purpose
    var cause: String
    /// Sent, and neither answered nor given up.
    var isInFlight = false
    /// After a busy or silent store: not before this moment.
    var retryAt: Timestamp?
    var pause: Duration = RuntimeLimits.retryFirst
    /// The key that it went out with.
    var key: String?
}

/// Hands from the moment the core asks for them until their outcome was told.
struct Hands<Effect: Equatable & Sendable>: Sendable {
    var effect: Effect
    var draft: HandsDraft
    /// What the core decided on when it asked for them.
    var cause: String
}
