import Glibc
import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// A town with two rigs, a member of a crew in the first, and the clone of the second.
private struct TwoRigTown {
    let town: TestTown
    let max: Address
    var layout: TownLayout { TownLayout(root: town.root) }
    var path: String { "\(town.root)/rigs/api/crew/max@gastown" }

    init() async throws {
        town = try TestTown()
        let (home, api) = (try #require(RigName("gastown")), try #require(RigName("api")))
        max = .crew(home, try #require(AgentName("max")))
        let agent = max
        try town.open()
        try town.with { ledger in
            try ledger.addRig(api, prefix: "api")
            let row = try ledger.send(CrewAdd(agent: agent)).resident
            let base = try #require(CommitID(String(repeating: "a", count: 40)))
            try ledger.send(CrewPlaced(agent: agent, number: row.number, base: base))
        }
        try Files.makeDirectory(layout.rig(api))
        _ = try await sh(
            """
            git init -q -b main seed && cd seed && echo one > one.txt && git add . && git commit -q -m first
            git branch release && echo two > two.txt && git add . && git commit -q -m second
            cd .. && git clone -q --bare seed rigs/api/repo.git
            """)
    }

    @discardableResult
    func sh(_ script: String, in directory: String? = nil) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": town.root, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
                    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
                ], directory: directory ?? town.root, limit: .seconds(30)))
        #expect(result.ending.isSuccess, "\(script): \(result.errorTail)")
        return result.outputText.trimmed
    }

    func gt(_ line: String, environment: [String: String] = [:]) async throws -> CommandResult {
        try await town.gt(line.split(separator: " ").map(String.init), environment: environment)
    }

    /// What it says when it is done; in a refusal why.
    func gt(_ line: String, status: Int32, environment: [String: String] = [:]) async throws -> String {
        let result = try await gt(line, environment: environment)
        #expect(result.ending == .exited(status), "\(line): \(result.outputText)\(result.errorTail)")
        return status == 0 ? result.outputText : result.errorTail
    }
}

