/// When a nudge is shown: the words that hands know. All that are taken mean the agent's next turn.
enum NudgeMode {
    /// Why it can't be had; nil when it can.
    static func complaint(_ mode: String) -> String? {
        switch mode {
        case "when-idle", "turn", "wait-idle", "queue": nil
        case "interrupt", "immediate":
            "--mode \(mode) is not in this version: a nudge waits for the agent's next turn"
        default: "--mode is one of when-idle, turn, wait-idle, queue, not \(mode)"
        }
    }
}
