package import TownModel

/// What became of a push with a lease.
package enum PushOutcome: Hashable, Sendable {
    case pushed
    /// The remote's ref is not where the lease says, or the remote refused: nothing was changed there.
    case refused(said: String)
}

extension Git {
    /// Makes the bare clone that all worktrees of a rig share: branches of the remote in `refs/remotes/origin/*` only,
    /// no garbage collection by itself, a reflog for every HEAD. `url` nil: an empty repository without a remote.
    ///
    /// Leaves nothing behind when it fails.
    package static func makeBareClone(
        at path: String, of url: String?, credentials: [String: String] = HostEnvironment.own,
        runner: CommandRunner = CommandRunner()
    ) async throws(HostError) {
        guard !Files.exists(path) else { throw .unreadable(path: path, reason: "it exists already") }
        try Files.makeDirectory(path)
        let git = Git(repository: path, credentials: credentials, runner: runner)
        do {
            try await git.run(Call(arguments: ["init", "--bare", "--quiet", "--template=", path]))
            try Files.makeDirectory("\(path)/hooks")
            try Files.makeDirectory("\(path)/info")
            try await git.setConfiguration("gc.auto", "0")
            try await git.setConfiguration("maintenance.auto", "false")
            try await git.setConfiguration("core.logAllRefUpdates", "true")
            if let url {
                try await git.setConfiguration("remote.origin.url", url)
                try await git.setConfiguration("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
                try await git.setConfiguration("remote.origin.tagOpt", "--no-tags")
                try await git.fetch()
            }
        } catch {
            // What failed is what must be told; a directory that can't be removed is named by the next attempt.
            try? Files.removeTree(path)
            throw error
        }
    }

    package func setConfiguration(_ key: String, _ value: String) async throws(HostError) {
        try await run(Call(arguments: ["config", "--file", "\(repository)/config", key, value]))
    }

    /// nil when it is not set in the clone's own configuration.
    package func configuration(_ key: String) async throws(HostError) -> String? {
        let result = try await run(
            Call(arguments: ["config", "--file", "\(repository)/config", "--get", key], accepts: [0, 1]))
        return result.ending.isSuccess ? result.outputText.trimmed : nil
    }

    /// Brings `refs/remotes/origin/*` up to date. Throws `remoteAway` when git says that it could not.
    package func fetch() async throws(HostError) {
        do {
            try await run(
                Call(
                    arguments: ["fetch", "--quiet", "--prune", "--no-write-fetch-head", "origin"],
                    usesCredentials: true))
        } catch {
            switch error {
            case .git, .timedOut: throw .remoteAway(error.description)
            default: throw error
            }
        }
    }

    /// Moves a branch of the remote from `expected` (nil: it must not exist) to a commit, atomically at the remote.
    /// Throws only when it is unknown whether the remote was reached.
    package func push(
        _ commit: CommitID, to branch: String, expecting expected: CommitID?
    ) async throws(HostError) -> PushOutcome {
        let ref = "refs/heads/\(branch)"
        let arguments = [
            "push", "--porcelain", "--no-verify", "--force-with-lease=\(ref):\(expected?.text ?? "")", "origin",
            "\(commit.text):\(ref)",
        ]
        let result = try await run(Call(arguments: arguments, usesCredentials: true, accepts: [0, 1]))
        if result.ending.isSuccess { return .pushed }
        let lines = result.outputText.split(separator: "\n")
        guard let refusal = lines.first(where: { $0.hasPrefix("!") }) else {
            throw .git(arguments: arguments, status: result.ending.status, said: result.errorTail)
        }
        return .refused(said: "\(refusal)\n\(result.errorTail)".trimmed)
    }

    /// What a branch of the remote is now; nil when it has none of this name.
    package func remoteBranch(_ branch: String, within limit: Duration? = nil) async throws(HostError) -> CommitID? {
        let arguments = ["ls-remote", "--quiet", "origin", "refs/heads/\(branch)"]
        let result = try await run(Call(arguments: arguments, usesCredentials: true, limit: limit))
        let text = result.outputText.trimmed
        if text.isEmpty { return nil }
        guard let commit = CommitID(String(text.prefix { !$0.isWhitespace })) else {
            throw .gitAnswer(arguments: arguments, said: text)
        }
        return commit
    }

    /// The branch that a remote's HEAD names; nil when it names none. Asks the remote.
    package func remoteDefaultBranch() async throws(HostError) -> String? {
        let result = try await run(
            Call(arguments: ["ls-remote", "--symref", "origin", "HEAD"], usesCredentials: true))
        for line in result.outputText.split(separator: "\n") where line.hasPrefix("ref: refs/heads/") {
            return String(line.dropFirst("ref: refs/heads/".count).prefix { !$0.isWhitespace })
        }
        return nil
    }
}
