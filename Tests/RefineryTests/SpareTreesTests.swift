import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Files handed on from one run of gates to the next")
struct SpareTreesTests {
    private let bench = GateRunsTests()

    /// Runs one gate in a run of its own; its whole log.
    private func run(_ command: String, _ number: Int, of candidate: Candidate, on rig: RigOnDisk) async throws
        -> String
    {
        var candidate = candidate
        candidate.run = number
        let report = await rig.gates.run(candidate, gates: [bench.gate(command)])
        let log = try bench.log(of: candidate, on: rig)
        guard case .green = report else {
            Issue.record("\(report): \(log)")
            return log
        }
        // Without the line that says which command it is of.
        return log.split(separator: "\n").dropFirst(command.split(separator: "\n").count).joined(separator: "\n")
    }

    /// Every file with its bytes and mode, every directory, every link, and what git thinks of them.
    private static let inventory = """
        find . -mindepth 1 -path ./.git -prune -o -printf '%p %y %m %l\\n' | sort
        find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha1sum
        git status --porcelain --ignored; git ls-files -v; git rev-parse HEAD
        """

    /// One with directories, a link, an executable file and things that are ignored.
    private func candidate(on rig: RigOnDisk) async throws -> Candidate {
        try await rig.work(
            "mkdir -p a/b/c d && echo 1 >a/one && echo 2 >a/b/two && echo 3 >a/b/c/three && echo 4 >d/four && ln -s a/one link"
        )
        try await rig.work("echo '*.o' >.gitignore && echo '[core]' >d/config")
        return try await bench.candidate(on: rig)
    }

    @Test("Files that do not differ are the very same files, those that do are the new commit's")
    func onlyWhatDiffers() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let first = try await candidate(on: rig)
        let inodes = try await run("stat -c '%i %n' README a/one", 0, of: first, on: rig)
        let request = try await rig.request("gt-mr-b", "echo other >a/one && git rm -q d/four", from: "HEAD")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        var second = first
        second.stack.layers = [Layer(request: request.id, tip: landing.proof.tip, tree: landing.proof.tree)]
        let after = try await run(
            "stat -c '%i %n' README; cat a/one; test ! -e d/four", 1, of: second, on: rig)
        #expect(after == "\(inodes.split(separator: "\n")[0])\nother")
        try await bench.expectCleared(rig)
        #expect(Files.names(in: "\(rig.layout.refinery(Samples.rigName))/\(SpareTrees.name)").count == 1)
    }

    @Test(
        "Whatever a gate did to its tree, the next run has exactly the commit's",
        arguments: [
            "echo changed >>a/one; rm a/b/two; chmod 600 README; chmod -x run.sh; echo new >untracked",
            "cp -p a/one keep && echo X >a/one && touch -r keep a/one",
            "git update-index --assume-unchanged a/one && echo X >a/one",
            "git update-index --skip-worktree a/b/two && rm a/b/two",
            "git sparse-checkout set d && test ! -e a/b/two",
            "echo built >x.o; mkdir -p build/deep && echo y >build/deep/z; mkdir empty",
            "git init -q nested && git init -q a && git -C a add . && mkdir a/b/.git && echo x >a/b/.git/HEAD",
            "rm -rf .git && git init -q . && git add . && git -c user.name=x -c user.email=x@y commit -qm other",
            "rm .git", "rm -rf a && ln -s /tmp a", "rm link && mkdir link && echo x >link/x", "rm -rf a d README link",
            "chmod 000 a/one; chmod 4755 run.sh; chmod 700 d; mkdir locked && echo x >locked/x && chmod 000 locked",
            "rm README && mkfifo README",
            "git rm -qr . && git -c user.name=x -c user.email=x@y commit -qm gone",
            "git checkout -q --orphan other && git rm -rqf .", "git config core.trustctime false; echo X >a/one",
            "echo 'a/one -text filter=x' >$(git rev-parse --git-dir)/info-attributes; : >.gitattributes",
            "rm -f $(git rev-parse --git-path index)", "echo garbage >$(git rev-parse --git-path index)",
        ])
    func undone(_ mischief: String) async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let fresh = try await run(Self.inventory, 0, of: candidate, on: rig)
        #expect(fresh.contains("a/b/c/three f 644"))
        _ = try await run(mischief, 1, of: candidate, on: rig)
        #expect(try await run(Self.inventory, 2, of: candidate, on: rig) == fresh)
        #expect(try await run(Self.inventory, 3, of: candidate, on: rig) == fresh)
        try await bench.expectCleared(rig)
    }

    @Test("Files that can't be taken over are thrown away for a whole checkout")
    func unusable() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let fresh = try await run(Self.inventory, 0, of: candidate, on: rig)
        let directory = "\(rig.layout.refinery(Samples.rigName))/\(SpareTrees.name)"
        let spare = SpareTree(path: "\(directory)/\(try #require(Files.names(in: directory).first))")
        try await RigOnDisk.sh("echo garbage >\(spare.index)", in: rig.layout.root)
        #expect(try await run(Self.inventory, 1, of: candidate, on: rig) == fresh)
        try await RigOnDisk.sh("rm -rf \(directory)/*/tree", in: rig.layout.root)
        #expect(try await run(Self.inventory, 2, of: candidate, on: rig) == fresh)
        try await bench.expectCleared(rig)
    }

    @Test("Who left its seat unseen and works in the room is ended before its files are handed on")
    func stranger() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let mark = "\(rig.layout.root)/stranger"
        _ = try await run(
            """
            env -i setsid sh -c 'exec 9>&-; echo $$ >\(mark).new; mv \(mark).new \(mark); exec /bin/sleep 600' \\
                >/dev/null 2>&1 </dev/null &
            until [ -e \(mark) ]; do :; done
            """, 0, of: candidate, on: rig)
        let stranger = try #require(Int32(try Files.readText(mark).trimmed))
        #expect(try Processes.identity(of: stranger) == nil)
        try await bench.expectCleared(rig)
    }
}
