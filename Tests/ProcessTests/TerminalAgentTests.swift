import Host
import Testing
import TownModel
import Wire

/// A program that is prompted in a terminal, as a polecat: the recordings of Claude Code, replayed in a pane of the town.
@Suite(.serialized) struct TerminalAgentTests {
    private static var presets: String {
        """
        [fake]
        extends = "claude"
        command = ["\(Files.parent(of: Files.parent(of: #filePath)))/Fixtures/agents/fake-agent"]
        environment = ["GT_HOOK_SECONDS"]

        """
    }

    @Test("it is told of its work and its hooks, is nudged when idle, does what a person says, hands in, and lands")
    func lands() async throws {
        try await ProcessTown.with { town in
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            let up = try await town.run(["up"], environment: ["GT_HOOK_SECONDS": "20", "GT_IDLE_SECONDS": "1"])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let bead = try await town.makeBead("web", "Say hello", "true")
            try await town.gt("sling", bead, "--agent", "fake")

            // Its hooks tell of its turns; idle with work on its hook it is woken, and the hook of that turn shows why.
            var log = try await town.follow { !$0.of(.nudgeActed).isEmpty }
            let states = log.of(.sessionChanged).compactMap(\.data.session)
            #expect(states.contains { $0.state == .working && $0.evidence?.kind == .hook })
            #expect(states.contains { $0.state == .idle && $0.evidence?.kind == .hook })
            let nudge = try #require(log.of(.nudgeActed).first?.data.nudge)
            let rig = try #require(RigName("web"))
            #expect(nudge.from == .witness(rig) && nudge.to.description == "web/polecats/ash")
            #expect(log.of(.nudgeSent).first?.data.nudge?.channel == .pane)
            let screen = try await town.gt("peek", "web/polecats/ash")
            #expect(screen.contains("[gt polecat web/polecats/ash session s"), "\(screen)")
            #expect(screen.contains("[gt nudge \(nudge.number) from web/witness"), "\(screen)")

            try await town.gt("nudge", "web/polecats/ash", "run: echo hello > hello.txt; gt done --commit 'Say hello'")
            log = try await town.follow { $0.isClosed(bead) }
            #expect(log.of(.nudgeSent).contains { $0.data.nudge?.from == .overseer && $0.data.nudge?.channel == .pane })
            #expect(log.assignments(.assignmentClaimed).count == 1 && log.faults == [])
            #expect(try await town.git(remote, "show", "main:hello.txt") == "hello\n")
        }
    }
}
