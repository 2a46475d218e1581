import Host
import Testing
import TownModel
import Wire

/// A rig's beads in a branch of that rig's repository.
@Suite(.serialized) struct RigBranchTests {
    @Test(
        "beads go to a branch of their own and come back from it; no work tree, index, HEAD or stash sees it",
        .timeLimit(.minutes(4)))
    func branch() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let layout = town.layout
            let repository = layout.repository(try #require(RigName("web")))
            // A checkout with everything that could be disturbed: staged, changed, untracked, stashed.
            let work = "\(town.home)/checkout"
            _ = try await town.git(repository, "worktree", "add", "--quiet", "-b", "mine", work, "origin/main")
            for (name, text) in [("stashed", "1"), ("staged", "2")] {
                try Files.writeAtomically(text, to: "\(work)/\(name)", mode: 0o644)
                _ = try await town.git(work, "add", name)
                guard name == "stashed" else { continue }
                _ = try await stash(work, town)
            }
            try Files.writeAtomically("changed\n", to: "\(work)/README.md", mode: 0o644)
            try Files.writeAtomically("3", to: "\(work)/untracked", mode: 0o644)
            let before = try await Sight(work, repository, town)

            try await town.gt("bead", "create", "In web", "--rig", "web")
            try await town.gt("config", "set", "beads_branch", "beads", "--rig", "web")
            let synced = try await town.gt("bead", "sync", "--json")
            #expect(synced.contains(#""outcome":"pushed""#), "\(synced)")
            let file = try Files.readText("\(layout.beads)/web.jsonl")
            #expect(file.contains("In web"))
            #expect(try await town.git(remote, "show", "beads:.beads/issues.jsonl") == file)
            #expect(try await town.git(remote, "ls-tree", "-r", "--name-only", "beads") == ".beads/issues.jsonl\n")
            #expect(try await town.gt("bead", "sync", "--json").contains(#""outcome":"same""#))

            // Somebody else's change comes back.
            let clone = "\(town.home)/clone"
            _ = try await town.git(town.home, "clone", "--quiet", "--branch", "beads", remote, clone)
            try Files.writeAtomically(
                file + SyncPair.line("web-zz1", "By hand"), to: "\(clone)/.beads/issues.jsonl", mode: 0o644)
            _ = try await town.git(clone, "commit", "--quiet", "--all", "-m", "By hand")
            _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:beads")
            try await town.gt("bead", "sync")
            #expect(try await town.gt("bead", "show", "web-zz1").contains("By hand"))
            #expect(try Files.readText("\(layout.beads)/web.jsonl").contains("By hand"))
            #expect(try await Sight(work, repository, town) == before)
        }
    }

    @Test("a branch that is somebody's is refused: the target, one that is checked out", .timeLimit(.minutes(3)))
    func refused() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let repository = town.layout.repository(try #require(RigName("web")))
            try await town.gt("bead", "create", "In web", "--rig", "web")
            let target = try await town.run(["config", "set", "beads_branch", "main", "--rig", "web"])
            #expect(target.ending == .exited(65) && target.errorTail.contains("not the target"))

            let work = "\(town.home)/checkout"
            _ = try await town.git(repository, "worktree", "add", "--quiet", "-b", "mine", work, "origin/main")
            try await town.gt("config", "set", "beads_branch", "mine", "--rig", "web")
            let head = try await town.git(work, "rev-parse", "HEAD")
            let result = try await town.run(["bead", "sync"])
            #expect(result.ending == .exited(1) && result.outputText.contains("checked out"), "\(result.outputText)")
            #expect(try await town.git(work, "rev-parse", "HEAD") == head)
            #expect(try await !town.git(remote, "branch").contains("mine"))

            // One that has other things on it is not for beads either.
            _ = try await town.git(remote, "branch", "feature", "main")
            let clone = "\(town.home)/clone"
            _ = try await town.git(town.home, "clone", "--quiet", "--branch", "feature", remote, clone)
            try Files.writeAtomically("x\n", to: "\(clone)/main.c", mode: 0o644)
            _ = try await town.git(clone, "add", "--all")
            _ = try await town.git(clone, "commit", "--quiet", "-m", "Work")
            _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:feature")
            try await town.gt("config", "set", "beads_branch", "feature", "--rig", "web")
            let other = try await town.run(["bead", "sync"])
            #expect(other.ending == .exited(1) && other.outputText.contains("main.c"), "\(other.outputText)")
            #expect(try await town.git(remote, "log", "-1", "--format=%s", "feature") == "Work\n")
        }
    }

    @Test(
        "a worker's sync writes and commits, asks no remote, and leaves its worktree to its work",
        .timeLimit(.minutes(3)))
    func worker() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("config", "set", "beads_branch", "beads", "--rig", "web")
            let bead = try await town.makeBead(
                "web", "Sync", "gt bead sync --json > said.json\ngit status --porcelain > status.txt")
            try await town.gt("sling", bead)
            try await town.waitUntilClosed([bead])
            #expect(try await town.git(remote, "show", "main:said.json").contains(#""branches":[]"#))
            #expect(try await town.git(remote, "show", "main:status.txt") == "?? said.json\n?? status.txt\n")
            #expect(try await !town.git(remote, "branch").contains("beads"))
            // And the overseer's sends it, whatever the agents do.
            try await town.gt("bead", "sync")
            #expect(try await town.git(remote, "show", "beads:.beads/issues.jsonl").contains("Sync"))
        }
    }

    private func stash(_ work: String, _ town: ProcessTown) async throws -> String {
        // The guard hook keeps the stash for the town; a person can get around it.
        try await town.git(work, "-c", "core.hooksPath=/dev/null", "stash", "--quiet")
    }

    /// What a sync must leave as it is.
    private struct Sight: Equatable {
        let status: String
        let head: String
        let branch: String
        let stash: String
        let index: [UInt8]
        let configuration: String
        let worktrees: String

        init(_ work: String, _ repository: String, _ town: ProcessTown) async throws {
            status = try await town.git(work, "--no-optional-locks", "status", "--porcelain", "--untracked-files=all")
            head = try await town.git(work, "rev-parse", "HEAD")
            branch = try await town.git(work, "symbolic-ref", "HEAD")
            stash = try await town.git(work, "stash", "list", "--format=%H")
            let path = try await town.git(work, "rev-parse", "--path-format=absolute", "--git-path", "index").trimmed
            index = try Files.read(path, bytesMax: 1 << 20)
            configuration = try Files.readText("\(repository)/config")
            worktrees = try await town.git(repository, "worktree", "list", "--porcelain")
        }
    }
}
