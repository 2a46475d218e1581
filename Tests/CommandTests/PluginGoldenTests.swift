import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Plugins as people see them, word for word.
@Suite struct PluginGoldenTests {
    private func put(_ town: TestTown, _ path: String, _ text: String, mode: UInt32 = 0o644) throws {
        let whole = "\(town.root)/\(path)"
        try Files.makeDirectory(Files.parent(of: whole))
        try Files.writeAtomically(text, to: whole, mode: mode)
    }

    @Test("plugins are listed, shown, run by hand, switched off and on, and what is wrong with one is said")
    func plugins() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("plugins", in: town)
        try await story.run("plugin", "list")
        try put(
            town, "config/plugins/tidy/plugin.md",
            """
            +++
            name = "tidy"
            description = "Clears\\u001B[31m caches"
            [gate]
            type = "cooldown"
            duration = "12h"
            [tracking]
            labels = ["category:cleanup"]
            [execution]
            timeout = "2m"
            notify_on_failure = true
            severity = "high"
            +++
            """)
        try put(town, "config/plugins/tidy/run", "#!/bin/sh\n", mode: 0o755)
        try put(
            town, "rigs/gastown/plugins/tidy/plugin.md",
            "+++\nname = \"tidy\"\n[gate]\ntype = \"condition\"\ncheck = \"test -e here\"\n+++\nAsk around.\n")
        try put(town, "config/plugins/bad/plugin.md", "+++\nname = \"bad\"\n[gate]\ntype = \"cooldwn\"\n+++\nx\n")
        try await story.run("plugin", "list")
        try await story.run("plugin", "show", "tidy")
        try await story.run("plugin", "show", "tidy", "--rig", "gastown")
        try await story.run("plugin", "show", "tdy")
        try await story.run("plugin", "run", "bad")
        try await story.run("plugin", "run", "tidy", "--dry-run")
        try await story.run("plugin", "run", "gastown/tidy", "--dry-run")
        try await story.run("plugin", "run", "gastown/tidy")
        try await story.run("plugin", "history", "tidy")
        try await story.run("plugin", "run", "tidy")
        try await story.run("plugin", "run", "tidy")
        try await story.run("plugin", "disable", "tidy")
        try await story.run("plugin", "list")
        let bead = try town.with { try $0.ask(PluginList()).plugins.first?.last?.bead.text } ?? ""
        try await story.run("close", bead, "-r", "SKIP: by hand")
        try await story.run("plugin", "history", "tidy")
        try await story.run("plugin", "history", "tidy", "--limit", "0")
        try await story.run("plugin", "enable", "tidy")
        try await story.run("plugin", "show", "tidy")
        try await story.run("events", "--limit", "40")
        try story.check()
    }
}
