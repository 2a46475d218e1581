import Glibc
import Host
import Testing
import TownModel
import Wire

/// Escalations in a real town, told by programs that are no part of it.
@Suite(.serialized) struct EscalationTests {
    /// The first time it tells, and hangs.
    private static let page = """
        #!/bin/sh
        printf '%s %s %s\\n' "$GT_ESCALATION_ATTEMPT" "$GT_ESCALATION_SEVERITY" "$(cat)" >> "$1"
        [ "$GT_ESCALATION_ATTEMPT" = 2 ] || exec sleep 600

        """

    private static let broken = """
        #!/bin/sh
        echo "the line is dead" >&2
        exit 3

        """

    private static func file(_ home: String) -> String {
        """
        low = ["bead", "command:page"]
        medium = ["bead", "command:broken"]
        stale_after = "1h"

        [command.page]
        argv = ["\(home)/page", "\(home)/told.txt"]
        timeout_seconds = 900

        [command.broken]
        argv = ["\(home)/broken"]

        """
    }

    private func show(_ town: ProcessTown, _ id: String) async throws -> RaisedEscalation {
        let text = try await town.gt("escalate", "show", id, "--json")
        return try JSONText.decode(RaisedEscalation.self, from: Array(text.utf8))
    }

    private func raise(_ town: ProcessTown, _ text: String, _ severity: String) async throws -> String {
        let text = try await town.gt("escalate", text, "-s", severity, "--json")
        return try JSONText.decode(Bead.self, from: Array(text.utf8)).id.text
    }

    private func told(_ town: ProcessTown, _ id: String) async throws {
        try await town.follow(within: .seconds(60)) { log in
            log.of(.escalationRouted).contains { $0.subject == id }
        }
    }

    @Test("a Mayor that is killed while it tells is followed by one that tells once more, and the ledger knows")
    func killed() async throws {
        try await ProcessTown.with { town in
            try Files.writeAtomically(Self.page, to: "\(town.home)/page", mode: 0o755)
            try Files.writeAtomically(Self.broken, to: "\(town.home)/broken", mode: 0o755)
            try Files.writeAtomically(Self.file(town.home), to: town.layout.escalationFile, mode: 0o644)
            try await town.gt("up")
            #expect(try await town.gt("config", "get", "stale_after", "--escalation") == "1h\n")

            let id = try await raise(town, "the disk is full", "low")
            try await town.waitFor("\(town.home)/told.txt")
            // Announced, begun, and not settled.
            #expect(try await show(town, id).awaited.map(\.number) == [2])
            let mayor = try #require(town.process(of: .role(.mayor)))
            try #require(Processes.send(SIGKILL, to: mayor))
            try await told(town, id)
            let found = try await show(town, id)
            #expect(found.sendings.map(\.state) == [.sent, .sent] && found.sendings[1].note == nil)
            let lines = try Files.readText("\(town.home)/told.txt").split(separator: "\n")
            #expect(lines == ["1 low the disk is full", "2 low the disk is full"])

            // What fails is told to whom the next severity writes: the overseer, for want of a Mayor's agent.
            let second = try await raise(town, "the disk burns", "medium")
            try await told(town, second)
            let sending = try #require(try await show(town, second).sendings.last)
            #expect(sending.state == .failed && sending.note == "it ended with 3: the line is dead")
            #expect(try await town.gt("mail", "inbox").contains("[medium] not told by command:broken: the disk burns"))

            #expect(try await town.gt("escalate", "ack", id, "-m", "on it").contains("you look after \(id)"))
            try await town.expectRefused(["escalate", "ack", id], 1, ["acknowledged \(id) already"])
            #expect(try await town.gt("escalate", "list").contains("with overseer"))
            #expect(try await town.gt("escalate", "stale") == "none waits for longer than 1h\n")
            try await town.gt("escalate", "close", id, "-m", "made room")
            #expect(try await show(town, id).closed?.note == "made room")
            #expect(try await !town.gt("escalate", "list").contains(id))
            let all = try await town.gt("escalate", "list", "--all", "--severity", "low")
            #expect(all.contains(id) && !all.contains(second))
            #expect(Files.names(in: town.layout.errands).isEmpty)

            // A bad file changes nothing, and a program that is missing is found.
            try Files.writeAtomically("lo = []\n", to: town.layout.escalationFile, mode: 0o644)
            try await town.expectRefused(["config", "reload"], 78, ["\(town.layout.escalationFile):1", "\"lo\""])
            #expect(try await town.gt("escalate", "stale") == "none waits for longer than 1h\n")
            try Files.writeAtomically(
                "[command.page]\nargv = [\"no-such-program\"]\n", to: town.layout.escalationFile, mode: 0o644)
            let doctor = try await town.run(["doctor", "--json"])
            #expect(doctor.outputText.contains("there is no program no-such-program"))
        }
    }
}
