package import TownModel

/// A file in a commit's tree.
package struct GitTreeFile: Hashable, Sendable {
    /// As git writes it: `100644`.
    package var mode: String
    /// Of its bytes; of a submodule its commit.
    package var id: String
    /// From the tree's top.
    package var path: String

    package init(mode: String, id: String, path: String) {
        self.mode = mode
        self.id = id
        self.path = path
    }

    /// Bytes, and no link, submodule or program.
    package var isPlain: Bool { mode == "100644" }
}

/// What `commit(files:…)` has done.
package struct FileCommit: Hashable, Sendable {
    /// nil: the files are there as they should be, and nothing was left to join.
    package var commit: CommitID?
    /// Where the branch is now.
    package var head: CommitID

    package init(commit: CommitID?, head: CommitID) {
        self.commit = commit
        self.head = head
    }
}

/// Files into and out of commits without a checkout: no work tree and no index of anybody is read or written.
extension Git {
    package func files(of commit: CommitID) async throws(HostError) -> [GitTreeFile] {
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", commit.text]
        let result = try await run(Call(arguments: arguments))
        return try result.output.split(separator: 0).map { (field) throws(HostError) in
            // <mode> SP <type> SP <object> TAB <path>
            let text = String(decoding: field, as: UTF8.self)
            let parts = text.split(separator: "\t", maxSplits: 1).map(String.init)
            let facts = parts[0].split(separator: " ").map(String.init)
            guard parts.count == 2, facts.count == 3 else {
                throw .gitAnswer(arguments: arguments, said: text)
            }
            return GitTreeFile(mode: facts[0], id: facts[2], path: parts[1])
        }
    }

    /// The bytes of a blob; nil when it is not here.
    package func bytes(ofBlob id: String, bytesMax: Int) async throws(HostError) -> [UInt8]? {
        let asked = try await run(Call(arguments: ["cat-file", "-s", id], accepts: [0, 1, 128]))
        guard asked.ending.isSuccess, let size = Int(asked.outputText.trimmed) else { return nil }
        guard size <= bytesMax else { throw .outputTooLarge(program: "git cat-file", bytesMax: bytesMax) }
        var call = Call(arguments: ["cat-file", "blob", id])
        call.outputBytesMax = size + 1
        return try await run(call).output
    }

    /// Makes blobs of files as they lie there; their ids, in order.
    package func writeBlobs(_ paths: [String]) async throws(HostError) -> [String] {
        guard !paths.isEmpty else { return [] }
        let arguments = ["hash-object", "-w", "--no-filters", "--stdin-paths"]
        let result = try await run(
            Call(arguments: arguments, input: Array((paths.joined(separator: "\n") + "\n").utf8)))
        let ids = result.outputText.split(separator: "\n").map(String.init)
        guard ids.count == paths.count else { throw .gitAnswer(arguments: arguments, said: result.outputText) }
        return ids
    }

    /// The branch that HEAD names, in full; nil when it names none.
    package func headBranch() async throws(HostError) -> String? {
        let result = try await run(Call(arguments: ["symbolic-ref", "--quiet", "HEAD"], accepts: [0, 1]))
        return result.ending.isSuccess ? result.outputText.trimmed : nil
    }

    /// A setting of the repository around `repository` itself; nil when it does not say.
    package func configurationHere(_ key: String) async throws(HostError) -> String? {
        let result = try await run(Call(arguments: ["config", "--local", "--get", key], accepts: [0, 1]))
        return result.ending.isSuccess ? result.outputText.trimmed : nil
    }

    /// Commits files (blobs, by their paths) on a branch (its full name): on top of what is there, and of a remote's
    /// commit where one is to be joined. Of other files the remote's version stands; one that only the branch has stays.
    ///
    /// The branch moves by comparing and swapping, or not at all: then it throws, and nothing was changed.
    package func commit(
        files: [String: String], on branch: String, joining remote: CommitID? = nil, message: String
    ) async throws(HostError) -> FileCommit? {
        let head = try await commit(branch)
        var parents = [head, remote].compactMap(\.self)
        if let head, let remote {
            if try await isAncestor(remote, of: head) {
                parents = [head]
            } else if try await isAncestor(head, of: remote) {
                parents = [remote]
            }
        }
        guard !files.isEmpty || !parents.isEmpty else { return nil }
        let tree = try await tree(of: files, over: parents)
        if parents.count == 1, try await self.tree(of: parents[0]) == tree {
            if parents[0] != head { try await move(branch, from: head, to: parents[0]) }
            return FileCommit(commit: nil, head: parents[0])
        }
        let commit = try await commitTree(tree, parents: parents, message: message, author: .town)
        try await move(branch, from: head, to: commit)
        return FileCommit(commit: commit, head: commit)
    }

