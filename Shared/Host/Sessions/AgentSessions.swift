package import TownModel

/// Where agents run. Whatever the place, each is the child of a shim that outlives whoever started it.
package protocol AgentSessions: Sendable {
    /// Starts the shim on a session directory whose `spec` is written, and waits for its word. A session that was
    /// started before is not started again: its shim is the answer, alive or not.
    func start(_ session: SessionDirectory, title: String) async throws(HostError) -> ProcessIdentity
}

/// What a session is, seen from its directory and its processes.
package enum SessionSight: Hashable, Sendable {
    /// No shim has ever said that it runs here.
    case absent
    case running(ProcessIdentity)
    case ended(ProcessIdentity, exitStatus: Int32?)
}

extension SessionDirectory {
    package func observe() throws(HostError) -> SessionSight {
        guard let shim = try shim() else { return .absent }
        return Processes.isAlive(shim) ? .running(shim) : .ended(shim, exitStatus: exitStatus())
    }
}

/// Agents without a terminal: the shim leads a session of its own, what the agent says goes to `output.log`.
package struct DetachedSessions: AgentSessions {
    /// Path of `gt-session`.
    let program: String
    let runner: CommandRunner

    package init(program: String, runner: CommandRunner = CommandRunner()) {
        self.program = program
        self.runner = runner
    }

    package func start(_ session: SessionDirectory, title: String) async throws(HostError) -> ProcessIdentity {
        if let shim = try session.shim() { return shim }
        let result = try await runner.run(
            CommandSpec(
                program: program, arguments: ["--detach", session.path], environment: ["PATH": HostEnvironment.path],
                directory: "/", limit: HostLimits.startWait))
        guard result.ending.isSuccess else { throw .session("gt-session could not start: \(result.errorTail)") }
        return try await session.word()
    }
}

extension SessionDirectory {
    /// The word of a shim that was just started.
    func word() async throws(HostError) -> ProcessIdentity {
        guard let shim = try await shim(within: HostLimits.startWait) else {
            // What the shim wrote is the reason; when it wrote nothing there is no better one.
            let said = (try? Files.readText(outputFile))?.trimmed ?? ""
            throw .session(
                "the shim said nothing within \(HostLimits.startWait.components.seconds) s"
                    + (said.isEmpty ? "" : ": \(said.suffix(HostLimits.errorTailBytes))"))
        }
        return shim
    }
}
