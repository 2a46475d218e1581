import Host
import TownModel

/// The session that this command was started in.
struct OwnSession {
    let directory: String
    let assignment: SessionAssignment

    /// Throws when there is none: the files beside the session's key say what it works on, never the current directory.
    init(_ surroundings: Surroundings) throws(CommandFailure) {
        guard let directory = surroundings.value("GT_SESSION_DIR"), !directory.isEmpty else {
            throw .usage(
                "this is no session of a worker: GT_SESSION_DIR is not set",
                hint: "run it where an agent runs; a person closes work with gt close <bead>")
        }
        self.directory = directory
        do {
            assignment = try SessionDirectory(directory).assignment()
        } catch {
            throw CommandFailure(error)
        }
    }

    /// nil where a person, or a program of his, runs it.
    static func here(_ surroundings: Surroundings) throws(CommandFailure) -> OwnSession? {
        guard surroundings.value("GT_SESSION_DIR")?.isEmpty == false else { return nil }
        return try OwnSession(surroundings)
    }

    /// Throws for one that was not started for a piece of work: it has nothing to hand in.
    func checkWorks(_ command: String) throws(CommandFailure) {
        guard !assignment.agent.isWorker else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(command) is for workers: \(assignment.agent) was given no work to hand in",
            about: assignment.agent.description,
            hint: "gt close <bead> closes what you have finished; gt sling <bead> has a worker land something")
    }

    /// As whom the worker commits.
    var person: GitPerson {
        let name = assignment.agent.name?.text ?? assignment.agent.description
        let rig = assignment.agent.rig?.text ?? "town"
        return GitPerson(name: name, email: "\(name)@\(rig).gastown.localhost")
    }

    /// Throws for who has no worktree.
    func base() throws(CommandFailure) -> CommitID {
        if let base = assignment.base { return base }
        throw CommandFailure(
            .refused, code: "conflict", "\(assignment.agent) has no worktree", about: assignment.agent.description,
            hint: "gt sling <bead> has a worker land something")
    }

    var git: Git { Git(repository: assignment.repository, writer: .done) }
}
