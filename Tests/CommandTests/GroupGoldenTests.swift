import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Letters to several, and the places where they lie, word for word.
@Suite struct GroupGoldenTests {
    @Test("groups of agents, and who can be written to")
    func groups() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("groups", in: town)
        try await story.run(
            "mail",
            lines: [
                "directory", "directory --rig gastown --kind witness", "directory --kind dog",
                "directory --kind nobody", "group list", "group create reviewers @witnesses mayor",
                "group create reviewers mayor", "group create Mayor mayor", "group create mayor deacon",
                "group create all-of-us group:reviewers deacon", "group add reviewers all-of-us",
                "group add reviewers nobody", "group add reviewers gastown/refinery", "group list",
                "group show all-of-us", "send all-of-us -s Hello -m all", "send @rig/gastown overseer -s Hello -m you",
                "read 1", "send group:nobody -s x", "send @nobody -s x", "send @dogs -s x", "inbox @town",
                "group remove reviewers gastown/refinery mayor", "group delete reviewers", "group delete all-of-us",
                "group delete reviewers --json", "directory --json --kind group",
            ])
        try await story.run("events", "--since", "2")
        try story.check()
    }

    @Test("places where letters lie: queues and channels")
    func places() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("mail-places", in: town)
        try await story.run(
            "mail",
            lines: [
                "queue list", "queue create triage --claimers @crew gastown/witness", "claim triage",
                "send triage -s First -m please", "send queue:triage -s Second --urgent", "queue show triage",
                "claim", "claim triage --json", "queue list", "queue show triage", "inbox", "release 1",
                "release 1 --done", "release hq-msg-none", "queue delete triage", "queue delete triage --force",
                "queue show triage", "channel list", "channel create releases --keep 2 --keep-for 7d",
                "channel subscribe releases", "channel list", "send releases -s 1.0 -m out",
                "send channel:releases -s 1.1", "send channel:releases mayor -s 1.2", "channel show releases -n 1",
                "channel list --json", "channel unsubscribe releases", "group create releases mayor",
                "send releases -s which", "channel delete releases", "channel delete releases --force",
                "channel show releases", "directory --kind queue --kind channel --kind group",
            ])
        try await story.run("mail", "send", "queue:triage", "-s", "\u{1B}[2Jx")
        try await story.run("events", "--since", "2")
        try story.check()
    }

    @Test("who is not to be disturbed, and who hears how much")
    func attention() async throws {
        let town = try TestTown()
        try town.open()
        let polecat = try SessionHooks(town).assignment.agent.description
        var story = GoldenTranscript("attention", in: town)
        try await story.run("dnd", "status")
        try await story.run("dnd", "on", polecat, "--for", "2h")
        try await story.run("dnd", "on", polecat, "--for", "0h")
        try await story.run("dnd", "on", "nobody")
        try await story.run("nudge", polecat, "hello")
        try await story.run("broadcast", "@polecats", "hello")
        try await story.run("broadcast", "@polecats", "now", "--mode", "interrupt")
        try await story.run("notify", "muted", polecat)
        try await story.run("agents")
        try await story.run("mail", "directory", "--kind", "polecat")
        try await story.run("dnd", "status")
        try await story.run("dnd", "off", polecat)
        try await story.run("nudge", polecat, "hello")
        try await story.run("notify", "loud")
        try await story.run("notify", "verbose")
        try await story.run("whoami")
        try await story.run("whoami", "--json")
        try await story.run("dnd", "on")
        try await story.run("dnd", "status", "--json")
        try await story.run("notify", "normal")
        try await story.run("dnd", "off")
        try await story.run("dnd", "status", "overseer")
        try story.check()
    }
}
