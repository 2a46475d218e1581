import Glibc
import Host
import Testing
import TownModel
import WitnessDaemon

/// A town's directory with one rig, cloned from a small upstream.
private final class Fixture: Sendable {
    let layout: TownLayout
    let git: Git
    let worktrees: GitWorktrees
    let main: CommitID

    init() async throws {
        let root = "/tmp/gt-test-\(UInt64.random(in: 0 ... .max))"
        layout = TownLayout(root: root)
        let rig = try Town.name("gastown")
        try Files.makePrivateDirectory(layout.rig(rig))
        try Files.makeDirectory("\(root)/upstream")
        try await GitWorktreesTests.shell(
            "git init -q -b main; echo one > one.txt; git add .; git commit -qm one", "\(root)/upstream")
        try await Git.makeBareClone(at: layout.repository(rig), of: "\(root)/upstream/.git", credentials: [:])
        git = Git(repository: layout.repository(rig), credentials: [:])
        worktrees = GitWorktrees(layout: layout, rig: rig)
        main = try #require(try await git.commit("refs/remotes/origin/main"))
    }

    // A directory that can't be removed is the temporary directory's business.
    deinit { try? Files.removeTree(layout.root) }

    /// An assignment whose worktree stands.
    func made(_ number: Int64) async throws -> (assignment: Assignment, path: String) {
        var assignment = try Town.assignment(number, "gt-1", .claimed)
        assignment.base = try await worktrees.make(assignment, hasRemote: true).base
        return (assignment, layout.worktree(assignment))
    }
}

