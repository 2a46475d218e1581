package import TownModel

/// Agents in panes of the town's own tmux server, which is a service by itself: no role starts or ends it.
///
/// Each pane carries its incarnation (`@gt_incarnation`), and what is typed is typed by one tmux command that compares
/// it first: a word that comes too late for one session can't land in the next.
package struct TmuxSessions: AgentSessions {
    let server: TmuxServer
    /// Path of `gt-session`.
    let program: String

    package init(server: TmuxServer, program: String) {
        self.server = server
        self.program = program
    }

    package func start(_ session: SessionDirectory, title: String) async throws(HostError) -> ProcessIdentity {
        if let shim = try session.shim() { return shim }
        let incarnation = session.incarnationText
        let pane = "gt-\(incarnation):"
        // The pane's own process is the shim. `new-session` and the option in one command: no pane without it.
        var words = [
            "new-session", "-d", "-s", "gt-\(incarnation)", "-n", title, "-c", "/", program, session.path, ";",
            "set-option", "-p", "-t", pane, "@gt_incarnation", incarnation,
        ]
        if try session.spec().output.isEmpty {
            // An agent that talks to its terminal: what it says there is kept beside it, from the first byte on.
            words += [";", "pipe-pane", "-t", pane, Self.keeping(session.outputFile)]
        }
        let result = try await server.run(words)
        guard result.ending.isSuccess else { throw .session("tmux refused a pane: \(result.errorTail)") }
        return try await session.word()
    }

    /// tmux expands what it gives to the shell: `#` as a format, `%` as a time.
    private static func keeping(_ file: String) -> String {
        "exec cat >>\(ServiceDefinition.quoted(file))".map { $0 == "#" || $0 == "%" ? "\($0)\($0)" : "\($0)" }.joined()
    }

    /// Types a line into a session's pane, then Enter; false when the pane is gone or is another session's.
    package func type(_ text: String, into incarnation: Incarnation) async throws(HostError) -> Bool {
        let pane = "gt-\(incarnation):"
        let word = "sent-\(incarnation)"
        // if-shell -F compares and acts within one command of the server: nothing comes in between.
        let result = try await server.run([
            "set-buffer", "-b", word, "--", text, ";", "if-shell", "-F", "-t", pane,
            "#{==:#{@gt_incarnation},\(incarnation)}",
            "paste-buffer -p -d -b \(word) -t \(pane) ; send-keys -t \(pane) Enter ; display-message -p \(word)",
        ])
        return result.ending.isSuccess && result.outputText.contains(word)
    }
}

extension SessionDirectory {
    /// The directory is named for the incarnation.
    fileprivate var incarnationText: String { path.split(separator: "/").last.map(String.init) ?? path }
}
