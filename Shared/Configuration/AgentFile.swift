internal import Agents
package import TownModel

/// `config/agents.toml`: presets beside those that come with the program, a table each, named for the preset.
package enum AgentFile {
    /// By name. `path` is for messages only.
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> [AgentPreset] {
        let file = try StrictTable(text: text, path: path)
        var presets: [AgentPreset] = []
        for name in file.keys {
            guard let table = try file.table(name) else { continue }
            guard isName(name) else {
                throw file.failure(
                    "\"\(name)\" can't be a preset's name: that is a lower-case letter, then letters, digits and "
                        + "hyphens, \(nameBytesMax) at most", at: name)
            }
            guard AgentPreset.shipped[name] == nil else {
                throw file.failure(
                    "the preset \"\(name)\" comes with the program: give yours another name, and say "
                        + "extends = \"\(name)\" in it", at: name)
            }
            presets.append(try preset(name, table))
        }
        return presets
    }

    private static let nameBytesMax = 40

    private static func isName(_ name: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard let first = name.utf8.first, letters.contains(first), name.utf8.count <= nameBytesMax else {
            return false
        }
        return name.utf8.allSatisfy {
            letters.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
    }

    private static func preset(_ name: String, _ table: StrictTable) throws(ConfigurationError) -> AgentPreset {
        try table.checkKeys(ConfigurationKey.agent)
        var preset = try base(name, table)
        if let command = try table.texts("command") { preset.command = command }
        if let terminal = try table.flag("terminal") { preset.readsTerminal = terminal }
        if let clean = try table.flag("restarts_clean") { preset.restartsClean = clean }
        if let prompt = try table.text("prompt") { preset.firstPrompt = try firstPrompt(prompt, table) }
        if let flag = try table.text("prompt_flag") { preset.promptFlag = flag }
        if let names = try table.texts("environment") { preset.environment = names }
        preset.promptLine = try promptLine(preset.promptLine, table)
        preset.stream = try stream(preset.stream, table)
        if let words = try table.texts("non_interactive") { preset.nonInteractive = NonInteractiveForm(words) }
        preset.resume = try resume(preset.resume, table)
        try setSigns(of: &preset, table)
        if let words = try table.texts("version") { preset.versionArguments = words }
        try check(preset, table)
        return preset
    }

    /// What another one is run with is not known to work with the changes too.
    private static func base(_ name: String, _ table: StrictTable) throws(ConfigurationError) -> AgentPreset {
        guard let extended = try table.text("extends") else {
            return AgentPreset(
                name: name, command: [], readsTerminal: false, environment: AgentPreset.standardVariables)
        }
        guard var base = AgentPreset.shipped[extended] else {
            let known = AgentPreset.shippedInOrder.map(\.name).joined(separator: ", ")
            throw table.failure("\"extends\" is one of \(known), not \"\(extended)\"", at: "extends")
        }
        base.name = name
        base.verifiedWith = nil
        return base
    }

    private static func firstPrompt(
        _ word: String, _ table: StrictTable
    ) throws(ConfigurationError) -> FirstPrompt {
        guard let prompt = FirstPrompt(rawValue: word) else {
            let known = FirstPrompt.allCases.map(\.rawValue).joined(separator: ", ")
            throw table.failure("\"prompt\" is one of \(known), not \"\(word)\"", at: "prompt")
        }
        return prompt
    }

    private static func promptLine(
        _ base: PromptLine?, _ table: StrictTable
    ) throws(ConfigurationError) -> PromptLine? {
        var line = base
        if let sign = try table.text("prompt_sign") {
            guard sign.contains(where: { !$0.isWhitespace }) else {
                throw table.failure("\"prompt_sign\" is what its line begins with, and not blank", at: "prompt_sign")
            }
            line = PromptLine(sign)
        }
        if let hasEditor = try table.flag("line_editor") {
            guard line != nil else {
                throw table.failure("\"line_editor\" needs a prompt_sign", at: "line_editor")
            }
            line?.hasLineEditor = hasEditor
        }
        return line
    }

    private static func resume(
        _ base: ResumeForm?, _ table: StrictTable
    ) throws(ConfigurationError) -> ResumeForm? {
        var form = base
        if let words = try table.texts("resume") {
            guard !words.isEmpty else { throw table.failure("\"resume\" needs a word at least", at: "resume") }
            form = ResumeForm(words)
        }
        if let words = try table.texts("fork") {
            guard form != nil else { throw table.failure("\"fork\" needs a resume", at: "fork") }
            form?.fork = words
        }
        return form
    }

    /// What only makes sense together.
    private static func check(_ preset: AgentPreset, _ table: StrictTable) throws(ConfigurationError) {
        guard !preset.command.isEmpty else {
            throw table.failure("\"command\" is missing: the program and its arguments, as a list", at: "command")
        }
        if let bad = preset.environment.first(where: { !isVariable($0) }) {
            throw table.failure("\"environment\" lists names of variables; \"\(bad)\" is none", at: "environment")
        }
        guard (preset.firstPrompt == .flag) == (preset.promptFlag != nil) else {
            throw table.failure("\"prompt_flag\" and prompt = \"flag\" go together", at: "prompt_flag")
        }
        try checkStream(preset, table)
        guard !preset.readsTerminal else { return }
        switch preset.firstPrompt {
        case .pasted:
            throw table.failure("prompt = \"pasted\" needs a terminal", at: "prompt")
        case nil:
            throw table.failure("\"prompt\" is missing: how it is told what to do", at: "prompt")
        case .input, .argument, .flag, .message, .some(.none): return
        }
    }

    private static func isVariable(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0 != UInt8(ascii: "=") && $0 > UInt8(ascii: " ") && $0 < 0x7F }
    }
}