/// The hands on real repositories; the numbers are those of the reference's known problems.
@Suite("Worktrees are made exactly and retired without loss")
struct GitWorktreesTests {
    @discardableResult
    fileprivate static func shell(_ script: String, _ directory: String) async throws -> String {
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

    @Test("a remote that is away is said as such, makes nothing, and is asked again when it is back")
    func remoteAway() async throws {
        let fixture = try await Fixture()
        let upstream = "\(fixture.layout.root)/upstream"
        try Files.rename(upstream, to: "\(upstream)-away")
        let assignment = try Town.assignment(1, "gt-1", .claimed)
        do {
            _ = try await fixture.worktrees.make(assignment, hasRemote: true)
            Issue.record("a worktree was made of an old head")
        } catch {
            guard case .remoteAway(let reason) = error else { throw error }
            #expect(reason.contains("upstream"))
        }
        #expect(!Files.exists(fixture.layout.worktree(assignment)))
        try Files.rename("\(upstream)-away", to: upstream)
        #expect(try await fixture.worktrees.make(assignment, hasRemote: true).base == fixture.main)
    }

    @Test func `problem 1: commits that were never pushed outlive their worktree`() async throws {
        let fixture = try await Fixture()
        let (assignment, path) = try await fixture.made(1)
        let head = try await Self.shell("echo two > one.txt; git commit -qam two; git rev-parse HEAD", path)
        let rescue = try #require(try await fixture.worktrees.retire(assignment))
        #expect(!Files.exists(path))
        // Even when the branch is deleted afterwards.
        try await Self.shell("git update-ref -d refs/heads/\(assignment.branch)", fixture.git.repository)
        #expect(try await fixture.git.refs(under: rescue).map(\.commit.text) == [head])
    }

    @Test func `problem 2: detached and reset commits and dirty files are saved, or the worktree stays`() async throws {
        let fixture = try await Fixture()
        let (assignment, path) = try await fixture.made(1)
        let lost = try await Self.shell(
            """
            git checkout -q --detach; echo lost > one.txt; git commit -qam lost; git rev-parse HEAD
            git checkout -q '\(assignment.branch)'; echo dirty > one.txt; printf x > 'new\nfile ü'
            """, path)
        // A ref in the way of saving: nothing is moved.
        let block = "refs/gt/rescue/gt-1/1"
        try await Self.shell("git update-ref \(block) \(fixture.main)", fixture.git.repository)
        await #expect(throws: HostError.self) { try await fixture.worktrees.retire(assignment) }
        #expect(Files.exists("\(path)/new\nfile ü"))

        try await Self.shell("git update-ref -d \(block)", fixture.git.repository)
        let rescue = try #require(try await fixture.worktrees.retire(assignment))
        let refs = try await fixture.git.refs(under: rescue)
        #expect(refs.contains { $0.commit.text == lost })
        let files = try #require(refs.first { $0.name.contains("/files-") })
        let names = try await Self.shell("git ls-tree -r -z --name-only \(files.commit)", fixture.git.repository)
        #expect(names.contains("new\nfile ü"))
        #expect(Files.names(in: fixture.layout.trash(assignment.rig)) == ["1-nux"])
    }

    @Test func `problem 3: a worktree that is gone never makes another directory the one that is saved`() async throws {
        let fixture = try await Fixture()
        let (assignment, path) = try await fixture.made(1)
        try Files.removeTree(path)
        try Files.writeAtomically("secret", to: "\(fixture.layout.root)/unrelated")
        #expect(try await fixture.worktrees.retire(assignment) == nil)
        #expect(try await fixture.git.refs(under: "refs/gt").isEmpty)
    }

    @Test func `problem 8: a worktree begins clean at the remote's present head, and a leftover is refused`()
        async throws
    {
        let fixture = try await Fixture()
        let upstream = "\(fixture.layout.root)/upstream"
        let head = try await Self.shell("echo two > one.txt; git commit -qam two; git rev-parse HEAD", upstream)
        let (assignment, path) = try await fixture.made(1)
        #expect(assignment.base?.text == head)
        // Asked again (a predecessor could not say so): the same answer. With a file in it: refused.
        #expect(try await fixture.worktrees.make(assignment, hasRemote: true).base.text == head)
        try Files.writeAtomically("x", to: "\(path)/left-over")
        await #expect(throws: HostError.self) { try await fixture.worktrees.make(assignment, hasRemote: true) }
    }

    @Test func `whoever mends kept work begins at its head, and its base is where that left the target`() async throws {
        let fixture = try await Fixture()
        let upstream = "\(fixture.layout.root)/upstream"
        let (first, path) = try await fixture.made(1)
        let head = try await Self.shell("echo two > two.txt; git add .; git commit -qm two; git rev-parse HEAD", path)
        try await Self.shell("git update-ref refs/gt/submitted/gt-1/\(head) \(head)", fixture.git.repository)
        _ = try await fixture.worktrees.retire(first)
        let later = try await Self.shell("echo three > one.txt; git commit -qam three; git rev-parse HEAD", upstream)
        try await fixture.git.fetch()

        var second = try Town.assignment(2, "gt-1", .claimed)
        second.keptHead = CommitID(head)
        let ground = try await fixture.worktrees.make(second, hasRemote: true)
        #expect(ground == WorktreeGround(base: fixture.main, keptHead: second.keptHead, targetRevision: "origin/main"))
        #expect(try await Self.shell("git rev-parse HEAD", fixture.layout.worktree(second)) == head)
        // Asked again by a successor, and for a session that begins anew: the same.
        #expect(try await fixture.worktrees.make(second, hasRemote: true) == ground)
        second.base = ground.base
        second.renewal = Renewal(times: 1, handoff: 1, isUnderWay: false)
        #expect(try await fixture.worktrees.make(second, hasRemote: true) == ground)
        // Its end saves what is new; what was handed in before is kept already.
        #expect(try await fixture.worktrees.retire(second) == nil)

        // What is not here, or has no history in common with the target, is nothing to begin at.
        var third = try Town.assignment(3, "gt-1", .claimed)
        third.keptHead = try Town.commit("d")
        let anew = try await fixture.worktrees.make(third, hasRemote: true)
        #expect(anew == WorktreeGround(base: try #require(CommitID(later)), targetRevision: "origin/main"))
        let orphan = try await Self.shell(
            "git commit-tree -m orphan $(git rev-parse HEAD^{tree})", fixture.layout.worktree(third))
        var fourth = try Town.assignment(4, "gt-1", .claimed)
        fourth.keptHead = CommitID(orphan)
        #expect(try await fixture.worktrees.make(fourth, hasRemote: true) == anew)
    }

    @Test func `a worktree whose session begins anew is given as it is, and told of in words`() async throws {
        let fixture = try await Fixture()
        var (assignment, path) = try await fixture.made(1)
        try await Self.shell("echo more > more.txt; git add .; git commit -qm 'the hinge'", path)
        try Files.writeAtomically("x", to: "\(path)/left-over")
        let words = try await fixture.worktrees.progress(of: assignment)
        #expect(words.contains("1 commits beyond") && words.contains("the hinge") && words.contains("?? left-over"))
        assignment.renewal = Renewal(times: 1, handoff: 1, isUnderWay: false)
        #expect(try await fixture.worktrees.make(assignment, hasRemote: true).base == assignment.base)
        #expect(Files.exists("\(path)/left-over") && Files.exists("\(path)/more.txt"))
        try Files.removeTree(path)
        await #expect(throws: HostError.self) { try await fixture.worktrees.make(assignment, hasRemote: true) }
    }

    @Test("work of a session that a restored ledger knows nothing of is saved, though it names no base")
    func withoutBase() async throws {
        let fixture = try await Fixture()
        var (assignment, path) = try await fixture.made(1)
        assignment.base = nil
        try Files.writeAtomically("work", to: "\(path)/work.txt")
        let session = SessionDirectory(fixture.layout.session(assignment.incarnation))
        try Files.makeDirectory(session.path)
        try Files.writeAtomically("{}", to: session.startedFile)
        let rescue = try #require(try await fixture.worktrees.retire(assignment))
        #expect(try await fixture.git.refs(under: rescue).contains { $0.name.contains("/files-") })
    }

    @Test func `a retired worktree is retired once, and its trash goes by age`() async throws {
        let fixture = try await Fixture()
        let (assignment, _) = try await fixture.made(1)
        #expect(try await fixture.worktrees.retire(assignment) == nil)
        #expect(try await fixture.worktrees.retire(assignment) == nil)
        let trash = fixture.layout.trash(assignment.rig)
        await fixture.worktrees.emptyTrash(olderThan: Town.began)
        #expect(Files.names(in: trash).count == 1)
        await fixture.worktrees.emptyTrash(olderThan: Timestamp(milliseconds: .max))
        #expect(Files.names(in: trash).isEmpty)
    }
}
