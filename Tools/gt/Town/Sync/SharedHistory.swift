import Host
import TownModel
import Wire

/// Whether a remote's branch is one that this town has shared, or may begin to.
struct SharedHistory {
    let shared: SharedBranch
    /// By the files' names.
    let bases: [String: MergeBase]

    /// Throws when what was merged from there is not in it any more, or it has never been a place of beads.
    func check(_ remote: CommitID, _ files: [GitTreeFile], isAnew: Bool) async throws {
        let place = "the branch \(shared.branch) of \(shared.name)'s remote"
        let known = bases.values.compactMap(\.known)
        for state in known where !isAnew {
            if try await shared.git.reaches(remote, state.commit) { continue }
            throw CommandFailure(
                .refused, code: "conflict",
                "\(place) does not have \(state.commit.short) any more, which was merged here: its history was "
                    + "rewritten, or it is another remote",
                about: shared.name,
                hint: "put its history back; or, if it is meant: gt bead sync --anew merges it without a base")
        }
        guard known.isEmpty || isAnew, !files.contains(where: { shared.file(at: $0.path) != nil }) else { return }
        guard let strange = files.first(where: { !SharedBranch.isHarmless($0.path) }) else { return }
        throw CommandFailure(
            .refused, code: "conflict", "\(place) has no beads, and it has \(strange.path): it is something else",
            about: shared.name, hint: "name a remote, or a branch, of its own for beads")
    }

    /// Throws when somebody else has committed on the branch here: that would be passed over.
    func checkOwn(_ ref: String, joining remote: CommitID?) async throws {
        guard let head = try await shared.git.commit(ref) else { return }
        if let remote, try await shared.git.isAncestor(head, of: remote) { return }
        guard let last = try await shared.git.log(head.text, limit: 1).first,
            last.committer.email != GitPerson.town.email
        else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(last.committer.name) has committed \(head.short) on the branch \(shared.branch) of \(shared.name) here",
            about: shared.branch,
            hint: "push it, so that it can be merged; or remove it: git -C \(shared.git.repository) branch -D "
                + shared.branch)
    }
}

extension Git {
    /// Whether a commit is here and another one reaches it.
    func reaches(_ head: CommitID, _ commit: CommitID) async throws(HostError) -> Bool {
        guard try await self.commit(commit.text) != nil else { return false }
        return try await isAncestor(commit, of: head)
    }
}
