import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Styles on a real repository")
struct TargetGitStyleTests {
    static let start = "refs/remotes/origin/main"

    /// The stack of these requests, of which none may be left aside.
    static func stack(
        _ requests: [MergeRequest], _ style: MergeStyle, on rig: RigOnDisk
    ) async throws -> Stack {
        let preparation = await rig.git.prepare(
            requests, target: "main", hasRemote: true, style: style, at: Samples.noon)
        let stack = try #require(preparation.sight?.stack, "\(preparation)")
        #expect(stack.requests == requests.map(\.id), "\(preparation)")
        return stack
    }

    /// Lands them and gives where the target stood before.
    @discardableResult
    static func land(_ requests: [MergeRequest], _ style: MergeStyle, on rig: RigOnDisk) async throws -> CommitID {
        let stack = try await stack(requests, style, on: rig)
        #expect(await rig.git.move(Landing(of: stack, hasRemote: true)) == .tried(.containsTip))
        return stack.base
    }

    @Test("squash: one commit with one parent and all changes, the worker as author, the trailers at its end")
    func squash() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a", "echo one >one && git add -A && git commit -qm one && echo two >two", from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        let base = try await Self.land([request], .squash, on: rig)
        let shown = try await rig.inRepository("git log --format='%P|%an|%cn|%B' \(base)..main")
        #expect(
            shown == """
                \(base)|Nux|Gas Town Refinery|Do it (gt-1)

                Gt-Bead: gt-1
                Gt-Request: gt-mr-a
                Gt-Worker: gastown/polecats/nux
                Gt-Head: \(request.head)
                """)
        #expect(try await rig.inRepository("git ls-tree --name-only main") == "README\none\nother\nrun.sh\ntwo")
    }

    @Test("rebase: the request's own commits, in their order, with author and message; the last has the trailers")
    func rebase() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a",
            """
            echo one >one && git add -A && git commit -q --author 'Ann <ann@example.org>' -m one -m 'Why: because'
            git commit -q --allow-empty -m empty && echo two >>one
            """, from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        let base = try await Self.land([request], .rebase, on: rig)
        let shown = try await rig.inRepository("git log --reverse --format='%an|%cn|%B' \(base)..main")
        #expect(
            shown == """
                Ann|Gas Town Refinery|one

                Why: because

                Nux|Gas Town Refinery|empty

                Nux|Gas Town Refinery|Work of gt-mr-a

                Gt-Bead: gt-1
                Gt-Request: gt-mr-a
                Gt-Worker: gastown/polecats/nux
                Gt-Head: \(request.head)
                """)
        #expect(try await rig.inRepository("git rev-list --count --merges \(base)..main") == "0")
        #expect(try await rig.inRepository("git show main:one") == "one\ntwo")
        #expect(try await rig.inRepository("git show main:other") == "x")
    }

    @Test("A request that has landed is found again in every style", arguments: MergeStyle.allCases)
    func found(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README", from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        let base = try await Self.land([request], style, on: rig)
        let tip = try await rig.target()
        try await rig.pushByOthers("echo changed >README && git add -A && git commit -qm later")
        let preparation = await rig.git.prepare(request, hasRemote: true, style: style, at: Samples.noon)
        guard case .contained(let proof) = preparation.finding else {
            Issue.record("not found: \(preparation)")
            return
        }
        #expect(proof.tip.text == tip)
        #expect(proof.base == base)
    }

    @Test(
        "Several lie on each other in every style, and the same inputs give the same stack",
        arguments: MergeStyle.allCases)
    func stacked(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let requests = [
            try await rig.request("gt-mr-a", "echo a >a", from: Self.start),
            try await rig.request("gt-mr-b", "echo b >b", from: Self.start),
        ]
        let first = try await Self.stack(requests, style, on: rig)
        #expect(try await Self.stack(requests, style, on: rig) == first)
        #expect(first.layers.map(\.tree).count == 2)
        #expect(
            try await rig.inRepository("git ls-tree --name-only \(first.tree(at: 2))") == "README\na\nb\nrun.sh")
        try await Self.land(requests, style, on: rig)
    }

    @Test(
        "Work on another's work, which landed as other commits, brings only what is new", arguments: [MergeStyle.rebase]
    )
    func onLandedWork(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let below = try await rig.request("gt-mr-a", "echo a >shared", from: Self.start)
        var above = try await rig.request("gt-mr-b", "echo b >shared", from: below.head.text)
        above.base = below.base
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        try await Self.land([below], style, on: rig)
        let base = try await Self.land([above], style, on: rig)
        #expect(try await rig.inRepository("git rev-list --count \(base)..main") == "1")
        #expect(try await rig.inRepository("git show main:shared") == "b")
    }

    @Test("A conflict in any commit is one, although the whole would merge")
    func conflict() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a", "echo ours >README && git commit -qam one && echo hello >README", from: Self.start)
        try await rig.pushByOthers("echo theirs >README && git add -A && git commit -qm theirs")
        let base = try #require(CommitID(try await rig.target()))
        let preparation = await rig.git.prepare(request, hasRemote: true, style: .rebase, at: Samples.noon)
        #expect(preparation.finding == .conflict(files: ["README"], base: base))
        #expect(await rig.git.prepare(request, hasRemote: true, at: Samples.noon).sight?.stack.height == 1)
    }

    @Test("rebase of work with a merge in it lands as one commit, so that the history stays a line")
    func mergeInside() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a",
            """
            echo a >a && git add -A && git commit -qm a && one=$(git rev-parse HEAD)
            git checkout -q --detach \(Self.start) && echo b >b && git add -A && git commit -qm b
            git merge -q --no-ff -m joined $one && echo c >c
            """, from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        let base = try await Self.land([request], .rebase, on: rig)
        #expect(try await rig.inRepository("git rev-list --count \(base)..main") == "1")
        #expect(try await rig.inRepository("git ls-tree --name-only main") == "README\na\nb\nc\nother\nrun.sh")
    }

    @Test(
        "A worker's message that quotes another request's trailer, in a commit that becomes ours, makes nothing landed")
    func forgedTrailer() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let quoting = try await rig.request(
            "gt-mr-a",
            """
            echo a >a && git add -A
            git commit -q -m "$(printf 'a\\n\\nGt-Request: gt-mr-b\\nX: y\\001Gt-Request: gt-mr-b')" && echo c >c
            """, from: Self.start)
        let other = try await rig.request("gt-mr-b", "echo b >b", from: Self.start)
        try await Self.land([quoting], .rebase, on: rig)
        let preparation = await rig.git.prepare(other, hasRemote: true, style: .rebase, at: Samples.noon)
        #expect(preparation.sight?.stack.requests == [other.id])
    }

    @Test("A change that is in the target already still leaves the mark by which its landing is found")
    func nothingNew() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo a >a", from: Self.start)
        try await rig.pushByOthers("echo a >a && git add -A && git commit -qm 'the same'")
        let base = try await Self.land([request], .rebase, on: rig)
        #expect(try await rig.inRepository("git log --format=%s \(base)..main") == "Work of gt-mr-a")
        guard
            case .contained = await rig.git.prepare(request, hasRemote: true, style: .rebase, at: Samples.noon).finding
        else {
            Issue.record("it has landed")
            return
        }
    }

    @Test("An author whose name is only signs, and a date near the beginning of time, stop nothing")
    func oddAuthor() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a",
            """
            echo a >a && git add -A && tree=$(git write-tree) && parent=$(git rev-parse HEAD)
            odd=$(printf 'tree %s\\nparent %s\\nauthor . <> 7 +0000\\ncommitter C <c@example.org> 7 +0000\\n\\nodd\\n' \
              $tree $parent | git hash-object -t commit -w --stdin --literally)
            git reset -q --hard $odd && echo b >b
            """, from: Self.start)
        for style in MergeStyle.allCases {
            let stack = try await Self.stack([request], style, on: rig)
            let dates = try await rig.inRepository(
                "git log --no-merges --format=%at \(stack.base)..\(stack.commit(at: 1))")
            #expect(!dates.isEmpty)
        }
    }
}
