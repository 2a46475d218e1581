package import TownModel

/// A local directory that is a repository, and where its work comes from.
package struct LocalRepository: Hashable, Sendable {
    /// Bare: nobody works in it, so it may be pushed to.
    package var isBare: Bool
    /// Its top directory, or the bare repository itself.
    package var top: String
    /// The url of its `origin`, as written there; nil without one.
    package var origin: String?
    /// The branch that its HEAD names; nil when detached.
    package var branch: String?
}

extension Git {
    /// The repository that a directory is, or lies in; nil when it is none. Sees the caller's configuration, which
    /// may say whose directories are trusted.
    package static func local(_ directory: String) async throws(HostError) -> LocalRepository? {
        let git = Git(repository: directory)
        let arguments = ["rev-parse", "--is-bare-repository", "--absolute-git-dir"]
        let result = try await git.run(Call(arguments: arguments, usesCredentials: true, accepts: [0, 128]))
        let lines = result.outputText.split(separator: "\n").map(String.init)
        guard result.ending.isSuccess, lines.count == 2 else { return nil }
        let isBare = lines[0] == "true"
        var top = lines[1]
        if !isBare {
            let shown = try await git.run(
                Call(arguments: ["rev-parse", "--show-toplevel"], usesCredentials: true, accepts: [0, 128]))
            guard shown.ending.isSuccess else { return nil }
            top = shown.outputText.trimmed
        }
        let origin = try await git.run(
            Call(arguments: ["config", "--get", "remote.origin.url"], usesCredentials: true, accepts: [0, 1]))
        let head = try await git.run(
            Call(
                arguments: ["symbolic-ref", "--quiet", "--short", "HEAD"], usesCredentials: true, accepts: [0, 1, 128]))
        return LocalRepository(
            isBare: isBare, top: top, origin: origin.ending.isSuccess ? origin.outputText.trimmed : nil,
            branch: head.ending.isSuccess ? head.outputText.trimmed : nil)
    }

    /// Brings one branch of a directory's repository into this clone, which has no remote: `refs/heads/<branch>`.
    package func take(_ branch: String, from directory: String) async throws(HostError) {
        try await run(
            Call(
                arguments: [
                    "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", directory,
                    "refs/heads/\(branch):refs/heads/\(branch)",
                ], usesCredentials: true))
    }

    /// Makes a repository with a work tree where none is.
    package static func makeRepository(at directory: String) async throws(HostError) {
        let git = Git(repository: directory)
        try await git.run(Call(arguments: ["init", "--quiet", "--initial-branch=main", "--template=", directory]))
    }

    /// Commits everything in a worktree, new files too; nil when there was nothing to commit.
    package func commitAll(
        in worktree: String, message: String, author: GitPerson
    ) async throws(HostError) -> CommitID? {
        try await run(Call(arguments: ["add", "--all", "--", "."], directory: worktree))
        let staged = try await run(
            Call(arguments: ["diff", "--cached", "--quiet"], directory: worktree, accepts: [0, 1]))
        if staged.ending.isSuccess { return nil }
        try await run(
            Call(
                arguments: ["commit", "--quiet", "--no-verify", "--cleanup=whitespace", "--file=-"],
                directory: worktree, input: Array(message.utf8),
                environment: [
                    "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email,
                    "GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.email,
                ]))
        return try await commit("HEAD", in: worktree)
    }
}
