import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Words between people and agents, word for word.
@Suite struct TalkingGoldenTests {
    @Test("letters, nudges and escalations")
    func talking() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("talking", in: town)
        try await story.run("whoami")
        try await story.run("mail", "send", "mayor", "gastown/witness", "-s", "Friday", "-m", "Land it\nplease.")
        try await story.run("mail", "send", "overseer", "-s", "To me", "-m", "\u{1B}[2Jboo\u{202E}")
        try await story.run("mail", "inbox")
        try await story.run("mail", "read", "1")
        try await story.run("mail", "inbox", "-u")
        try await story.run("mail", "read", "7")
        try await story.run("mail", "send", "nobody", "-s", "x")
        try await story.run("mail", "send", "mayor@paris", "-s", "x")
        try await story.run("mail", "reply", "1", "-m", "I did.", "--cc", "mayor")
        try await story.run("mail", "read", "1")
        try Files.writeAtomically("From a file.\n", to: "\(town.root)/letter.txt", mode: 0o644)
        try await story.run(
            "mail", "send", "overseer", "-s", "Now", "--file", "letter.txt", "--urgent", "--type", "task")
        try await story.run("mail", "read", "1")
        try await story.run("mail", "read", "1", "--json")
        try await story.run("mail", "send", "mayor", "-m", "no subject")
        try await story.run("mail", "send", "mayor", "-s", "x", "-m", "y", "--file", "letter.txt")
        try await story.run("mail", "reply", "hq-msg-none", "-m", "to nobody")
        try await story.run("nudge", "gastown/witness", "wake up", "--mode", "immediate")
        try await story.run("escalate", "The key has expired", "-s", "high")
        try await story.run("mail", "check")
        try await story.run("nudge", "list")
        let polecat = try SessionHooks(town).assignment.agent.description
        try await story.run("nudge", polecat, "the tests have moved")
        try await story.run("broadcast", "@polecats/gastown", "main is red", "--time-to-live", "60")
        try await story.run("broadcast", "--rig", "gastown", "hurry", "--dry-run")
        try await story.run("broadcast", "@crew", "hello")
        try await story.run("broadcast", "@everybody", "hello")
        try await story.run("broadcast", "@town", "hello", "--mode", "interrupt")
        try await story.run("mail", "check", polecat)
        try await story.run("nudge", "list", polecat)
        try await story.run("nudge", "show", "1")
        try await story.run("nudge", "show", "1", "--json")
        try await story.run("nudge", "show", "9")
        try story.check()
    }
}
