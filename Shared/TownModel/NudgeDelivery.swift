/// When a nudge is shown.
package enum NudgeMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// As soon as the agent waits for a word: one that is idle is woken.
    case whenIdle = "when-idle"
    /// At the agent's next turn, whoever begins it.
    case turn
    /// At once, also in the middle of a turn.
    case interrupt

    /// By its name, or by the word that hands know.
    package init?(word: String) {
        switch word {
        case "wait-idle": self = .whenIdle
        case "queue": self = .turn
        case "immediate": self = .interrupt
        default: self.init(rawValue: word)
        }
    }

    package static let words = ["when-idle", "turn", "interrupt", "wait-idle", "queue", "immediate"]
}

/// By which way a nudge reaches its reader.
package enum NudgeChannel: String, Hashable, Sendable, Codable, CaseIterable {
    /// The agent asks for it: its own hook at a turn, or `gt prime`.
    case hook
    /// It is typed into the agent's pane.
    case pane
    /// It is written to the agent's stdin, as a line of JSON.
    case stdin

    /// Somebody who hosts the agent brings it: it does not wait to be asked for.
    package var isBrought: Bool { self != .hook }
}
