import Host
import TownModel
import Wire

/// Hands a worker's result in: `gt done`, and what the script agent does at its end.
///
/// Every step may be repeated: the commit is made once, the pin is create-only, the command's id is the assignment's.
struct HandIn {
    let session: OwnSession
    private var client: SpoolingClient
    private var assignment: SessionAssignment { session.assignment }

    init(session: OwnSession, client: SpoolingClient) {
        self.session = session
        self.client = client
    }

    /// While the store is away the pin is made all the same, and the command waits in the spool: then the worker may end.
    ///
    /// With a message, what is not committed is committed first; without one it is refused with the list.
    mutating func run(
        _ status: DoneStatus, message: String, committing commitMessage: String?
    ) async throws -> Delivery<DoneReply> {
        if assignment.agent.isDog { return try await report(status, message: message, committing: commitMessage) }
        let git = session.git
        try await settle(committing: commitMessage)
        guard let head = try await git.commit("HEAD", in: assignment.worktree) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(assignment.worktree) has no HEAD commit", hint: "commit your work there")
        }
        if status == .completed || status == .review { try await checkAhead(git, head) }
        if status == .noChange { try await checkNotAhead() }
        let ref = "refs/gt/submitted/\(assignment.bead)/\(head)"
        let pinned = try await git.updateRef(
            ref, to: head, from: .absent, reason: "gt done, assignment \(assignment.assignment)")
        guard pinned else {
            throw CommandFailure(.bug, code: "bug", "\(ref) names another commit", hint: "please report it")
        }
        return try await client.deliver(
            WorkDone(
                assignment: assignment.assignment, status: status, head: head, base: try session.base(),
                message: message),
            id: CommandID(composed: "done", String(assignment.assignment)))
    }

    /// A dog's: it has no worktree, so that nothing is pinned and nothing lands.
    private mutating func report(
        _ status: DoneStatus, message: String, committing commitMessage: String?
    ) async throws -> Delivery<DoneReply> {
        guard commitMessage == nil else {
            throw CommandFailure.usage(
                "\(assignment.agent) has no worktree: there is nothing to commit", hint: "leave --commit out")
        }
        guard !message.trimmed.isEmpty || status == .deferred else {
            throw CommandFailure.usage(
                "nothing lands of a dog's work: its message is all that is left of it",
                hint: #"add -m "<what came of it>""#)
        }
        return try await client.deliver(
            WorkDone(assignment: assignment.assignment, status: status, head: nil, base: nil, message: message),
            id: CommandID(composed: "done", assignment.incarnation.text))
    }

    /// Whether HEAD has something that the base has not.
    func isAhead() async throws -> Bool {
        let git = session.git
        guard let head = try await git.commit("HEAD", in: assignment.worktree) else { return false }
        return try await !git.log("\(try session.base())..\(head)", limit: 1).isEmpty
    }

    /// Leaves the worktree with nothing uncommitted, or throws.
    func settle(committing commitMessage: String?) async throws {
        let git = session.git
        let state = try await git.status(of: assignment.worktree)
        guard !state.isClean else { return }
        if let commitMessage {
            _ = try await git.commitAll(
                in: assignment.worktree, message: commitMessage + "\n\nGt-Bead: \(assignment.bead)\n",
                author: session.person)
            return
        }
        let shown = state.entries.prefix(CommandLimits.candidatesMax).map { "\($0.state) \($0.path)" }
        let more = state.entries.count - shown.count
        throw CommandFailure(
            .refused, code: "conflict",
            "\(assignment.worktree) has uncommitted changes: " + shown.joined(separator: ", ")
                + (more > 0 ? " and \(more) more" : ""),
            about: assignment.bead.text,
            hint: #"commit them, or gt done --commit "<message>""#)
    }

    /// Who says that nothing had to be changed, and has changes, is wrong about one of them: the bead would be closed, and
    /// its commits would never land.
    private func checkNotAhead() async throws {
        guard try await isAhead() else { return }
        let base = try session.base()
        throw CommandFailure(
            .refused, code: "conflict",
            "\(assignment.worktree) has commits beyond the base \(base.short), so it is not true that nothing was changed",
            about: assignment.bead.text,
            hint: "gt done hands them in; if they are not wanted, git reset --hard \(base.short) first")
    }

    /// Something beyond the base must be there to land.
    private func checkAhead(_ git: Git, _ head: CommitID) async throws {
        let base = try session.base()
        let beyond = try await git.log("\(base)..\(head)", limit: 1)
        guard beyond.isEmpty else { return }
        let state = try await git.status(of: assignment.worktree)
        var looked = "branch \(state.branch ?? "(detached)") at \(head.short), base \(base.short)"
        let own = assignment.branch.split(separator: "/").dropLast().joined(separator: "/")
        for ref in try await git.refs(under: "refs/heads/\(own)") where ref.commit != head {
            if try await !git.log("\(base)..\(ref.commit)", limit: 1).isEmpty {
                looked += ", \(ref.name) has commits of its own"
            }
        }
        throw CommandFailure(
            .refused, code: "conflict", "there is no commit beyond the base to hand in (looked at \(looked))",
            about: assignment.bead.text,
            hint: #"commit your work on \#(assignment.branch), or gt done --status no-change -m "<why>""#)
    }
}