@Suite("Worktrees of crew in other rigs")
struct WorktreeTests {
    @Test("one is made, listed, kept while it has work, and given up with that work saved")
    func life() async throws {
        let rigs = try await TwoRigTown()
        #expect(try await rigs.gt("worktree list", status: 0).contains("no worktrees in other rigs"))
        let made = try await rigs.gt("worktree api --for gastown/max", status: 0)
        #expect(made.contains("works in \(rigs.path) too, on branch crew/max@gastown"), "\(made)")
        #expect(Files.exists("\(rigs.path)/two.txt"))
        #expect(try await rigs.sh("git branch --show-current", in: rigs.path) == "crew/max@gastown")
        try Files.writeAtomically("mine\n", to: "\(rigs.path)/own.txt", mode: 0o644)
        // Again: what is there stays as it is.
        _ = try await rigs.gt("worktree add api --for gastown/max", status: 0)
        let listed = try await rigs.gt("worktree list --for gastown/max", status: 0)
        #expect(listed.contains("gastown/crew/max") && listed.contains("1 not committed"), "\(listed)")
        #expect(try await rigs.gt("worktree remove api --for gastown/max", status: 1).contains("own.txt"))
        _ = try await rigs.sh("git add . && git commit -q -m Mine", in: rigs.path)
        let mine = try await rigs.sh("git rev-parse HEAD", in: rigs.path)
        #expect(try await rigs.gt("worktree remove api --for gastown/max", status: 1).contains("on no target"))
        // Who has worktrees elsewhere does not leave or change his name: nobody would find them.
        #expect(try await rigs.gt("crew remove gastown/max --force", status: 1).contains("has worktrees in api too"))
        #expect(try await rigs.gt("crew rename gastown/max eve", status: 1).contains("gt worktree remove api"))
        let gone = try await rigs.gt("worktree remove api --for gastown/max --force", status: 0)
        #expect(gone.contains("saved as refs/gt/rescue/") && !Files.exists(rigs.path), "\(gone)")
        let kept = try await rigs.sh("git for-each-ref --format='%(objectname)' refs/gt/rescue", in: rigs.repository)
        #expect(kept.contains(mine))
        let attempt = String(try #require(gone.split(separator: " ").last)).trimmed.replacing(
            "refs/gt/rescue/", with: "")
        #expect(try await rigs.gt("rescue list", status: 0).contains(attempt), "\(attempt)")
        #expect(try await rigs.sh("git branch --list 'crew/*'", in: rigs.repository).isEmpty)
        #expect(
            try await rigs.gt("worktree remove api --for gastown/max", status: 1).contains("has no worktree in api"))
        // The same again finds a free name in the trash.
        _ = try await rigs.gt("worktree add api --for gastown/max --base release", status: 0)
        #expect(!Files.exists("\(rigs.path)/two.txt"))
        _ = try await rigs.gt("worktree remove api --for gastown/max", status: 0)
        #expect(Files.names(in: "\(rigs.town.root)/rigs/api/trash").count == 2)
    }

    @Test("one in which somebody works is given up by force alone, and who they are is said")
    func inUse() async throws {
        let rigs = try await TwoRigTown()
        _ = try await rigs.gt("worktree add api --for gastown/max", status: 0)
        let file = open("\(rigs.path)/one.txt", O_RDONLY | O_CLOEXEC)
        try #require(file >= 0)
        let refused = try await rigs.gt("worktree remove api --for gastown/max", status: 1)
        #expect(refused.contains("is in use: ") && refused.contains(" \(getpid())"), "\(refused)")
        #expect(Files.exists(rigs.path))
        close(file)
        #expect(try await rigs.gt("worktree remove api --for gastown/max", status: 0).contains("any more"))
    }

    @Test("what a kill has left half made is made anew; a foreign directory is left alone")
    func halfMade() async throws {
        let rigs = try await TwoRigTown()
        // The branch alone.
        try await rigs.sh("git branch crew/max@gastown release", in: rigs.repository)
        _ = try await rigs.gt("worktree add api --for gastown/max", status: 0)
        #expect(Files.exists("\(rigs.path)/one.txt") && !Files.exists("\(rigs.path)/two.txt"))
        // As git leaves it when it is killed between two files.
        let record = try await rigs.sh("git rev-parse --absolute-git-dir", in: rigs.path)
        try Files.writeAtomically("initializing", to: "\(record)/locked", mode: 0o644)
        try await rigs.sh("rm one.txt", in: rigs.path)
        _ = try await rigs.gt("worktree add api --for gastown/max", status: 0)
        #expect(Files.exists("\(rigs.path)/one.txt") && !Files.exists("\(record)/locked"))
        // Its directory alone is gone.
        try Files.removeTree(rigs.path)
        _ = try await rigs.gt("worktree add api --for gastown/max", status: 0)
        try await rigs.sh("git commit -q --allow-empty -m Mine", in: rigs.path)
        let mine = try await rigs.sh("git rev-parse HEAD", in: rigs.path)
        try Files.removeTree(rigs.path)
        let gone = try await rigs.gt("worktree remove api --for gastown/max", status: 0)
        #expect(gone.contains("saved as refs/gt/rescue/"), "\(gone)")
        let kept = try await rigs.sh("git for-each-ref --format='%(objectname)' refs/gt/rescue", in: rigs.repository)
        #expect(kept == mine)
        #expect(try await rigs.sh("git worktree list", in: rigs.repository).contains("max@gastown") == false)
        try Files.makeDirectory(rigs.path)
        #expect(try await rigs.gt("worktree add api --for gastown/max", status: 1).contains("is left alone"))
    }

    @Test("its own rig, a rig that is not there, somebody who is no crew and somebody else's are refused")
    func refusals() async throws {
        let rigs = try await TwoRigTown()
        #expect(try await rigs.gt("worktree add gastown --for gastown/max", status: 1).contains("own rig"))
        #expect(try await rigs.gt("worktree add nowhere --for gastown/max", status: 1).contains("there are: "))
        #expect(try await rigs.gt("worktree add api --for gastown/eve", status: 1).contains("there is no"))
        #expect(try await rigs.gt("worktree add api", status: 64).contains("--for"))
        #expect(
            try await rigs.gt("worktree add api --for gastown/max --base none", status: 1).contains("refs/heads/none"))
        #expect(!Files.exists(rigs.path))
        let worker = try SessionHooks(rigs.town)
        let asWorker = ["GT_SESSION_DIR": worker.directory]
        let said = try await rigs.gt("worktree add api", status: 1, environment: asWorker)
        #expect(said.contains("is no crew"), "\(said)")
    }

    @Test("in its session a member says only where, and never for others")
    func session() async throws {
        let rigs = try await TwoRigTown()
        let agent = rigs.max
        let run = try rigs.town.with { ledger in
            let resident = try ledger.send(AgentStart(agent: agent, preset: "script")).resident
            let witness = RoleName.witness(try #require(agent.rig))
            let run = try #require(resident.run)
            try ledger.send(AgentFurnished(incarnation: run.incarnation, key: "max's secret"), as: witness)
            return (resident, run)
        }
        let directory = SessionDirectory(rigs.layout.session(run.1.incarnation))
        try directory.write(SessionAssignment(run.0, run.1, layout: rigs.layout))
        try Files.writeAtomically("max's secret", to: directory.keyFile)
        let own = ["GT_SESSION_DIR": directory.path]
        let other = try await rigs.gt("worktree add api --for gastown/eve", status: 77, environment: own)
        #expect(other.contains("its own worktrees only"), "\(other)")
        #expect(try await rigs.gt("worktree api", status: 0, environment: own).contains("crew/max@gastown"))
        #expect(try await rigs.gt("worktree remove api", status: 0, environment: own).contains("any more"))
    }
}

extension TwoRigTown {
    fileprivate var repository: String { "\(town.root)/rigs/api/repo.git" }
}
