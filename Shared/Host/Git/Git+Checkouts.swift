// Files of a worktree that outlive it: the next worktree takes them over, and only what differs is written.
//
// What git knows of them is in the index as it was when they were written: it names the moment of each file's last
// change, which nobody can set. So whatever was done to a file since then is seen, and undone. The index is kept beside
// the files, where nobody works, because the one in the worktree's record can be told to look away.
extension Git {
    /// Keeps the index of a worktree that was just made, for ``cleanse(_:index:)`` and ``adopt(_:index:into:)``.
    package func keepIndex(of worktree: String, as index: String) throws(HostError) {
        try Files.link("\(try record(of: worktree))/index", as: index)
    }

    /// Takes out of a directory that was a worktree all that does not belong to its commit: what git ignores, whole
    /// repositories, and its link to the clone. What was done to the commit's own files is left to `adopt`.
    ///
    /// - Parameter index: as `keepIndex` kept it.
    package func cleanse(_ files: String, index: String) async throws(HostError) {
        try Files.removeTree("\(files)/.git")
        try await run(
            Call(
                arguments: Self.exactly + ["clean", "-ffdxq"], directory: files,
                environment: ["GIT_DIR": repository, "GIT_WORK_TREE": files, "GIT_INDEX_FILE": index]))
        // What has this name no git lists, and of permissions it keeps one bit.
        try Files.strip(".git", below: files, fresh: FreshModes())
    }

    /// Gives a worktree that was made without files those of another, cleansed and of any commit, and makes them those of
    /// its own commit. Nothing is left of `files` and `index`.
    package func adopt(_ files: String, index: String, into worktree: String) async throws(HostError) {
        let record = try record(of: worktree)
        try Files.rename("\(worktree)/.git", to: "\(files)/.git", isDurable: false)
        try Files.removeTree(worktree)
        try Files.rename(files, to: worktree, isDurable: false)
        try Files.rename(index, to: "\(record)/index", isDurable: false)
        try await run(
            Call(
                arguments: Self.exactly + ["read-tree", "--reset", "-u", "HEAD"], directory: worktree, hasHooks: false))
    }

    /// No setting of the clone makes git look less closely.
    private static let exactly = [
        "-c", "core.trustctime=true", "-c", "core.checkStat=default", "-c", "core.sparseCheckout=false",
        "-c", "core.ignoreStat=false",
    ]

    /// The clone's own directory for a worktree.
    private func record(of worktree: String) throws(HostError) -> String {
        let (path, lead) = ("\(worktree)/.git", "gitdir: ")
        let text = try Files.readText(path).trimmed
        guard text.hasPrefix(lead) else { throw .unreadable(path: path, reason: "it names no worktree of a clone") }
        return String(text.dropFirst(lead.count))
    }
}
