internal import Glibc
package import TownModel

/// What is in a worktree beyond its HEAD, made into commits that no branch points at yet.
package struct SavedWork: Hashable, Sendable {
    /// Where HEAD is; nil before the first commit.
    package var head: CommitID?
    /// The files as they lie there, untracked ones included; its parents are HEAD and the index. nil when clean.
    package var files: CommitID?

    package init(head: CommitID?, files: CommitID?) {
        self.head = head
        self.files = files
    }

    package var isClean: Bool { files == nil }
}

extension Git {
    /// Makes commits of everything in a worktree that git would lose with it: index and files, untracked ones too.
    ///
    /// Through an index of its own: the worktree, its index and the stash stay as they are. Ignored files and nested
    /// repositories are not in it. Dated as HEAD is, not now: the same work saved again is the same commit.
    package func saveWork(in worktree: String) async throws(HostError) -> SavedWork {
        let head = try await commit("HEAD", in: worktree)
        let index = try await line(["rev-parse", "--path-format=absolute", "--git-path", "index"], in: worktree)
        let scratch = "\(index).gt-save-\(getpid())"
        defer { unlink(scratch) }
        if Files.exists(index) {
            try Files.copy(index, to: scratch)
        } else {
            try await run(
                Call(arguments: ["read-tree", "--empty"], directory: worktree, environment: Self.index(scratch)))
        }
        let staged = try await writeTree(scratch, worktree, unmergedIsNil: true)
        try await addFiles(of: worktree, to: scratch)
        guard let files = try await writeTree(scratch, worktree, unmergedIsNil: false) else {
            throw .git(arguments: ["write-tree"], status: 128, said: "the index can't be written as a tree")
        }
        let headTree = try await treeOrNil(of: head)
        let indexIsHead = staged == nil || staged == headTree
        if indexIsHead, files == headTree { return SavedWork(head: head, files: nil) }

        let author = try await saver(after: head)
        var parents = head.map { [$0] } ?? []
        if let staged, !indexIsHead {
            parents.append(
                try await commitTree(
                    staged, parents: parents, message: "Index of \(worktree)\n", author: author, committer: author))
        }
        let saved = try await commitTree(
            files, parents: parents, message: "Files of \(worktree)\n", author: author, committer: author)
        return SavedWork(head: head, files: saved)
    }

    /// Commits that `git stash` made on this branch. The stash is shared by all worktrees of a clone, and only its
    /// messages say whose they are.
    package func stashes(of branch: String) async throws(HostError) -> [CommitID] {
        guard try await commit("refs/stash") != nil else { return [] }
        let arguments = ["log", "--walk-reflogs", "-z", "--format=%H %s", "refs/stash"]
        let result = try await run(Call(arguments: arguments, accepts: [0, 128]))
        return result.output.split(separator: 0).compactMap { field in
            let parts = String(decoding: field, as: UTF8.self).split(separator: " ", maxSplits: 1)
            guard parts.count == 2,
                parts[1].hasPrefix("WIP on \(branch): ") || parts[1].hasPrefix("On \(branch): ")
            else { return nil }
            return CommitID(String(parts[0]))
        }
    }

    /// The town, at the time at which `head` was committed; at the beginning of time where there is none.
    private func saver(after head: CommitID?) async throws(HostError) -> GitPerson {
        var saver = GitPerson.town
        saver.date = "@0 +0000"
        if let head { saver.date = "@" + (try await line(["show", "-s", "--format=%cd", "--date=raw", head.text])) }
        return saver
    }

    private static func index(_ path: String) -> [String: String] { ["GIT_INDEX_FILE": path] }

    private func treeOrNil(of commit: CommitID?) async throws(HostError) -> String? {
        guard let commit else { return nil }
        return try await tree(of: commit)
    }

    /// nil when there are unmerged entries and the caller can live with that.
    private func writeTree(
        _ index: String, _ worktree: String, unmergedIsNil: Bool
    ) async throws(HostError) -> String? {
        let result = try await run(
            Call(
                arguments: ["write-tree"], directory: worktree, environment: Self.index(index),
                accepts: unmergedIsNil ? [0, 128] : [0]))
        return result.ending.isSuccess ? result.outputText.trimmed : nil
    }

    /// Puts tracked files as they are now, and untracked ones, into an index. A nested repository is listed by git as
    /// a directory (`name/`): adding that would only add a link to it, or fail.
    private func addFiles(of worktree: String, to index: String) async throws(HostError) {
        let environment = Self.index(index)
        try await run(Call(arguments: ["add", "--update", "--", "."], directory: worktree, environment: environment))
        let listed = try await run(
            Call(
                arguments: ["ls-files", "--others", "--exclude-standard", "-z"], directory: worktree,
                environment: environment))
        let files = listed.output.split(separator: 0).filter { $0.last != UInt8(ascii: "/") }
        guard !files.isEmpty else { return }
        try await run(
            Call(
                arguments: ["update-index", "--add", "--remove", "-z", "--stdin"], directory: worktree,
                input: Array(files.joined(separator: [0])) + [0], environment: environment))
    }
}
