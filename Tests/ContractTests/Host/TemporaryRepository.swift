import Host
import Testing
import TownModel

/// A directory of its own for one test; gone with the value.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = "/tmp/gt-test-\(UInt64.random(in: 0 ... .max))"
        try Files.makePrivateDirectory(path)
    }

    deinit {
        // A directory that can't be removed is the temporary directory's business.
        try? Files.removeTree(path)
    }
}

/// A bare clone of a small upstream with one commit on `main`, both in a temporary directory.
struct TemporaryRepository {
    let scratch: Scratch
    let git: Git
    let upstream: String
    let first: CommitID

    init() async throws {
        scratch = try Scratch()
        upstream = "\(scratch.path)/upstream.git"
        let seed = "\(scratch.path)/seed"
        try Files.makeDirectory(seed)
        try await Self.shell(
            """
            git init -q -b main . && echo one > one.txt && git add . && git commit -q -m first &&
            git clone -q --bare . ../upstream.git
            """, in: seed)
        try await Git.makeBareClone(at: "\(scratch.path)/repo.git", of: upstream, credentials: [:])
        git = Git(repository: "\(scratch.path)/repo.git", writer: .witness, credentials: [:])
        first = try #require(try await git.commit("refs/remotes/origin/main"))
    }

    /// A worktree on a branch of its own at the first commit.
    func worktree(_ name: String, branch: String = "polecat/nux/gt-abc.1") async throws -> String {
        let path = "\(scratch.path)/\(name)"
        try await git.addWorktree(path, branch: branch, at: first)
        return path
    }

    /// What a person or an agent would type: plain git with an identity.
    @discardableResult
    static func shell(_ script: String, in directory: String) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": "/nonexistent", "GIT_AUTHOR_NAME": "Ada",
                    "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada",
                    "GIT_COMMITTER_EMAIL": "ada@example.org",
                ], directory: directory, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.trimmed
    }
}
