internal import Agents
internal import TownModel

/// How a program is told things on its stdin: four texts, all or none.
extension AgentFile {
    static func stream(_ base: StreamForm?, _ table: StrictTable) throws(ConfigurationError) -> StreamForm? {
        var texts: [String: String] = [:]
        for key in streamKeys {
            if let text = try table.text(key) { texts[key] = text }
        }
        let refused = try table.text(refusedKey)
        guard !texts.isEmpty || refused != nil else { return base }
        let known = base.map {
            [
                "stdin_message": $0.message, "stdin_taken": $0.taken, "stdin_turn_started": $0.turnStarted,
                "stdin_turn_ended": $0.turnEnded,
            ]
        }
        texts.merge(known ?? [:]) { said, _ in said }
        if let missing = streamKeys.first(where: { texts[$0] == nil }) {
            throw table.failure("\"\(missing)\" is missing: it goes with the other settings of stdin", at: missing)
        }
        let form = StreamForm(
            message: texts["stdin_message"] ?? "", taken: texts["stdin_taken"] ?? "",
            turnStarted: texts["stdin_turn_started"] ?? "", turnEnded: texts["stdin_turn_ended"] ?? "",
            turnRefused: refused ?? base?.turnRefused)
        if let (setting, reason) = form.problem {
            throw table.failure("\"\(setting)\" \(reason)", at: setting)
        }
        return form
    }

    private static let streamKeys = ["stdin_message", "stdin_taken", "stdin_turn_started", "stdin_turn_ended"]
    private static let refusedKey = "stdin_turn_refused"

    static func checkStream(_ preset: AgentPreset, _ table: StrictTable) throws(ConfigurationError) {
        guard (preset.firstPrompt == .message) == (preset.stream != nil) else {
            throw table.failure("prompt = \"message\" and \"stdin_message\" go together", at: "prompt")
        }
        guard preset.stream == nil || !preset.readsTerminal else {
            throw table.failure("prompt = \"message\" goes without a terminal", at: "prompt")
        }
    }
}
