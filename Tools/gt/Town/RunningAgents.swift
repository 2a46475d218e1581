import Glibc
import Host
import TownModel

/// The agents of a town, reached through their session directories: for what must work without store and Witness.
struct RunningAgents {
    let layout: TownLayout

    /// Every process under a shim, the shim itself not: it must be able to record the end.
    private func processes(of shim: ProcessIdentity) -> [ProcessIdentity] {
        Processes.identities(of: Processes.descendants(of: shim.pid))
    }

    /// Stops or continues all agents. New children can appear between looking and stopping, so it looks again until
    /// nothing new is there. Returns how many sessions were reached.
    func signal(_ signal: Int32) -> Int {
        let running = SessionFolders(layout: layout).running
        for session in running {
            var told: Set<ProcessIdentity> = []
            while true {
                let new = processes(of: session.shim).filter { !told.contains($0) }
                if new.isEmpty { break }
                for process in new { Processes.send(signal, to: process) }
                told.formUnion(new)
            }
        }
        return running.count
    }

    /// Saves each session's work, then ends it. One line a session. nil: all of them.
    func end(only chosen: Set<Incarnation>? = nil) async throws -> [String] {
        var lines: [String] = []
        for session in SessionFolders(layout: layout).running where chosen?.contains(session.incarnation) ?? true {
            let saved = try await save(session)
            let left = await Processes.end(processes(of: session.shim) + [session.shim])
            guard left.isEmpty else {
                throw CommandFailure(
                    .tryAgain, code: "host", "session \(session.incarnation) can't be ended", hint: "gt down --agents")
            }
            lines.append("\(session.incarnation): \(saved)")
        }
        return lines
    }

    /// What is not committed gets a commit of its own under a ref of its own; files and index stay as they are, and
    /// the worktree stays where it is.
    private func save(_ session: SessionFolders.Running) async throws -> String {
        let assignment = try SessionDirectory(layout.session(session.incarnation)).assignment()
        guard Files.isDirectory(assignment.worktree) else { return "its worktree is gone already" }
        // The Mayor's agent and dogs stand in no worktree.
        guard !assignment.repository.isEmpty else { return "it has no repository: its files stay" }
        let git = Git(repository: assignment.repository, writer: .witness)
        let work = try await git.saveWork(in: assignment.worktree)
        guard let commit = work.files ?? work.head else { return "nothing to save" }
        let ref = "refs/gt/rescue/\(assignment.bead)/\(assignment.assignment)/down-\(commit.short)"
        let done = try await git.updateRef(ref, to: commit, from: .absent, reason: "gt down --agents")
        guard done else { throw CommandFailure(.refused, code: "host", "\(ref) is taken by another commit") }
        return "\(assignment.bead) saved as \(ref)"
    }
}
