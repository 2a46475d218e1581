package import TownModel

/// Agents in panes of the town's own tmux server, which is a service by itself: no role starts or ends it.
///
/// Each pane carries its incarnation (`@gt_incarnation`), and what is typed is typed by one tmux command that compares
/// it first: a word that comes too late for one session can't land in the next.
package struct TmuxSessions: AgentSessions {
    /// Path of the server's socket.
    let socket: String
    /// Path of `gt-session`.
    let program: String
    let runner: CommandRunner

    package init(socket: String, program: String, runner: CommandRunner = CommandRunner()) {
        self.socket = socket
        self.program = program
        self.runner = runner
    }

    package func start(_ session: SessionDirectory, title: String) async throws(HostError) -> ProcessIdentity {
        if let shim = try session.shim() { return shim }
        let incarnation = session.incarnationText
        // exec: the pane's own process is the shim. `new-session` and the option in one command: no pane without it.
        try await tmux([
            "new-session", "-d", "-s", "gt-\(incarnation)", "-n", title, "-c", "/", program, session.path, ";",
            "set-option", "-p", "-t", "gt-\(incarnation):", "@gt_incarnation", incarnation,
        ])
        return try await session.word()
    }

    /// Types a line into a session's pane, then Enter; false when the pane is gone or is another session's.
    package func type(_ text: String, into incarnation: Incarnation) async throws(HostError) -> Bool {
        let pane = "gt-\(incarnation):"
        let word = "sent-\(incarnation)"
        // if-shell -F compares and acts within one command of the server: nothing comes in between.
        let result = try await run([
            "set-buffer", "-b", word, "--", text, ";", "if-shell", "-F", "-t", pane,
            "#{==:#{@gt_incarnation},\(incarnation)}",
            "paste-buffer -p -d -b \(word) -t \(pane) ; send-keys -t \(pane) Enter ; display-message -p \(word)",
        ])
        return result.ending.isSuccess && result.outputText.contains(word)
    }

    /// The last lines that a pane shows; nil when it is gone.
    package func lines(of incarnation: Incarnation, limit: Int) async throws(HostError) -> String? {
        let result = try await run(["capture-pane", "-p", "-t", "gt-\(incarnation):", "-S", "-\(limit)"])
        return result.ending.isSuccess ? result.outputText : nil
    }

    /// Whether the town's server answers.
    package func isServerUp() async -> Bool {
        // Not being able to ask is the same as no answer here: whoever calls takes the detached way.
        guard let result = try? await run(["list-sessions"]) else { return false }
        return result.ending.isSuccess || result.errorTail.contains("no sessions")
    }

    private func tmux(_ arguments: [String]) async throws(HostError) {
        let result = try await run(arguments)
        guard result.ending.isSuccess else { throw .session("tmux refused a pane: \(result.errorTail)") }
    }

    private func run(_ arguments: [String]) async throws(HostError) -> CommandResult {
        // -N: never start a server from here; it would live in this service's cgroup and die with it.
        try await runner.run(
            CommandSpec(
                program: "tmux", arguments: ["-N", "-S", socket] + arguments,
                environment: ["PATH": HostEnvironment.path, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"],
                directory: "/", limit: HostLimits.tmux))
    }
}

extension SessionDirectory {
    /// The directory is named for the incarnation.
    fileprivate var incarnationText: String { path.split(separator: "/").last.map(String.init) ?? path }
}
