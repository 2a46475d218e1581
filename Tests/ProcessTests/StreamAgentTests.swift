import Glibc
import Host
import Testing
import TownModel
import Wire

/// Programs that read messages on their stdin, as polecats: what was recorded of Claude Code, replayed.
@Suite(.serialized) struct StreamAgentTests {
    private static var presets: String {
        let program = "\(Files.parent(of: Files.parent(of: #filePath)))/Fixtures/agents/fake-stream-agent"
        return """
            [hooked]
            extends = "claude-stream"
            command = ["\(program)"]
            environment = ["GT_HOOK_SECONDS"]

            [alone]
            command = ["\(program)"]
            prompt = "message"
            stdin_message = '{"type":"user","message":{"role":"user","content":{text}},"uuid":"{id}"}'
            stdin_taken = '{"type":"command_lifecycle","command_uuid":"{id}","state":"started"}'
            stdin_turn_started = '{"type":"system","subtype":"init"}'
            stdin_turn_ended = '{"type":"result"}'

            """
    }

    @Test("with hooks and without they are told, seen to begin and end turns, woken, told once, and land")
    func land() async throws {
        try await ProcessTown.with { town in
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            let up = try await town.run(["up"], environment: ["GT_HOOK_SECONDS": "20", "GT_IDLE_SECONDS": "1"])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            var beads: [String: String] = [:]
            for preset in ["hooked", "alone"] {
                let bead = try await town.makeBead("web", "Say \(preset)", "true")
                beads[bead] = preset
                try await town.gt("sling", bead, "--agent", preset)
            }
            // Each is told of its work, ends its turn, and is woken by its Witness: which it is seen to act on.
            var log = try await town.follow { Set($0.of(.nudgeActed).compactMap(\.data.nudge?.to)).count == 2 }
            for work in log.assignments(.assignmentClaimed).values {
                let states = log.of(.sessionChanged).compactMap(\.data.session)
                    .filter { $0.incarnation == work.incarnation && $0.evidence?.kind == .hook }.map(\.state)
                #expect(states.contains(.idle) && states.contains(.working), "\(work.preset): \(states)")
            }
            #expect(log.of(.nudgeSent).allSatisfy { $0.data.nudge?.channel == .stdin })
            #expect(log.of(.nudgeDelivered).contains { $0.data.nudge?.channel == .stdin })

            // A Witness that is killed says nothing twice.
            let rig = try #require(RigName("web"))
            Processes.send(SIGKILL, to: try #require(town.process(of: .role(.witness(rig)))))
            for work in log.assignments(.assignmentClaimed).values {
                let word = "run: echo hello > \(work.preset).txt; gt done --commit 'Say \(work.preset)'"
                try await town.gt("nudge", work.agent.description, word)
            }
            log = try await town.follow { log in beads.keys.allSatisfy(log.isClosed) }
            #expect(log.assignments(.assignmentClaimed).count == 2 && log.faults == [])
            for work in log.assignments(.assignmentClaimed).values {
                #expect(try await town.git(remote, "show", "main:\(work.preset).txt") == "hello\n")
                let said = try Files.readText(SessionDirectory(town.layout.session(work.incarnation)).outputFile)
                let taken = said.split(separator: "\n").filter { $0.contains(#""started""#) }
                #expect(taken.count == Set(taken).count && taken.first?.contains("gt-first") == true, "\(said)")
            }
        }
    }
}
