import Agents
package import Host
package import TownModel

/// Sessions on this host: in a pane of the town's tmux server when it is up, else detached.
package struct HostSessions: Sendable {
    package let layout: TownLayout
    /// Where the town's programs lie.
    package let programs: String

    package init(layout: TownLayout, programs: String) {
        self.layout = layout
        self.programs = programs
    }

    package func waitForEnd(of shim: ProcessIdentity) async -> Bool {
        await ProcessWatch.shared.waitForEnd(of: shim)
    }

    /// One that needs a terminal waits until there is one; any other runs without.
    package func start(
        _ directory: SessionDirectory, of preset: AgentPreset, as agent: Address, _ incarnation: Incarnation
    ) async throws(HostError) -> ProcessIdentity {
        let title = agent.name?.text ?? "mayor"
        let shim = "\(programs)/gt-session"
        let server = TmuxServer(socket: layout.tmuxSocket)
        let detached = DetachedSessions(program: shim)
        let away = HostError.terminalAway(
            "\(preset.name) needs a terminal, and the town's tmux server does not answer (gt up tmux)")
        guard await server.isUp() else {
            guard !preset.readsTerminal else { throw away }
            return try await detached.start(directory, title: title)
        }
        do throws(HostError) {
            let process = try await TmuxSessions(server: server, program: shim).start(directory, title: title)
            let keys = PaneKeys(program: "\(programs)/gt", town: layout.root)
            await server.dress(incarnation, as: PaneLabel(agent: agent), keys: keys)
            return process
        } catch {
            // A server that ended meanwhile is no reason to give the work back. Should its pane's shim have got as far
            // as the directory's lock, the second one leaves at once.
            guard await !server.isUp() else { throw error }
            guard !preset.readsTerminal else { throw away }
            return try await detached.start(directory, title: title)
        }
    }

    /// What is run of a preset in a worktree, beginning with this prompt.
    package func spec(
        _ preset: AgentPreset, _ prompt: String, of kind: SpeakerKind, in worktree: String,
        _ directory: SessionDirectory, variables: [String: String]
    ) throws(HostError) -> SessionSpec {
        let surroundings = AgentEnvironment(programs: programs)
        guard let program = surroundings.program(of: preset) else {
            throw .session(
                "the program \"\(preset.program)\" of preset \"\(preset.name)\" is not in \(surroundings.path)")
        }
        var environment = surroundings.variables(of: preset).merging([
            "GT_TOWN": layout.root, "GT_SESSION_DIR": directory.path,
        ]) { $1 }.merging(variables) { $1 }
        if preset.readsTerminal { environment["TERM"] = TmuxServer.terminal }
        let words = preset.words(with: prompt, options: try hooks(of: preset, for: kind, directory))
        return SessionSpec(
            arguments: [program] + words.dropFirst(), environment: environment.map { "\($0.key)=\($0.value)" }.sorted(),
            directory: worktree, input: try input(of: preset, prompt, directory),
            output: preset.readsTerminal ? "" : directory.outputFile)
    }

    /// The files that tell its program of our hooks, in the session's own directory; gives the options that name them.
    private func hooks(
        of preset: AgentPreset, for kind: SpeakerKind, _ directory: SessionDirectory
    ) throws(HostError) -> [String] {
        guard let dialect = preset.hookDialect else { return [] }
        let folder = "\(directory.path)/hooks"
        for (name, text) in HookFiles(dialect, HookSettings(AgentHook.all(for: kind), dialect)).texts {
            let file = "\(folder)/\(name)"
            try Files.makeDirectory(Files.parent(of: file))
            try Files.writeAtomically(text, to: file)
        }
        return HookFiles.arguments(of: dialect, in: folder)
    }

    /// What becomes the agent's stdin.
    private func input(of preset: AgentPreset, _ prompt: String, _ directory: SessionDirectory) throws(HostError)
        -> String
    {
        guard !preset.readsTerminal else { return "" }
        if let stream = preset.stream {
            let name = SessionSpec.firstMessage
            try directory.say(stream.line(prompt, id: SessionDirectory.messageID(name)), as: name)
            return directory.messagesFolder
        }
        guard preset.firstPrompt == .input else { return "/dev/null" }
        try Files.writeAtomically("\(prompt)\n", to: directory.promptFile)
        return directory.promptFile
    }
}
