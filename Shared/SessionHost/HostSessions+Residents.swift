import Agents
package import Host
package import TownModel

/// Sessions of residents on this host. A person sits beside them, so that a program which is spoken to in its terminal
/// will do.
extension HostSessions: ResidentSessions {
    package func furnish(_ resident: Resident) async throws(HostError) -> String {
        let (directory, run) = try place(of: resident)
        guard resident.base != nil || resident.agent.rig == nil else {
            throw .session("the worktree of \(resident.agent) was never made")
        }
        // Crew's worktree is made by whoever adds it, and `config` is there.
        if resident.agent.isDog { try Files.makeDirectory("\(layout.root)/\(resident.worktree)") }
        try directory.write(SessionAssignment(resident, run, layout: layout))
        return try directory.key()
    }

    package func start(_ resident: Resident) async throws(HostError) -> ProcessIdentity? {
        let (directory, run) = try place(of: resident)
        if let shim = try directory.shim() { return shim }
        if Files.exists(layout.stopFile) { return nil }
        guard let preset = run.knownPreset else {
            throw .session("there is no agent preset \"\(run.preset)\"")
        }
        let worktree = "\(layout.root)/\(resident.worktree)"
        guard Files.isDirectory(worktree) else { throw .session("the worktree \(worktree) is gone") }
        try directory.write(
            try spec(
                preset, AgentPrompt.first(for: resident, run), of: resident.agent.speakerKind(inSession: true),
                in: worktree, directory, variables: [:]))
        return try await start(directory, of: preset, as: resident.agent, run.incarnation)
    }

    package func end(_ resident: Resident) async throws(HostError) -> Int32? {
        // Somebody has asked for it, or it has ended by itself: there is nothing to wait for. But a dog that has said its
        // result may end its turn, and leave by itself.
        let isDone = resident.agent.isDog && resident.run?.work == nil
        return try await place(of: resident).directory.end(
            worktree: "\(layout.root)/\(resident.worktree)", grace: isDone ? Self.leaveGrace : .zero)
    }

    /// As long as a polecat has.
    private static let leaveGrace: Duration = .seconds(15)

    private func place(
        of resident: Resident
    ) throws(HostError) -> (directory: SessionDirectory, run: ResidentRun) {
        guard let run = resident.run else { throw .session("\(resident.agent) was asked for no session") }
        return (SessionDirectory(layout.session(run.incarnation)), run)
    }
}
