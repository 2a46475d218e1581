import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Building on a real repository")
struct TargetGitBuildingTests {
    /// Builds a request and gives its landing.
    static func landing(_ request: MergeRequest, on rig: RigOnDisk) async throws -> Landing {
        let hasRemote = rig.remote != nil
        let preparation = await rig.git.prepare(request, hasRemote: hasRemote, at: Samples.noon)
        guard let stack = preparation.sight?.stack, stack.height == 1 else {
            throw ScriptFailed(script: "prepare", said: "\(preparation)")
        }
        return Landing(of: stack, hasRemote: hasRemote)
    }

    @Test("A clean merge has two parents, the worker as author, the refinery as committer, and the trailers")
    func cleanMerge() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        var request = try await rig.request("gt-mr-a", "echo more >>README")
        request.convoy = Samples.id("hq-cv-1")
        let landing = try await Self.landing(request, on: rig)
        let shown = try await rig.inRepository(
            "git show -s --format='%P%n%an <%ae> %ad%n%cn%n%B' --date=raw \(landing.proof.tip)")
        #expect(
            shown == """
                \(landing.proof.base) \(request.head)
                Nux <nux@example.org> 1700000000 +0200
                Gas Town Refinery
                Merge gt-1: Do it

                Gt-Bead: gt-1
                Gt-Request: gt-mr-a
                Gt-Convoy: hq-cv-1
                Gt-Worker: gastown/polecats/nux
                """)
        #expect(try await rig.target() == landing.proof.base.text)
    }

    @Test("The same request, base and moment give the same tip")
    func repeatable() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let first = try await Self.landing(request, on: rig)
        #expect(try await Self.landing(request, on: rig) == first)
    }

    @Test(
        "Several are stacked in their order, each on the one before; what lands is the whole stack",
        arguments: [true, false])
    func stacked(_ withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let start = withRemote ? "refs/remotes/origin/main" : "main"
        var requests: [MergeRequest] = []
        for name in ["a", "b", "c"] {
            requests.append(try await rig.request("gt-mr-\(name)", "echo \(name) >\(name)", from: start))
        }
        let before = try await rig.target()
        let preparation = await rig.git.prepare(requests, target: "main", hasRemote: withRemote, at: Samples.noon)
        let stack = try #require(preparation.sight?.stack)
        #expect(stack.requests == requests.map(\.id))
        let line = try await rig.inRepository(
            "git log --first-parent --format=%H --reverse \(before)..\(stack.commit(at: 3))")
        #expect(line.split(separator: "\n").map(String.init) == stack.layers.map(\.tip.text))
        for height in 0...3 {
            let files = try await rig.inRepository("git ls-tree --name-only \(stack.tree(at: height))")
            #expect(files.split(separator: "\n").filter { $0.count == 1 }.joined() == String("abc".prefix(height)))
        }
        #expect(await rig.git.move(Landing(of: stack, hasRemote: withRemote)) == .tried(.containsTip))
        #expect(try await rig.target() == stack.commit(at: 3).text)
        for request in requests { #expect(try await rig.merges(of: request.head) == 1) }
    }

    @Test("What collides with those ahead and not with the target waits for them; the others are stacked without it")
    func crowded() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let start = "refs/remotes/origin/main"
        let first = try await rig.request("gt-mr-a", "echo ours >shared", from: start)
        let second = try await rig.request("gt-mr-b", "echo theirs >shared", from: start)
        let third = try await rig.request("gt-mr-c", "echo more >>README", from: start)
        let preparation = await rig.git.prepare(
            [first, second, third], target: "main", hasRemote: true, at: Samples.noon)
        let sight = try #require(preparation.sight)
        #expect(sight.stack.requests == [first.id, third.id])
        #expect(sight.aside == [second.id: .crowded(files: ["shared"], on: [first.id])])
        #expect(await rig.git.check(second, at: Samples.noon) == nil)
    }

    @Test("What lies in another's work has not landed before that has")
    func workOnWork() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let below = try await rig.request("gt-mr-a", "echo a >a", from: "refs/remotes/origin/main")
        let above = try await rig.request("gt-mr-b", "echo b >b", from: below.head.text)
        let preparation = await rig.git.prepare(
            [above, below], target: "main", hasRemote: true, at: Samples.noon)
        let sight = try #require(preparation.sight)
        #expect(sight.stack.requests == [above.id])
        #expect(sight.aside == [below.id: .crowded(files: [], on: [above.id])])
        #expect(await rig.git.move(Landing(of: sight.stack, hasRemote: true)) == .tried(.containsTip))
        guard case .contained = await rig.git.prepare(below, hasRemote: true, at: Samples.noon).finding else {
            Issue.record("it is in the target now")
            return
        }
    }

    @Test("A conflict with the target is seen at a first look, which moves nothing")
    func firstLook() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let start = "refs/remotes/origin/main"
        let ours = try await rig.request("gt-mr-a", "echo ours >README", from: start)
        let other = try await rig.request("gt-mr-b", "echo b >b", from: start)
        #expect(await rig.git.check(ours, at: Samples.noon) == nil)
        try await rig.pushByOthers("echo theirs >README && git add -A && git commit -qm theirs")
        #expect(await rig.git.prepare(other, hasRemote: true, at: Samples.noon).sight?.stack.height == 1)
        let before = try await rig.inRepository("git for-each-ref")
        let base = try #require(CommitID(try await rig.target()))
        let finding = await rig.git.check(ours, at: Samples.noon)
        #expect(finding == .conflict(files: ["README"], base: base))
        #expect(try await rig.inRepository("git for-each-ref") == before)
    }

    @Test("A conflict names the file, also one with a line break and letters of all the world in its name")
    func conflict() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let name = "$(printf 'ünï\\ncode 🎉')"
        try await rig.pushByOthers(
            "echo theirs >\"\(name)\" && echo theirs >README && git add -A && git commit -qm theirs")
        let request = try await rig.request("gt-mr-a", "echo ours >\"\(name)\" && echo ours >README")
        let preparation = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        let base = try #require(CommitID(try await rig.target()))
        #expect(preparation.finding == .conflict(files: ["README", "ünï\ncode 🎉"], base: base))
    }

    @Test("File modes, links and names of all kinds come through a merge")
    func modes() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        let request = try await rig.request(
            "gt-mr-a", "printf x >new.sh && chmod +x new.sh && ln -s README link && echo y >\"$(printf 'a\\nb')\"")
        let landing = try await Self.landing(request, on: rig)
        let files = try await rig.inRepository(
            "git ls-tree -z --format='%(objectmode) %(path)' \(landing.proof.tip) | tr '\\0\\n' '|_'")
        #expect(
            files == #"100644 README|100644 "a\nb"|120000 link|100755 new.sh|100644 other|100755 run.sh|"#)
    }

    @Test("A head that is in the target already has landed", arguments: [true, false])
    func headInTarget(_ withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        try await rig.inRepository(
            withRemote
                ? "git push -q --no-verify origin \(request.head):refs/heads/main"
                : "GT_REF_WRITER=refinery git update-ref refs/heads/main \(request.head)")
        let preparation = await rig.git.prepare(request, hasRemote: withRemote, at: Samples.noon)
        guard case .contained(let proof) = preparation.finding else {
            Issue.record("not found: \(preparation)")
            return
        }
        #expect(proof.tip == request.head)
    }

    @Test("A merge with its trailer in the target has landed, even when the head itself is not there")
    func trailerInTarget() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let tip = try await rig.pushByOthers(
            """
            echo more >>README && git add -A
            GIT_COMMITTER_EMAIL=refinery@gastown.localhost git commit -qm "$(printf 'Squashed\\n\\nGt-Request: gt-mr-a')"
            echo later >later && git add -A && git commit -qm later
            git rev-parse HEAD~1 >&2
            """)
        let preparation = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        guard case .contained(let proof) = preparation.finding else {
            Issue.record("not found: \(preparation)")
            return
        }
        #expect(proof.tip.text != tip)
        #expect(proof.base == request.base)
    }

    @Test("A worker who quotes another request's trailer does not make that one landed")
    func quotedTrailer() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        try await rig.pushByOthers(
            "git commit -q --allow-empty -m \"$(printf 'I saw\\n\\nGt-Request: gt-mr-a')\"")
        let preparation = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        #expect(preparation.sight?.stack.requests == [request.id])
    }

    @Test("A head that is nowhere, and one without common history, are unusable and say why")
    func unusable() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        var request = try await rig.request("gt-mr-a", "echo more >>README")
        request.head = Samples.commit("0")
        var preparation = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        #expect(preparation.finding == .unusable(reason: "its head 0000000000 is not in the repository"))
        let alien = try await rig.work(
            "git checkout -q --orphan alien && git commit -qm alien && git rev-parse HEAD")
        request.head = try #require(CommitID(alien))
        preparation = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        #expect(
            preparation.finding
                == .unusable(reason: "its head \(request.head.short) has no history in common with main"))
    }

    @Test("A remote that is away is said to be away, and a missing branch is no empty queue")
    func away() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        var request = try await rig.request("gt-mr-a", "echo more >>README")
        request.target = "nowhere"
        guard case .disturbed(let reason) = await rig.git.prepare(request, hasRemote: true, at: Samples.noon) else {
            Issue.record("a branch that does not exist was found")
            return
        }
        #expect(reason.contains("nowhere"))
        try await RigOnDisk.sh("mv remote.git gone.git", in: rig.layout.root)
        request.target = "main"
        guard case .away = await rig.git.prepare(request, hasRemote: true, at: Samples.noon) else {
            Issue.record("a remote that is gone was reached")
            return
        }
    }

    @Test("Others' pushes are seen since the last landing; what a rewrite displaced stays reachable")
    func foreignMoves() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let first = try await rig.request("gt-mr-a", "echo a >a")
        let landing = try await Self.landing(first, on: rig)
        #expect(await rig.git.move(landing) == .tried(.containsTip))

        let second = try await rig.request("gt-mr-b", "echo b >b")
        let pushed = try await rig.pushByOthers("git commit -q --allow-empty -m others")
        var preparation = await rig.git.prepare(second, hasRemote: true, at: Samples.noon)
        guard case .seen(let sight) = preparation else {
            Issue.record("\(preparation)")
            return
        }
        let others = try #require(CommitID(pushed))
        #expect(sight.foreignMove == TargetMove(target: "main", from: landing.proof.tip, to: others, rewritten: false))

        try await rig.pushByOthers(
            "git reset -q --hard \(landing.proof.base) && git commit -q --allow-empty -m rewritten")
        preparation = await rig.git.prepare(second, hasRemote: true, at: Samples.noon)
        guard case .seen(let sight) = preparation else {
            Issue.record("\(preparation)")
            return
        }
        #expect(sight.foreignMove?.rewritten == true)
        #expect(
            try await rig.inRepository("git rev-parse refs/gt/displaced/\(landing.proof.tip)")
                == landing.proof.tip.text)
    }
}
