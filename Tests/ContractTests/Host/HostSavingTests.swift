import Host
import Testing
import TownModel

@Suite("Work that lies in a worktree can be saved")
struct HostSavingTests {
    private func content(_ commit: CommitID, _ path: String, _ git: Git) async throws -> String {
        try await TemporaryRepository.shell("git show '\(commit.text):\(path)'", in: git.repository)
    }

    @Test func `a clean worktree has nothing to save`() async throws {
        let repository = try await TemporaryRepository()
        let worktree = try await repository.worktree("a")
        let saved = try await repository.git.saveWork(in: worktree)
        #expect(saved == SavedWork(head: repository.first, files: nil))
    }

    @Test func `index, changed and untracked files are saved, and the worktree stays as it is`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        let worktree = try await repository.worktree("a")
        let strange = "new\nline ü"
        try await TemporaryRepository.shell(
            """
            echo staged > one.txt; git add one.txt; echo changed > one.txt; echo ignored > build.o
            echo '*.o' > .gitignore; mkdir deep; echo untracked > deep/new.txt; echo strange > '\(strange)'
            mkdir nested && cd nested && git init -q . && echo inner > inner.txt
            """, in: worktree)
        let before = try await git.status(of: worktree)
        let saved = try await git.saveWork(in: worktree)
        let files = try #require(saved.files)
        #expect(try await content(files, "one.txt", git) == "changed")
        #expect(try await content(files, "deep/new.txt", git) == "untracked")
        #expect(try await content(files, strange, git) == "strange")
        #expect(try await content(files, ".gitignore", git) == "*.o")
        let names = try await TemporaryRepository.shell("git ls-tree -r --name-only \(files.text)", in: git.repository)
        #expect(!names.contains("build.o"))
        #expect(!names.contains("nested"))
        let index = try #require(try await git.commit("\(files.text)^2"))
        #expect(try await content(index, "one.txt", git) == "staged")
        #expect(try await git.commit("\(files.text)^1") == repository.first)
        #expect(try await git.status(of: worktree) == before)
    }

    @Test func `the same work saved again, at another second, is the same commit`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        let worktree = try await repository.worktree("a")
        try await TemporaryRepository.shell(
            """
            git checkout -q -b old; date='2020-02-02 02:02:02 +0200'
            GIT_COMMITTER_DATE=$date git commit -q --amend --no-edit --date="$date"
            echo staged > two.txt; git add two.txt; echo changed > two.txt
            """, in: worktree)
        let files = try #require(try await git.saveWork(in: worktree).files)
        let saved = try await git.log(files.text, limit: 3)
        #expect(Set(saved.map(\.committer.date)) == ["1580601722 +0200"])
        #expect(Set(saved.map(\.author.date)) == ["1580601722 +0200"])
        #expect(try await git.saveWork(in: worktree).files == files)
    }

    @Test func `files in the middle of a conflicted merge are saved as they lie there`() async throws {
        let repository = try await TemporaryRepository()
        let worktree = try await repository.worktree("a")
        try await TemporaryRepository.shell(
            """
            echo left > one.txt; git commit -qam left; git checkout -q --detach HEAD~1
            echo right > one.txt; git commit -qam right; git merge -q polecat/nux/gt-abc.1 || true
            """, in: worktree)
        let saved = try await repository.git.saveWork(in: worktree)
        let files = try #require(saved.files)
        #expect(try await content(files, "one.txt", repository.git).contains("<<<<<<<"))
    }

    @Test func `detached and reset commits are found in the reflog, a stash by its branch`() async throws {
        let repository = try await TemporaryRepository()
        let git = repository.git
        let worktree = try await repository.worktree("a")
        try await TemporaryRepository.shell(
            """
            echo lost > one.txt; git commit -qam lost; git rev-parse HEAD > ../lost; git reset -q --hard HEAD~1
            echo stashed > one.txt; git stash -q; git rev-parse refs/stash > ../stashed
            git checkout -q --detach; echo loose > one.txt; git commit -qam loose; git rev-parse HEAD > ../loose
            git checkout -q polecat/nux/gt-abc.1
            """, in: worktree)
        func read(_ name: String) throws -> CommitID {
            try #require(CommitID(try Files.readText("\(repository.scratch.path)/\(name)").trimmed))
        }
        let heads = try await git.reflogHeads(of: worktree)
        #expect(heads.contains(try read("lost")))
        #expect(heads.contains(try read("loose")))
        #expect(try await git.stashes(of: "polecat/nux/gt-abc.1") == [try read("stashed")])
        #expect(try await git.stashes(of: "polecat/nux/gt-abc.11").isEmpty)
        let missing = try await git.unreachable(heads, from: ["refs/remotes/origin/main"])
        #expect(Set(missing) == [try read("lost"), try read("loose")])
        #expect(try await git.independent(heads + [repository.first]).count == 2)
    }
}
