package import TownModel

/// A ref and what it points at.
package struct GitRef: Hashable, Sendable {
    package var name: String
    package var commit: CommitID

    package init(name: String, commit: CommitID) {
        self.name = name
        self.commit = commit
    }
}

/// What a ref must be for a change of it to happen: git compares and swaps in one step.
package enum RefExpectation: Hashable, Sendable {
    /// There is no such ref yet.
    case absent
    case commit(CommitID)
}

extension Git {
    /// The commit a revision means; nil when there is none.
    package func commit(_ revision: String, in worktree: String? = nil) async throws(HostError) -> CommitID? {
        let result = try await run(
            Call(
                arguments: ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"],
                directory: worktree, accepts: [0, 1, 128]))
        guard result.ending.isSuccess else { return nil }
        return CommitID(result.outputText.trimmed)
    }

    /// Whether a commit's tree has this path (relative to its top).
    package func contains(_ path: String, at commit: CommitID) async throws(HostError) -> Bool {
        try await run(
            Call(arguments: ["cat-file", "-e", "\(commit.text):\(path)"], accepts: [0, 1, 128])
        ).ending.isSuccess
    }

    /// Moves a ref, or makes it, if it is what it is expected to be; false when it is something else.
    package func updateRef(
        _ name: String, to commit: CommitID, from expected: RefExpectation, reason: String
    ) async throws(HostError) -> Bool {
        let old =
            switch expected {
            case .absent: String(repeating: "0", count: commit.text.count)
            case .commit(let commit): commit.text
            }
        do {
            try await run(
                Call(arguments: ["update-ref", "-m", reason, "--create-reflog", name, commit.text, old]))
            return true
        } catch {
            // Telling a lost race from every other failure by what the ref is now, not by git's words.
            let now = try await self.commit(name)
            if now == commit { return true }
            switch expected {
            case .absent where now != nil: return false
            case .commit(let old) where now != old: return false
            default: throw error
            }
        }
    }

    /// Deletes a ref if it points at this commit. One that is gone is deleted.
    package func deleteRef(_ name: String, at commit: CommitID) async throws(HostError) {
        guard try await self.commit(name) != nil else { return }
        try await run(Call(arguments: ["update-ref", "-d", name, commit.text]))
    }

    /// The refs whose names begin with this path (`refs/gt/submitted`), by name.
    package func refs(under path: String) async throws(HostError) -> [GitRef] {
        let arguments = ["for-each-ref", "--format=%(objectname) %(refname)", path]
        let result = try await run(Call(arguments: arguments))
        return try result.outputText.split(separator: "\n").map { line throws(HostError) in
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let commit = CommitID(String(parts[0])) else {
                throw HostError.gitAnswer(arguments: arguments, said: String(line))
            }
            return GitRef(name: String(parts[1]), commit: commit)
        }
    }

    /// Whether git would take this as a branch's name.
    package func isBranchName(_ name: String) async throws(HostError) -> Bool {
        try await run(
            Call(arguments: ["check-ref-format", "--branch", name], accepts: [0, 1, 128])
        ).ending.isSuccess
    }

    /// The commits a worktree's HEAD has been at, newest first, each once: what a reset or a detached checkout leaves
    /// behind is only there.
    package func reflogHeads(of worktree: String) async throws(HostError) -> [CommitID] {
        let arguments = ["rev-list", "--walk-reflogs", "HEAD"]
        let result = try await run(Call(arguments: arguments, directory: worktree, accepts: [0, 128]))
        guard result.ending.isSuccess else { return [] }
        return try commits(in: result, arguments)
    }

    /// The commit ids of an answer with one a line.
    func commits(in result: CommandResult, _ arguments: [String]) throws(HostError) -> [CommitID] {
        var found: [CommitID] = []
        var seen: Set<CommitID> = []
        for line in result.outputText.split(separator: "\n") {
            guard let commit = CommitID(String(line)) else {
                throw .gitAnswer(arguments: arguments, said: String(line))
            }
            if seen.insert(commit).inserted { found.append(commit) }
        }
        return found
    }

    func commitLine(_ arguments: [String], in directory: String? = nil) async throws(HostError) -> CommitID {
        let text = try await line(arguments, in: directory)
        guard let commit = CommitID(text) else { throw .gitAnswer(arguments: arguments, said: text) }
        return commit
    }
}
