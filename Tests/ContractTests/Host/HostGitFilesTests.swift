import Host
import Testing
import TownModel

/// Commits of files without a checkout, and a remote that is only ever moved forward, against the real git.
@Suite struct HostGitFilesTests {
    private func blob(_ text: String, _ place: TemporaryRepository) async throws -> String {
        let path = "\(place.scratch.path)/\(UInt64.random(in: 0 ... .max))"
        try Files.writeAtomically(text, to: path)
        return try #require(try await place.git.writeBlobs([path]).first)
    }

    private func paths(_ commit: CommitID, _ git: Git) async throws -> [String] {
        try await git.files(of: commit).map(\.path).sorted()
    }

    @Test("files are committed on a branch that has none yet; the same again makes no commit")
    func first() async throws {
        let place = try await TemporaryRepository()
        let (git, ref) = (place.git, "refs/heads/beads")
        let one = try await blob("one\n", place)
        let made = try #require(try await git.commit(files: [".b/i.jsonl": one], on: ref, message: "One"))
        #expect(made.commit == made.head)
        let head = try await git.commit(ref)
        #expect(head == made.head)
        #expect(try await paths(made.head, git) == [".b/i.jsonl"])
        #expect(try await git.bytes(ofBlob: one, bytesMax: 100) == Array("one\n".utf8))
        #expect(try await git.bytes(ofBlob: String(repeating: "0", count: 40), bytesMax: 100) == nil)
        let again = try await git.commit(files: [".b/i.jsonl": one], on: ref, message: "Again")
        #expect(again == FileCommit(commit: nil, head: made.head))
        #expect(try await git.commit(files: [:], on: "refs/heads/none", message: "Nothing") == nil)
        let index = Files.names(in: git.repository).filter { $0.hasPrefix("gt-index") }
        #expect(index.isEmpty)
    }

    @Test("a commit joins another history: its files stay, ours stand, and what is behind is only moved forward")
    func joining() async throws {
        let place = try await TemporaryRepository()
        let (git, ref) = (place.git, "refs/heads/beads")
        let one = try await blob("one\n", place)
        let made = try #require(try await git.commit(files: ["i.jsonl": one], on: ref, message: "One"))
        // Of another root.
        let joined = try #require(
            try await git.commit(files: ["i.jsonl": one], on: ref, joining: place.first, message: "Join"))
        #expect(try await paths(joined.head, git) == ["i.jsonl", "one.txt"])
        let parents = try await git.log(joined.head.text, limit: 1).first?.parents
        #expect(parents == [made.head, place.first])
        // The remote is behind: nothing to do. Ahead, with the same files: the branch moves there.
        #expect(
            try await git.commit(files: ["i.jsonl": one], on: ref, joining: place.first, message: "No")?.commit == nil)
        let old = "refs/heads/old"
        #expect(try await git.updateRef(old, to: made.head, from: .absent, reason: "test"))
        let moved = try await git.commit(files: ["i.jsonl": one], on: old, joining: joined.head, message: "No")
        #expect(moved == FileCommit(commit: nil, head: joined.head))
        #expect(try await git.commit(old) == joined.head)
    }

    @Test("a push goes forward or not at all, and a remote that is away is told from one that refuses")
    func pushing() async throws {
        let place = try await TemporaryRepository()
        let (git, ref, limit) = (place.git, "refs/heads/beads", Duration.seconds(30))
        #expect(try await git.fetchBranch("beads", within: limit) == nil)
        let one = try #require(
            try await git.commit(files: ["i": try await blob("1\n", place)], on: ref, message: "One")
        ).head
        #expect(try await git.pushForward(one, to: "beads", within: limit) == .pushed)
        #expect(try await git.fetchBranch("beads", within: limit) == one)
        let other = try #require(
            try await git.commit(files: ["i": try await blob("2\n", place)], on: "refs/heads/x", message: "X")
        ).head
        guard case .refused = try await git.pushForward(other, to: "beads", within: limit) else {
            Issue.record("it was forced")
            return
        }
        #expect(try await git.fetchBranch("beads", within: limit) == one)
        try Files.removeTree(place.upstream)
        let away = await #expect(throws: HostError.self) { try await git.fetchBranch("beads", within: limit) }
        guard case .remoteAway? = away else {
            Issue.record("\(String(describing: away))")
            return
        }
    }
}
