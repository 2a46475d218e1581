package import TownModel

// The kinds of agents that come with the program. What stands here was written down by those who run them, or is in the
// programs' own documentation; docs/agents.md shows it, and a test compares the two. Of those that are verified, signs and
// options are what Tests/Fixtures/agents has recorded, and a test compares these too.
extension AgentPreset {
    /// In the order in which they are shown.
    package static let shippedInOrder: [AgentPreset] = [
        AgentPreset(
            name: "claude", command: ["claude", "--dangerously-skip-permissions"], firstPrompt: .argument,
            // As root it works unasked only where it is told that it is in a sandbox.
            environment: variables("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "IS_SANDBOX"),
            nonInteractive: NonInteractiveForm(["-p"], output: ["--output-format", "json"]),
            resume: ResumeForm(["--resume"], latest: ["--continue"], fork: ["--fork-session"]),
            sessionVariable: "CLAUDE_CODE_SESSION_ID", hooksFile: ".claude/settings.json", hooks: "claude",
            // A no-break space: the choices of its dialogs, and prompts that were handed in, have a common one. The line is
            // there at work too, so it says that it is ready, not that it is idle.
            readySign: "❯\u{A0}", readySeconds: 10,
            rateLimitSigns: [
                "Request rejected (429)", "usage limit reached", "hit your limit", "hour limit reached",
                "rate limit reached",
            ],
            instructionsFile: "CLAUDE.md",
            verifiedWith: "Claude Code 2.1.332 on 2026-11-28, with a stand-in for the model (make agents-e2e)",
            promptLine: PromptLine(
                "❯ ", workingSigns: ["esc to interrupt"], askingSigns: ["Esc to cancel"],
                hasLineEditor: true, showsCursor: false), transcripts: "claude"),
        // The same program without a terminal: nothing asks a person anything, and it says of each message that it has
        // taken it up.
        AgentPreset(
            name: "claude-stream",
            command: [
                "claude", "--dangerously-skip-permissions", "-p", "--input-format", "stream-json", "--output-format",
                "stream-json", "--verbose",
            ], firstPrompt: .message, readsTerminal: false,
            environment: variables("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "IS_SANDBOX"),
            nonInteractive: NonInteractiveForm(["-p"], output: ["--output-format", "json"]),
            resume: ResumeForm(["--resume"], latest: ["--continue"], fork: ["--fork-session"]),
            sessionVariable: "CLAUDE_CODE_SESSION_ID", hooksFile: ".claude/settings.json", hooks: "claude",
            instructionsFile: "CLAUDE.md",
            verifiedWith: "Claude Code 2.1.332 on 2026-11-28, with a stand-in for the model (make agents-e2e)",
            stream: StreamForm(
                message: #"{"type":"user","message":{"role":"user","content":{text}},"uuid":"{id}"}"#,
                taken: #"{"type":"command_lifecycle","command_uuid":"{id}","state":"started"}"#,
                turnStarted: #"{"type":"system","subtype":"init"}"#, turnEnded: #"{"type":"result"}"#,
                turnRefused: #"{"type":"result","is_error":true,"result":"{words}"}"#), transcripts: "claude"),
        AgentPreset(
            name: "codex", command: ["codex", "--dangerously-bypass-approvals-and-sandbox"], firstPrompt: .pasted,
            environment: variables("OPENAI_API_KEY"),
            nonInteractive: NonInteractiveForm(["exec"], output: ["--json"]), resume: ResumeForm(["resume"]),
            readySign: "› ", readySeconds: 3,
            promptLine: PromptLine(
                "› ", workingSigns: ["esc to interrupt"], askingSigns: ["Press enter to"], hasLineEditor: true)),
        AgentPreset(
            name: "gemini", command: ["gemini", "--approval-mode", "yolo"], firstPrompt: .argument,
            environment: variables("GEMINI_API_KEY"),
            nonInteractive: NonInteractiveForm(["-p"], output: ["--output-format", "json"]),
            resume: ResumeForm(["--resume"]), sessionVariable: "GEMINI_SESSION_ID",
            hooksFile: ".gemini/settings.json", readySeconds: 5, instructionsFile: "AGENTS.md"),
        AgentPreset(
            name: "cursor", command: ["cursor-agent", "-f"], firstPrompt: .argument,
            environment: variables("CURSOR_API_KEY"),
            nonInteractive: NonInteractiveForm(["-p"], output: ["--output-format", "json"]),
            resume: ResumeForm(["--resume"]), hooksFile: ".cursor/hooks.json", instructionsFile: "AGENTS.md"),
        AgentPreset(
            name: "amp", command: ["amp", "--dangerously-allow-all", "--no-ide"], environment: standardVariables,
            nonInteractive: NonInteractiveForm(["-x"]), resume: ResumeForm(["threads", "continue"])),
        AgentPreset(
            name: "auggie", command: ["auggie", "--allow-indexing"], environment: standardVariables,
            resume: ResumeForm(["--resume"])),
        AgentPreset(
            name: "copilot", command: ["copilot", "--yolo"],
            environment: variables("COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"),
            nonInteractive: NonInteractiveForm(["-p"]), resume: ResumeForm(["--resume"]),
            hooksFile: ".github/hooks/gastown.json"),
        AgentPreset(
            name: "opencode", command: ["opencode"], environment: variables("OPENCODE_PERMISSION"),
            nonInteractive: NonInteractiveForm(["run"], output: ["--format", "json"]),
            hooksFile: ".opencode/plugins/gastown.js", readySeconds: 8),
        AgentPreset(
            name: "aider", command: ["aider", "--yes-always"], firstPrompt: .pasted,
            environment: variables("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_BASE"),
            nonInteractive: NonInteractiveForm(["--message"]), readySign: "> ", idleSign: "> ",
            rateLimitSigns: ["RateLimitError"],
            verifiedWith: "aider 0.86.2 on 2026-11-28, with a stand-in for the model (make agents-e2e)",
            promptLine: PromptLine("> ", hasLineEditor: true)),
        AgentPreset(
            name: "pi", command: ["pi", "-e", ".pi/extensions/gastown-hooks.js"], environment: standardVariables,
            nonInteractive: NonInteractiveForm(["-p", "--no-session"]), sessionVariable: "PI_SESSION_ID",
            hooksFile: ".pi/extensions/gastown-hooks.js"),
        AgentPreset(
            name: "vibe", command: ["vibe", "--agent", "auto-approve"],
            environment: variables("MISTRAL_API_KEY"), nonInteractive: NonInteractiveForm(["-p"]),
            resume: ResumeForm(["--resume"], latest: ["--continue"]), sessionVariable: "VIBE_SESSION_ID",
            hooksFile: ".vibe/config.toml", readySign: "❯ ", readySeconds: 5),
        script,
    ]

    /// Runs the bead's own commands: needs no model and no account.
    package static let script = AgentPreset(
        name: "script", command: ["gt", "agent-script"], firstPrompt: FirstPrompt.none, readsTerminal: false,
        restartsClean: true, environment: standardVariables, versionArguments: ["version"],
        verifiedWith: "every test of ProcessTests that lands a bead")

    /// Those that come with the program, by name.
    package static let shipped = Dictionary(uniqueKeysWithValues: shippedInOrder.map { ($0.name, $0) })

    /// Language, time zone, who the user is: nothing that is secret.
    package static let standardVariables = ["LANG", "LC_ALL", "TZ", "USER", "SHELL", "TMPDIR"]

    private static func variables(_ own: String...) -> [String] { standardVariables + own }
}
