import Testing
import TownModel

@testable import Host

@Suite("git, through the adapter, on real repositories")
struct HostGitTests {
    @Test func `a bare clone keeps the remote's branches apart from its own`() async throws {
        let repository = try await TemporaryRepository()
        #expect(try await repository.git.refs(under: "refs/heads").isEmpty)
        #expect(try await repository.git.refs(under: "refs/remotes").map(\.name) == ["refs/remotes/origin/main"])
        #expect(try await repository.git.configuration("gc.auto") == "0")
        #expect(try await repository.git.remoteDefaultBranch() == "main")
    }

    @Test func `a clone that fails leaves nothing behind`() async throws {
        let scratch = try Scratch()
        await #expect(throws: HostError.self) {
            try await Git.makeBareClone(
                at: "\(scratch.path)/repo.git", of: "\(scratch.path)/absent", credentials: [:])
        }
        #expect(!Files.exists("\(scratch.path)/repo.git"))
    }

    @Test func `a ref moves only from where it is expected`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        let tree = try await git.tree(of: repository.first)
        let second = try await git.commitTree(
            tree, parents: [repository.first], message: "second\n", author: .town)
        #expect(try await git.updateRef("refs/heads/main", to: repository.first, from: .absent, reason: "test"))
        #expect(try await !git.updateRef("refs/heads/main", to: second, from: .absent, reason: "test"))
        #expect(
            try await git.updateRef("refs/heads/main", to: second, from: .commit(repository.first), reason: "test"))
        #expect(try await git.commit("refs/heads/main") == second)
        #expect(try await git.isAncestor(repository.first, of: second))
        #expect(try await !git.isAncestor(second, of: repository.first))
        #expect(try await git.mergeBase(second, repository.first) == repository.first)
        #expect(try await git.commit("refs/heads/none") == nil)
    }

    @Test func `a merge is computed without a checkout, and a conflict names its paths`() async throws {
        let repository = try await TemporaryRepository()
        let worktree = try await repository.worktree("a")
        func commit(_ script: String) async throws -> CommitID {
            try await TemporaryRepository.shell(
                "git checkout -q --detach \(repository.first.text); \(script); git add -A; git commit -q -m x",
                in: worktree)
            return try #require(try await repository.git.commit("HEAD", in: worktree))
        }
        let left = try await commit("echo left > one.txt")
        let right = try await commit("echo right > one.txt")
        let other = try await commit("echo two > 'zwei\nzeilen ü.txt'")
        guard case .conflict(let paths, let said) = try await repository.git.mergeTree(left, right) else {
            Issue.record("two changes of one line merged")
            return
        }
        #expect(paths == ["one.txt"])
        #expect(said.contains("CONFLICT"))
        guard case .clean = try await repository.git.mergeTree(left, other) else {
            Issue.record("changes of two files conflicted")
            return
        }
    }

    @Test func `the log gives authors and trailers`() async throws {
        let repository = try await TemporaryRepository()
        let author = GitPerson(name: "gastown/polecats/nux", email: "nux@gastown", date: "1700000000 +0000")
        let commit = try await repository.git.commitTree(
            try await repository.git.tree(of: repository.first), parents: [repository.first],
            message: "Land it\n\nWhy: because\n\nGt-Bead: gt-abc\nGt-Request: gt-mr-x1\n", author: author)
        let log = try await repository.git.log("\(repository.first.text)..\(commit.text)", limit: 10)
        let landed = try #require(log.first)
        #expect(log.count == 1)
        #expect(landed.author == author)
        #expect(landed.subject == "Land it")
        #expect(
            landed.trailers == [
                GitTrailer(key: "Gt-Bead", value: "gt-abc"), GitTrailer(key: "Gt-Request", value: "gt-mr-x1"),
            ])
        #expect(try await repository.git.log(commit.text, limit: 10).count == 2)
    }

    @Test func `a push lands only on the head that was expected at the remote`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        let next = try await git.commitTree(
            try await git.tree(of: repository.first), parents: [repository.first], message: "next\n", author: .town)
        guard case .refused = try await git.push(next, to: "main", expecting: next) else {
            Issue.record("a push with a wrong lease was taken")
            return
        }
        #expect(try await git.remoteBranch("main") == repository.first)
        #expect(try await git.push(next, to: "main", expecting: repository.first) == .pushed)
        #expect(try await git.remoteBranch("main") == next)
        #expect(try await git.remoteBranch("none") == nil)
        try await git.fetch()
        #expect(try await git.commit("refs/remotes/origin/main") == next)
    }

    @Test func `status names every path, whatever is in it`() async throws {
        let repository = try await TemporaryRepository()
        let worktree = try await repository.worktree("a")
        #expect(try await repository.git.status(of: worktree).isClean)
        let strange = "new\nline and ünï — \u{202E}x"
        try Files.writeAtomically("x", to: "\(worktree)/\(strange)")
        try Files.writeAtomically("changed", to: "\(worktree)/one.txt")
        let status = try await repository.git.status(of: worktree)
        #expect(status.head == repository.first)
        #expect(status.branch == "polecat/nux/gt-abc.1")
        #expect(
            status.entries == [
                GitStatusEntry(state: ".M", path: "one.txt"), GitStatusEntry(state: "??", path: strange),
            ])
    }

    @Test func `worktrees are listed, and forgotten when they were moved away`() async throws {
        let repository = try await TemporaryRepository()
        let path = try await repository.worktree("a")
        let listed = try await repository.git.worktrees()
        #expect(listed.last?.path == path)
        #expect(listed.last?.branch == "refs/heads/polecat/nux/gt-abc.1")
        try Files.rename(path, to: "\(repository.scratch.path)/trash")
        try await repository.git.forgetWorktree(path)
        #expect(try await repository.git.worktrees().count == 1)
        try await repository.git.forgetWorktree(path)
    }

    @Test func `worktrees can be made while the last other one is forgotten`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        try await withThrowingTaskGroup(of: Void.self) { group in
            for side in ["a", "b"] {
                let path = "\(repository.scratch.path)/\(side)"
                group.addTask {
                    for _ in 0..<60 {
                        try await git.addWorktree(path, branch: nil, at: repository.first)
                        try Files.removeTree(path)
                        try await git.forgetWorktree(path)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await TemporaryRepository.shell("git worktree prune --expire now && git fsck", in: git.repository)
        #expect(try await git.worktrees().map(\.path) == [git.repository])
        #expect(Files.exists("\(git.repository)/worktrees/gt-keep/locked"))
    }

    /// The first was met under load.
    @Test(arguments: [
        ("fatal: failed to read worktrees/b/commondir: Success", true),
        ("fatal: could not open 'worktrees/b/gitdir' for reading: No such file or directory", true),
        ("fatal: 'x' is not a working tree", false),
        ("fatal: failed to read object 1234: No such file or directory", false),
    ])
    func `git dies of another's half-made record in words that are known`(said: String, isThat: Bool) {
        #expect(Git.hasMetHalfARecord(said) == isThat)
    }

    @Test func `a branch that is somewhere else already refuses a worktree`() async throws {
        let repository = try await TemporaryRepository()
        let other = try await repository.git.commitTree(
            try await repository.git.tree(of: repository.first), parents: [], message: "x\n", author: .town)
        _ = try await repository.git.updateRef("refs/heads/taken", to: other, from: .absent, reason: "test")
        await #expect(throws: HostError.self) {
            try await repository.git.addWorktree(
                "\(repository.scratch.path)/a", branch: "taken", at: repository.first)
        }
    }

    @Test func `hooks and monitors that a worker writes into the clone's configuration do not run`() async throws {
        let repository = try await TemporaryRepository()
        let worktree = try await repository.worktree("a")
        let sign = "\(repository.scratch.path)/ran"
        let trap = "\(repository.scratch.path)/trap"
        try Files.writeAtomically("#!/bin/sh\ntouch '\(sign)'\n", to: trap, mode: 0o700)
        try await TemporaryRepository.shell(
            """
            mkdir -p ../hooks && cp ../trap ../hooks/post-checkout
            git config core.hooksPath '\(repository.scratch.path)/hooks'; git config core.fsmonitor '\(trap)'
            """, in: worktree)
        _ = try await repository.git.status(of: worktree)
        try await repository.git.addWorktree(
            "\(repository.scratch.path)/b", branch: nil, at: repository.first)
        #expect(!Files.exists(sign))
    }
}
