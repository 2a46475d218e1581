import Host
import Testing
import TownModel
import TownTesting
import Wire

@Suite struct EscalationGoldenTests {
    @Test("escalations, and the file about them, for people")
    func escalations() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("escalations", in: town)
        try await story.run("escalate", "list")
        try await story.run("escalate", "The key has expired", "-s", "high", "--source", "keys")
        try await story.run("escalate", "Still expired", "--source", "keys")
        try await story.run("escalate", "raise", "It can wait", "-s", "low", "--related", "gt-nothing")
        try await story.run("escalate", "raise", "\u{1B}[2JIt can wait\u{202E}", "-s", "low")
        let ids = try town.with { try $0.ask(EscalationList()).escalations.sorted { $0.count > $1.count }.map(\.bead) }
        let (key, other) = (try #require(ids.first).text, try #require(ids.last).text)
        try await story.run("escalate", "list")
        try await story.run("escalate", "ack", key, "-m", "I am on it")
        try await story.run("escalate", "ack", key)
        try await story.run("escalate", "show", key)
        try await story.run("escalate", "show", key, "--json")
        try await story.run("escalate", "close", other, "-m", "It has waited")
        try await story.run("escalate", "close", other)
        try await story.run("escalate", "show", "hq-none")
        try await story.run("escalate", "list", "--all", "--severity", "low")
        try await story.run("escalate", "stale")
        try await story.run("mail", "inbox")

        let layout = TownLayout(root: town.root)
        try Files.makeDirectory(layout.config)
        try await story.run("config", "explain", "--escalation")
        try await story.run("config", "get", "high", "--escalation")
        try await story.run("config", "get", "urgent", "--escalation")
        try Files.writeAtomically(
            "# as we like it\nlow = [\"bead\", \"email:me\"]\n", to: layout.escalationFile, mode: 0o644)
        try await story.run("config", "get", "low", "--escalation")
        try await story.run("config", "get", "low", "--escalation", "--rig", "gastown")
        try story.check()
    }
}
