package import TownModel

/// Agents in panes of the town's own tmux server, which is a service by itself: no role starts or ends it.
///
/// Each pane carries its incarnation (`@gt_incarnation`): whoever types compares it first (`PaneTypist`), so a word that
/// comes too late for one session can't land in the next.
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
}

extension SessionDirectory {
    /// The directory is named for the incarnation.
    fileprivate var incarnationText: String { path.split(separator: "/").last.map(String.init) ?? path }
}
