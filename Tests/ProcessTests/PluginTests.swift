import Glibc
import Host
import Testing
import TownModel
import Wire

/// Plugins in a real town, run by real dogs.
@Suite(.serialized) struct PluginTests {
    private static func write(_ town: ProcessTown, _ name: String, _ head: String, run: String) throws {
        let folder = "\(town.root)/config/plugins/\(name)"
        try Files.makeDirectory(folder)
        try Files.writeAtomically("#!/bin/sh\n\(run)\n", to: "\(folder)/run", mode: 0o755)
        try Files.writeAtomically("+++\nname = \"\(name)\"\n\(head)\n+++\n", to: "\(folder)/plugin.md", mode: 0o644)
    }

    private static func runs(_ town: ProcessTown, _ name: String) async throws -> [PluginRun] {
        let text = try await town.gt("plugin", "history", name, "--json")
        return try JSONText.decode([PluginRun].self, from: Array(text.utf8))
    }

    @Test("a plugin is run once when it is due, whatever becomes of the Deacon; a failure is told to a person")
    func life() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up", "beads-store")
            #expect(try await town.gt("plugin", "list").contains("no plugins"))
            let gate = "\(town.home)/go"
            try Self.write(
                town, "tidy",
                "description = \"Clears\"\n[gate]\ntype = \"cooldown\"\nduration = \"12h\"\n"
                    + "[tracking]\nlabels = [\"category:cleanup\"]",
                run: "echo run >> \(town.home)/runs; : > \(town.home)/begun\n"
                    + "while [ ! -e \(gate) ]; do sleep 0.05; done\necho in $GT_PLUGIN; echo cleared 3")
            try await town.gt("up", "deacon")
            // It may have looked before the plugin was there, and would look again in a minute.
            try await town.gt("wake", "deacon")
            try await town.waitFor("\(town.home)/begun")
            let begun = try await Self.runs(town, "tidy")
            #expect(begun.count == 1 && begun.first?.ended == nil)

            // Who works does not notice that the Deacon goes; the next one begins nothing twice.
            try await Self.killDeacon(of: town)
            try await town.gt("up", "deacon")
            try Files.writeAtomically("", to: gate)
            let log = try await town.follow { $0.of(.pluginEnded).contains { $0.subject == "town/tidy" } }
            #expect(log.of(.pluginBegan).count == 1)
            let run = try #require(try await Self.runs(town, "tidy").first)
            #expect(run.number == 1 && run.result == .success && run.note == "cleared 3")
            let shown = try await town.gt("bead", "show", run.bead.text)
            #expect(shown.contains("in town/tidy") && shown.contains("category:cleanup"))
            #expect(try Files.readText("\(town.home)/runs") == "run\n")

            try Self.write(
                town, "broken",
                "[execution]\nnotify_on_failure = true\nseverity = \"high\"\n", run: "echo no space; exit 3")
            #expect(try await town.gt("plugin", "run", "broken", "--dry-run").contains("config/plugins/broken/run"))
            #expect(try await town.gt("plugin", "run", "broken").contains("run 1 of town/broken"))
            _ = try await town.follow { log in log.of(.pluginEnded).contains { $0.subject == "town/broken" } }
            let failed = try #require(try await Self.runs(town, "broken").first)
            #expect(failed.result == .failure && failed.note == "it ended with 3")
            #expect(try await town.gt("bead", "show", failed.bead.text).contains("no space"))
            #expect(try await town.gt("mail", "inbox").contains("Plugin town/broken failed"))
            let list = try await town.gt("plugin", "list")
            #expect(list.contains("town/tidy") && list.contains("failure"))
            #expect(try Files.readText("\(town.home)/runs") == "run\n")

            // What happens while nobody looks is found in the log, once; what the run itself does is no reason for it.
            try Self.write(town, "react", "[gate]\ntype = \"event\"\non = \"town.bead.closed\"", run: "echo SKIP: seen")
            try await Self.killDeacon(of: town)
            let text = try await town.gt("bead", "create", "--json", "Something")
            let bead = try JSONText.decode(Bead.self, from: Array(text.utf8)).id.text
            try await town.gt("close", bead, "-r", "done")
            try await town.gt("up", "deacon")
            _ = try await town.follow { log in log.of(.pluginEnded).contains { $0.subject == "town/react" } }
            let reacted = try await Self.runs(town, "react")
            #expect(reacted.map(\.result) == [.skipped] && reacted.first?.note == "SKIP: seen")
            let idle = try await town.follow { log in
                log.of(.residentChanged).filter { $0.data.note?.hasPrefix("has ended its session") == true }.count == 3
            }
            #expect(idle.of(.pluginBegan).filter { $0.subject == "town/react" }.count == 1)
        }
    }

    private static func killDeacon(of town: ProcessTown) async throws {
        let deacon = try #require(town.process(of: .role(.deacon)))
        Processes.send(SIGKILL, to: deacon)
        #expect(await ProcessWatch.shared.waitForEnd(of: deacon, within: .seconds(30)))
    }
}
