import Agents
package import Host
package import SessionHost
package import TownModel

/// Sessions of polecats on this host.
extension HostSessions: PolecatSessions {
    package func furnish(_ assignment: Assignment, on ground: WorktreeGround) async throws(HostError) -> String {
        let directory = directory(of: assignment)
        try directory.write(SessionAssignment(assignment, on: ground, layout: layout))
        return try directory.key()
    }

    package func start(_ assignment: Assignment) async throws(HostError) -> ProcessIdentity? {
        let directory = directory(of: assignment)
        if let shim = try directory.shim() { return shim }
        if Files.exists(layout.stopFile) { return nil }
        let preset = try preset(of: assignment)
        try directory.write(try spec(of: assignment, preset, directory))
        return try await start(directory, of: preset, as: assignment.agent, assignment.incarnation)
    }

    package func end(_ assignment: Assignment, grace: Duration) async throws(HostError) -> Int32? {
        try await directory(of: assignment).end(worktree: layout.worktree(assignment), grace: grace)
    }

    func directory(of assignment: Assignment) -> SessionDirectory {
        SessionDirectory(layout.session(assignment.incarnation))
    }

    private func spec(
        of assignment: Assignment, _ preset: AgentPreset, _ directory: SessionDirectory
    ) throws(HostError) -> SessionSpec {
        try spec(
            preset, AgentPrompt.first(for: assignment), of: .worker,
            in: layout.worktree(assignment), directory,
            variables: ["GT_ATTEMPT": String(assignment.attempt), "GT_REASON": assignment.reason ?? ""])
    }

    func preset(of assignment: Assignment) throws(HostError) -> AgentPreset {
        guard let preset = assignment.knownPreset else {
            let known = AgentPreset.shippedInOrder.map(\.name).joined(separator: ", ")
            throw .session("there is no agent preset \"\(assignment.preset)\": \(known) come with the program")
        }
        if let reason = preset.whyNotYet { throw .session(reason) }
        return preset
    }
}
