package import TownModel

extension Git {
    /// Saves what nothing else keeps of a worktree under refs that begin with `rescue`: head, index, files, every head that
    /// the worktree has been at, stashes of its branch. `kept`: refs that keep what they reach, by the beginnings of their
    /// names. Again is harmless.
    package func rescue(
        _ worktree: String, branch: String, under rescue: String, kept: [String]
    ) async throws(HostError) {
        let work = try await saveWork(in: worktree)
        if let files = work.files { try await keep(files, as: "\(rescue)/files-\(files.short)") }
        for commit in try await unkept(in: worktree, branch: branch, kept: kept) {
            try await keep(commit, as: "\(rescue)/\(commit == work.head ? "head" : "lost")-\(commit.short)")
        }
    }

    /// Saves a commit, unless something else keeps it, what was saved under `rescue` before included.
    package func rescue(tip: CommitID, under rescue: String, kept: [String]) async throws(HostError) {
        for commit in try await unreachable([tip], from: kept + [rescue]) {
            try await keep(commit, as: "\(rescue)/head-\(commit.short)")
        }
    }

    /// Heads of a worktree, its branch and its stashes that would be lost with them.
    package func unkept(
        in worktree: String, branch: String, kept: [String]
    ) async throws(HostError) -> [CommitID] {
        var heads = try await reflogHeads(of: worktree)
        if let head = try await commit("HEAD", in: worktree) { heads.append(head) }
        if let tip = try await commit("refs/heads/\(branch)") { heads.append(tip) }
        heads += try await stashes(of: branch)
        return try await independent(try await unreachable(heads, from: kept))
    }

    private func keep(_ commit: CommitID, as ref: String) async throws(HostError) {
        if try await self.commit(ref) == commit { return }
        guard try await updateRef(ref, to: commit, from: .absent, reason: "work saved") else {
            throw .git(arguments: ["update-ref", ref], status: 1, said: "the ref is somewhere else")
        }
    }
}
