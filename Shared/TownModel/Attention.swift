/// How much somebody wants to hear.
package enum NotifyLevel: String, Hashable, Sendable, Codable, CaseIterable {
    /// Of letters more than the first few.
    case verbose
    case normal
    /// Nothing, until it looks by itself.
    case muted
}

/// What an agent is told while it works: how much, and whether it is to be left alone for a while. Nothing is lost by it:
/// a letter lies in the inbox whatever stands here.
package struct Attention: Hashable, Sendable, Codable {
    package var level: NotifyLevel
    /// Not to be disturbed since then; nil: it may be.
    package var quietSince: Timestamp?
    /// Until then; nil: until somebody says otherwise.
    package var quietUntil: Timestamp?

    package static let normal = Attention()

    package init(level: NotifyLevel = .normal, quietSince: Timestamp? = nil, quietUntil: Timestamp? = nil) {
        self.level = level
        self.quietSince = quietSince
        self.quietUntil = quietUntil
    }

    /// A time that was set ends by itself: whoever looks compares it with the clock.
    package func isQuiet(at now: Timestamp) -> Bool {
        quietSince != nil && quietUntil.map { now < $0 } ?? true
    }

    /// Whether words for now do not reach it.
    package func holdsBack(at now: Timestamp) -> Bool { level == .muted || isQuiet(at: now) }

    /// Whether it is told of a letter while it works: an urgent one is worth a disturbance, unless the agent is muted.
    package func tellsOfLetter(_ priority: Priority, at now: Timestamp) -> Bool {
        level != .muted && (!isQuiet(at: now) || priority == .critical)
    }

    /// Whether it is shown a nudge: what the overseer interrupts with, and what its Witness asks about the work on its
    /// hook, always.
    package func shows(nudgeFrom sender: Address, _ mode: NudgeMode?, at now: Timestamp) -> Bool {
        guard holdsBack(at: now) else { return true }
        switch sender {
        case .overseer: return mode == .interrupt
        case .witness: return true
        default: return false
        }
    }

    /// For people, after a name; nil: there is nothing to say.
    package func words(at now: Timestamp) -> String? {
        if isQuiet(at: now) { return "not to be disturbed" + (quietUntil.map { " until \($0)" } ?? "") }
        return level == .normal ? nil : level.rawValue
    }
}
