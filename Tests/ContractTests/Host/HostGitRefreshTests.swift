import Host
import Testing
import TownModel

@Suite("A branch that stays is brought up to date") struct HostGitRefreshTests {
    private static let branch = "crew/max"

    /// A worktree, and a commit of the target that it does not have.
    private func town() async throws -> (repository: TemporaryRepository, worktree: String, target: CommitID) {
        let repository = try await TemporaryRepository()
        let other = try await repository.worktree("other", branch: "other")
        try await TemporaryRepository.shell("echo two > two.txt; git add .; git commit -qm two", in: other)
        let target = try #require(try await repository.git.commit("refs/heads/other"))
        return (repository, try await repository.worktree("own", branch: Self.branch), target)
    }

    @Test func `forward where it has nothing of its own, and then it is up to date`() async throws {
        let (repository, worktree, target) = try await town()
        #expect(try await repository.git.refresh(worktree, onto: target) == .forwarded)
        #expect(try await repository.git.commit("refs/heads/\(Self.branch)") == target)
        #expect(try await repository.git.refresh(worktree, onto: target) == .upToDate)
    }

    @Test func `its own commits come on top, and stay their author's`() async throws {
        let (repository, worktree, target) = try await town()
        try await TemporaryRepository.shell("echo own > own.txt; git add .; git commit -qm own", in: worktree)
        #expect(try await repository.git.refresh(worktree, onto: target) == .rebased(1))
        let own = try #require(try await repository.git.log("\(target)..\(Self.branch)", limit: 2).first)
        #expect(own.subject == "own" && own.author.name == "Ada" && own.parents == [target])
        #expect(try await repository.git.status(of: worktree).branch == Self.branch)
    }

    @Test func `what conflicts is named, and put back as it was`() async throws {
        let (repository, worktree, target) = try await town()
        try await TemporaryRepository.shell("echo other > two.txt; git add .; git commit -qm mine", in: worktree)
        let before = try await repository.git.status(of: worktree)
        #expect(try await repository.git.refresh(worktree, onto: target) == .conflict(["two.txt"]))
        #expect(try await repository.git.status(of: worktree) == before)
    }

    @Test func `what nothing else keeps is found, and saved under refs of its own`() async throws {
        let (repository, worktree, _) = try await town()
        let git = repository.git
        let kept = ["refs/remotes/origin"]
        #expect(try await git.unkept(in: worktree, branch: Self.branch, kept: kept).isEmpty)
        try await TemporaryRepository.shell(
            """
            echo lost > one.txt; git commit -qam lost; git reset -q --hard HEAD~1
            echo own > own.txt; git add .; git commit -qm own; echo dirty > own.txt
            """, in: worktree)
        let heads = try await git.unkept(in: worktree, branch: Self.branch, kept: kept)
        #expect(heads.count == 2)
        for _ in 0..<2 {
            try await git.rescue(worktree, branch: Self.branch, under: "refs/gt/rescue/gt-max/3", kept: kept)
        }
        let kinds = try await git.refs(under: "refs/gt/rescue/gt-max/3")
            .compactMap { $0.name.split(separator: "/").last?.prefix { $0 != "-" } }
        #expect(kinds.map(String.init).sorted() == ["files", "head", "lost"])
    }
}