    private func move(_ branch: String, from old: CommitID?, to new: CommitID) async throws(HostError) {
        let moved = try await updateRef(
            branch, to: new, from: old.map(RefExpectation.commit) ?? .absent, reason: "beads")
        guard moved else {
            throw .git(arguments: ["update-ref", branch], status: 1, said: "somebody else has moved it meanwhile")
        }
    }

    /// The last parent's tree, with what only the first has, and with these files.
    private func tree(of files: [String: String], over parents: [CommitID]) async throws(HostError) -> String {
        var entries: [String: GitTreeFile] = [:]
        for parent in parents {
            for file in try await self.files(of: parent) { entries[file.path] = file }
        }
        for (path, blob) in files { entries[path] = GitTreeFile(mode: "100644", id: blob, path: path) }
        // Private, and gone afterwards: whatever its name, nobody else looks for it.
        let index =
            try await line(["rev-parse", "--path-format=absolute", "--git-path", "gt-index"])
            + ".\(RandomText.digits(12, of: RandomText.base36))"
        let environment = ["GIT_INDEX_FILE": index]
        let result: Result<String, HostError>
        do throws(HostError) {
            let lines = entries.values.sorted { $0.path < $1.path }.map { "\($0.mode) \($0.id)\t\($0.path)\0" }
            try await run(
                Call(
                    arguments: ["update-index", "-z", "--index-info"], input: Array(lines.joined().utf8),
                    environment: environment))
            result = .success(
                try await run(Call(arguments: ["write-tree"], environment: environment)).outputText.trimmed)
        } catch {
            result = .failure(error)
        }
        if Files.exists(index) { try Files.removeTree(index) }
        return try result.get()
    }

    /// Makes the index what HEAD's commit is, without a look at the work tree's files but for their stamps. A file that is
    /// not there at all is marked as left out, so that no status calls it removed.
    package func settleIndex() async throws(HostError) {
        try await run(Call(arguments: ["read-tree", "HEAD"]))
        let listed = try await run(Call(arguments: ["ls-files", "-z", "--deleted"]))
        if !listed.output.isEmpty {
            try await run(
                Call(arguments: ["update-index", "--skip-worktree", "-z", "--stdin"], input: listed.output))
        }
        // 1: a file differs, which is no failure here.
        try await run(Call(arguments: ["update-index", "-q", "--refresh"], accepts: [0, 1]))
    }

    /// Fetches one branch of `origin`; nil when the remote has none of that name. Throws `remoteAway` when git says that it
    /// could not.
    package func fetchBranch(_ branch: String, within limit: Duration) async throws(HostError) -> CommitID? {
        do {
            guard try await remoteBranch(branch, within: limit) != nil else { return nil }
            let tracking = "refs/remotes/origin/\(branch)"
            try await run(
                Call(
                    arguments: [
                        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "origin",
                        "+refs/heads/\(branch):\(tracking)",
                    ], usesCredentials: true, limit: limit))
            return try await commit(tracking)
        } catch {
            switch error {
            case .git, .timedOut: throw .remoteAway(error.description)
            default: throw error
            }
        }
    }

    /// Moves a branch of `origin` forward to a commit, or not at all: without force. Throws `remoteAway` when it is unknown
    /// whether the remote was reached.
    package func pushForward(
        _ commit: CommitID, to branch: String, within limit: Duration
    ) async throws(HostError) -> PushOutcome {
        let arguments = [
            "push", "--porcelain", "--no-verify", "--no-force", "origin", "\(commit.text):refs/heads/\(branch)",
        ]
        do throws(HostError) {
            let result = try await run(
                Call(arguments: arguments, usesCredentials: true, limit: limit, accepts: [0, 1]))
            if result.ending.isSuccess { return .pushed }
            guard let refusal = result.outputText.split(separator: "\n").first(where: { $0.hasPrefix("!") }) else {
                throw .git(arguments: arguments, status: result.ending.status, said: result.errorTail)
            }
            return .refused(said: "\(refusal)\n\(result.errorTail)".trimmed)
        } catch {
            switch error {
            case .git, .timedOut: throw .remoteAway(error.description)
            default: throw error
            }
        }
    }
}
