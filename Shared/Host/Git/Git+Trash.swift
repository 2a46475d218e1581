package import TownModel

extension Git {
    /// Moves a worktree to a trash folder under this name, and has git forget where it was. What is in it must be saved
    /// before. Moved already is fine.
    package func trash(_ worktree: String, in folder: String, as name: String) async throws(HostError) {
        if Files.exists(worktree) {
            try Files.makeDirectory(folder)
            try Files.rename(worktree, to: "\(folder)/\(name)")
        }
        try await forgetWorktree(worktree)
    }

    /// Makes files that were moved to the trash a worktree again, detached at this commit: they lie in it as they lay in
    /// the trash, ignored ones too. On the same file system; a failure, or a kill, leaves them in the trash.
    package func revive(_ files: String, as worktree: String, at commit: CommitID) async throws(HostError) {
        try await addWorktree(worktree, branch: nil, at: commit, isEmpty: true)
        // No ref moves: only the index is filled, as it would be with the commit's files.
        try await run(Call(arguments: ["read-tree", "HEAD"], directory: worktree))
        // The link to the clone is all that an empty worktree has; that of the files leads nowhere any more.
        try Files.writeAtomically(try Files.readText("\(worktree)/.git"), to: "\(files)/.git", mode: 0o644)
        try Files.removeTree(worktree)
        try Files.rename(files, to: worktree)
    }
}
