import Agents
package import Host
package import TownModel

/// Sessions on this host: in a pane of the town's tmux server when it is up, else detached.
package struct HostSessions: PolecatSessions {
    let layout: TownLayout
    /// Where the town's programs lie.
    let programs: String

    package init(layout: TownLayout, programs: String) {
        self.layout = layout
        self.programs = programs
    }

    package func furnish(_ assignment: Assignment, base: CommitID) async throws(HostError) -> String {
        let directory = directory(of: assignment)
        try directory.write(SessionAssignment(assignment, base: base, layout: layout))
        return try directory.key()
    }

    package func start(_ assignment: Assignment) async throws(HostError) -> ProcessIdentity? {
        let directory = directory(of: assignment)
        if let shim = try directory.shim() { return shim }
        if Files.exists(layout.stopFile) { return nil }
        try directory.write(try spec(of: assignment, directory))
        return try await start(directory, title: assignment.agent.name?.text ?? "polecat")
    }

    package func waitForEnd(of shim: ProcessIdentity) async -> Bool {
        await ProcessWatch.shared.waitForEnd(of: shim)
    }

    package func end(_ assignment: Assignment, grace: Duration) async throws(HostError) -> Int32? {
        try await directory(of: assignment).end(worktree: layout.worktree(assignment), grace: grace)
    }

    private func directory(of assignment: Assignment) -> SessionDirectory {
        SessionDirectory(layout.session(assignment.incarnation))
    }

    private func start(_ directory: SessionDirectory, title: String) async throws(HostError) -> ProcessIdentity {
        let shim = "\(programs)/gt-session"
        let server = TmuxServer(socket: layout.tmuxSocket)
        let detached = DetachedSessions(program: shim)
        guard await server.isUp() else { return try await detached.start(directory, title: title) }
        do throws(HostError) {
            return try await TmuxSessions(server: server, program: shim).start(directory, title: title)
        } catch {
            // A server that ended meanwhile is no reason to give the work back. Should its pane's shim have got as far
            // as the directory's lock, the second one leaves at once.
            guard await !server.isUp() else { throw error }
            return try await detached.start(directory, title: title)
        }
    }

    private func spec(
        of assignment: Assignment, _ directory: SessionDirectory
    ) throws(HostError) -> SessionSpec {
        guard let preset = AgentPreset.shipped[assignment.preset] else {
            let known = AgentPreset.shipped.keys.sorted().joined(separator: ", ")
            throw .session("there is no agent preset \"\(assignment.preset)\": known are \(known)")
        }
        // The town's own programs first: the agent's `gt` is of the version that started it.
        let path = "\(programs):\(HostEnvironment.path)"
        let name = preset.command[0]
        guard let program = HostEnvironment.executable(name, path: path) else {
            throw .session("the program \"\(name)\" of preset \"\(preset.name)\" is not in \(path)")
        }
        var environment = [
            "GT_TOWN": layout.root, "GT_SESSION_DIR": directory.path, "GT_ATTEMPT": String(assignment.attempt),
            "GT_REASON": assignment.reason ?? "", "PATH": path, "HOME": HostEnvironment.value("HOME") ?? "/",
        ]
        for name in preset.environment { environment[name] = HostEnvironment.value(name) }
        // Nobody is there to be asked for a password: git says so instead of waiting.
        if !preset.readsTerminal { environment["GIT_TERMINAL_PROMPT"] = "0" }
        return SessionSpec(
            arguments: [program] + preset.command.dropFirst(),
            environment: environment.map { "\($0.key)=\($0.value)" }.sorted(),
            directory: layout.worktree(assignment), input: preset.readsTerminal ? "" : "/dev/null",
            output: preset.readsTerminal ? "" : directory.outputFile)
    }
}
