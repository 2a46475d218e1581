internal import TownModel

/// What a program's screen says of it.
extension AgentFile {
    static func setSigns(of preset: inout AgentPreset, _ table: StrictTable) throws(ConfigurationError) {
        if let sign = try table.text("ready_sign") { preset.readySign = try seen(sign, "ready_sign", table) }
        if let seconds = try table.number("ready_seconds", in: 1...600) { preset.readySeconds = seconds }
        if let sign = try table.text("idle_sign") { preset.idleSign = try seen(sign, "idle_sign", table) }
        if let signs = try table.texts("rate_limit_signs") { preset.rateLimitSigns = signs }
        for key in ["working_signs", "asking_signs"] {
            guard let signs = try table.texts(key) else { continue }
            // They are looked for around its line.
            guard preset.promptLine != nil else { throw table.failure("\"\(key)\" needs a prompt_sign", at: key) }
            if key == "working_signs" {
                preset.promptLine?.workingSigns = signs
            } else {
                preset.promptLine?.askingSigns = signs
            }
        }
    }

    private static func seen(
        _ sign: String, _ key: String, _ table: StrictTable
    ) throws(ConfigurationError) -> String {
        guard sign.contains(where: { !$0.isWhitespace }) else {
            throw table.failure("\"\(key)\" is what its line begins with, and not blank", at: key)
        }
        return sign
    }
}
