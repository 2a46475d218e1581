import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// What a session sees of the commands that are for it, word for word.
@Suite struct PrimeGoldenTests {
    @Test("a session is told who it is by its key, leaves a note, and the one after it takes the note up")
    func priming() async throws {
        let town = try TestTown()
        try town.open()
        let layout = TownLayout(root: town.root)
        let rig = try #require(RigName("gastown"))
        let base = CommitID(try await Self.repository(in: town, layout.repository(rig)))
        let bead = try town.with {
            try $0.send(BeadCreate(rig: rig, title: "Fix the door", description: "All of it.")).bead.id
        }
        func session() async throws -> [String: String] {
            let assignment = try town.with { ledger in
                try ledger.send(WorkSling(beads: [bead]))
                let attempt = try #require(try ledger.ask(WitnessList(rig: rig)).dispatch.first).attempt
                return try ledger.send(DispatchClaim(bead: bead, attempt: attempt), as: .witness(rig)).assignment
            }
            let directory = SessionDirectory(layout.session(assignment.incarnation))
            try directory.write(
                SessionAssignment(
                    assignment, on: WorktreeGround(base: try #require(base), targetRevision: "main"), layout: layout))
            let key = try directory.key()
            let shim = ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: 9)
            try town.with { ledger in
                try ledger.send(
                    AssignmentPrepared(number: assignment.number, base: try #require(base), key: key), as: .witness(rig)
                )
                try ledger.send(SessionStarted(incarnation: assignment.incarnation, shim: shim), as: .witness(rig))
            }
            _ = try await Self.shell(
                "git -C '\(layout.repository(rig))' worktree add -q -b '\(assignment.branch)' '\(layout.worktree(assignment))'",
                in: town)
            return ["GT_SESSION_DIR": directory.path]
        }
        let first = try await session()
        var story = GoldenTranscript("priming", in: town)
        // Problems 19 and 49: what a variable says of a role is nobody's word, and what a session may do its key says.
        let pretending = first.merging(["GT_ROLE": "mayor", "BD_ACTOR": "mayor/"]) { $1 }
        try await story.run("prime", environment: pretending)
        try await story.run("sling", bead.text, environment: pretending)
        try await story.run("estop", "-r", "for fun", environment: pretending)
        try await story.run("hook", bead.text)
        try await story.run("handoff", "mayor", "-m", "x", environment: first)
        try await story.run("handoff", "-m", "x")
        try await story.run("handoff", "--cycle", environment: first)
        try await story.run("handoff", bead.text, "-m", "The hinge is next.", environment: first)
        try town.with { ledger in
            let assignment = try #require(try ledger.ask(WitnessList(rig: rig)).assignments.first)
            try ledger.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness(rig))
            try ledger.send(AssignmentReturn(number: assignment.number, reason: "it ended"), as: .witness(rig))
        }
        try await story.run("prime", environment: first)
        try await story.run("hook", bead.text)
        let second = try await session()
        try await story.run("resume", environment: second)
        try await story.run("prime", "--json", environment: second)
        try await story.run("resume")
        try story.check()
    }

    @Test("without the store a session is told what its files say, and that nothing else is known")
    func away() async throws {
        let town = try TestTown()
        let layout = TownLayout(root: town.root)
        let rig = try #require(RigName("web"))
        let assignment = Assignment(
            number: 7, bead: try #require(BeadID("web-a1")), rig: rig,
            agent: .polecat(rig, try #require(AgentName("nux"))), incarnation: Incarnation(number: 7), preset: "script",
            worktree: "rigs/web/polecats/nux/7", branch: "polecat/nux/web-a1.7", target: "main",
            claimedAt: Timestamp(milliseconds: 0))
        let base = try #require(CommitID(String(repeating: "1", count: 40)))
        let directory = SessionDirectory(layout.session(assignment.incarnation))
        try directory.write(
            SessionAssignment(
                assignment, on: WorktreeGround(base: base, targetRevision: "main"), layout: layout))
        _ = try directory.key()
        var story = GoldenTranscript("priming-away", in: town)
        try await story.run("prime", "--wait", "0.1", environment: ["GT_SESSION_DIR": directory.path])
        try await story.run("resume", "--wait", "0.1", environment: ["GT_SESSION_DIR": directory.path])
        try story.check()
    }

    private static func repository(in town: TestTown, _ path: String) async throws -> String {
        try await shell(
            """
            mkdir -p "$(dirname '\(path)')"; git init -q -b main seed; cd seed
            GIT_AUTHOR_DATE='@4102444800 +0000' GIT_COMMITTER_DATE='@4102444800 +0000' \
              git -c user.name=ann -c user.email=ann@example.com commit -q --allow-empty -m First
            git clone -q --bare . '\(path)'; git rev-parse HEAD
            """, in: town)
    }

    private static func shell(_ script: String, in town: TestTown) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: ["PATH": HostEnvironment.path, "HOME": town.root], directory: town.root,
                limit: .seconds(30)))
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.trimmed
    }
}