extension ConfigurationKey {
    /// Of one preset's table in `config/agents.toml`.
    package static let agent: [ConfigurationKey] = [
        ConfigurationKey(
            name: "extends", shape: "a preset that comes with the program", standard: "none",
            sentence: "What is not said here is as it is there."),
        ConfigurationKey(
            name: "command", shape: "a list of texts", standard: nil,
            sentence: "The program, by name or path, and its arguments."),
        ConfigurationKey(
            name: "terminal", shape: "true or false", standard: "false",
            sentence: "Whether it is prompted through a terminal: it gets a pane of the town's tmux server."),
        ConfigurationKey(
            name: "restarts_clean", shape: "true or false", standard: "false",
            sentence: "Whether another attempt begins at the target's head, not at the work that came back."),
        ConfigurationKey(
            name: "prompt", shape: FirstPrompt.allCases.map(\.rawValue).joined(separator: ", "), standard: nil,
            sentence:
                "How it is told what to do: not at all, as its stdin, as its last argument, that after a flag, typed "
                + "into its line, as the first message on its stdin."),
        ConfigurationKey(
            name: "prompt_flag", shape: "text", standard: "none", sentence: "The flag of prompt = \"flag\"."),
        ConfigurationKey(
            name: "prompt_sign", shape: "text", standard: "none",
            sentence: "What its line begins with: without it nothing can be typed to it."),
        ConfigurationKey(
            name: "stdin_message", shape: "text", standard: "none",
            sentence: "A message on its stdin, one line of JSON: {text} is what is said, {id} its name in a string."),
        ConfigurationKey(
            name: "stdin_taken", shape: "text", standard: "none",
            sentence: "Members of the line of its output that says that it has taken up the message {id}."),
        ConfigurationKey(
            name: "stdin_turn_started", shape: "text", standard: "none",
            sentence: "Members of the line that says that a turn has begun."),
        ConfigurationKey(
            name: "stdin_turn_ended", shape: "text", standard: "none",
            sentence: "Members of the line that says that its turn has ended."),
        ConfigurationKey(
            name: "stdin_turn_refused", shape: "text", standard: "none",
            sentence: "Members of the line that says that its turn was refused; {words} stands for the reason."),
        ConfigurationKey(
            name: "line_editor", shape: "true or false", standard: "false",
            sentence: "Whether its line has the keys C-e, C-u and C-y of Emacs and readline."),
        ConfigurationKey(
            name: "environment", shape: "a list of names",
            standard: AgentPreset.standardVariables.joined(separator: ", "),
            sentence: "The variables that it sees of those that gt up was called with."),
        ConfigurationKey(
            name: "non_interactive", shape: "a list of texts", standard: "none",
            sentence: "What comes between the program and one prompt to answer: for gt agent test --prompt."),
        ConfigurationKey(
            name: "resume", shape: "a list of texts", standard: "none",
            sentence: "What comes between the program and the id of an earlier conversation: for gt seance --talk."),
        ConfigurationKey(
            name: "fork", shape: "a list of texts", standard: "none",
            sentence: "What comes behind that id and has it go on in a copy."),
        ConfigurationKey(
            name: "working_signs", shape: "a list of texts", standard: "none",
            sentence: "Words on its screen while a turn is in progress."),
        ConfigurationKey(
            name: "asking_signs", shape: "a list of texts", standard: "none",
            sentence: "Words in its line or below it while a person is asked something: nothing is typed then."),
        ConfigurationKey(
            name: "ready_sign", shape: "text", standard: "its prompt_sign",
            sentence: "What its line begins with when it waits for its first prompt."),
        ConfigurationKey(
            name: "ready_seconds", shape: "a number from 1 to 600", standard: "10",
            sentence: "For so long after its start that is waited for."),
        ConfigurationKey(
            name: "idle_sign", shape: "text", standard: "unknown",
            sentence: "What its line begins with whenever it waits for a prompt."),
        ConfigurationKey(
            name: "rate_limit_signs", shape: "a list of texts", standard: "unknown",
            sentence: "Words on its screen, or in its last lines, that mean: no more for now. It waits until they say."),
        ConfigurationKey(
            name: "version", shape: "a list of texts", standard: "--version",
            sentence: "What has the program say its version: for gt agent test."),
    ]
}
