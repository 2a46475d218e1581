import Glibc
import Host
import Testing
import TownModel
import Wire

/// A quiet town of real processes costs no model anything. Problem 39 of the list that `NumberedProblemTests` speaks of.
@Suite(.serialized) struct QuietTownTests {
    /// What `gt wake --json` says of a service.
    private struct Woken: Decodable {
        var service: RoleName
        var heard: Bool
        var patrols: PatrolCount?
    }

    /// As `gt agent list --json` has a preset.
    private struct Listed: Decodable {
        struct Preset: Decodable { var command: [String] }

        var preset: Preset
    }

    /// Stands for an agent's program: says that it was begun, and ends.
    private static func standIn(_ record: String) -> String { "#!/bin/sh\necho \"$0\" >> \(record)\n" }

    /// One for each program that a preset names.
    private static func plant(in town: ProcessTown, record: String) async throws -> [String] {
        let text = try await town.gt("agent", "list", "--json")
        let presets = try JSONText.decode([Listed].self, from: Array(text.utf8))
        let programs = Set(presets.compactMap(\.preset.command.first)).filter { !$0.contains("/") }.sorted()
        try Files.makeDirectory("\(town.home)/bin")
        for program in programs {
            try Files.writeAtomically(standIn(record), to: "\(town.home)/bin/\(program)", mode: 0o755)
        }
        return programs
    }

    private static func wake(_ town: ProcessTown, _ words: String...) async throws -> [Woken] {
        let result = try await town.run(["wake"] + words + ["--json", "--wait", "30"])
        try #require(result.ending == .exited(0), "\(result.errorTail)")
        return try JSONText.decode([Woken].self, from: result.output)
    }

    private static func lastEvent(_ town: ProcessTown) async throws -> String {
        try await town.gt("events", "-n", "1", "--json")
    }

    @Test(
        "problem 39: patrols that are woken again and again begin no agent's program and write no event",
        .timeLimit(.minutes(3)))
    func problem39() async throws {
        try await ProcessTown.with { town in
            let record = "\(town.home)/begun"
            let programs = try await Self.plant(in: town, record: record)
            #expect(programs.count >= 10 && programs.contains("claude") && programs.contains("codex"), "\(programs)")
            try Files.writeAtomically(
                "[stand-in]\ncommand = [\"claude\"]\nprompt = \"argument\"\n", to: town.layout.agentsFile, mode: 0o644)
            let path = "\(town.home)/bin:\(town.programs):\(HostEnvironment.path)"
            let up = try await town.run(["up"], environment: ["PATH": path])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            for rig in ["web", "tool"] { try await town.gt("rig", "add", rig, try await town.makeRemote(rig)) }

            let names = ["mayor", "deacon", "web/witness", "web/refinery", "tool/witness", "tool/refinery"]
            let first = try await Self.wake(town, "@all")
            #expect(first.map(\.service.description).sorted() == names.sorted())
            let end = try await Self.lastEvent(town)
            for _ in 1...5 {
                let woken = try await Self.wake(town, "@all")
                #expect(woken.allSatisfy(\.heard) && woken.count == names.count)
            }
            let last = try await Self.wake(town)
            for (before, after) in zip(first, last) {
                let (before, now) = (try #require(before.patrols), try #require(after.patrols))
                #expect(now.all - before.all >= 6 && now.empty <= now.all, "\(after.service): \(before) → \(now)")
            }
            #expect(try await Self.lastEvent(town) == end)
            #expect(!Files.exists(record) && SessionFolders(layout: town.layout).running.isEmpty)

            // Some of them, and who is not there.
            #expect(try await Self.wake(town, "web").map(\.service.description) == ["web/witness", "web/refinery"])
            let deacon = try #require(town.process(of: .role(.deacon)))
            Processes.send(SIGSTOP, to: deacon)
            let alone = try await town.run(["wake", "deacon"])
            Processes.send(SIGCONT, to: deacon)
            #expect(alone.ending == .exited(1) && alone.outputText.contains("has not heard it"))
            #expect(alone.errorTail.contains("gt health"))

            // The next heartbeat tells what gt health shows.
            let count = try #require(last.first?.patrols)
            var health = ""
            _ = try await town.follow { _ in
                health = try await town.gt("health", "mayor")
                return health.contains("patrols, ")
            }
            #expect(health.hasPrefix("fine  mayor  ") && count.all >= 6)

            // That a stand-in would have been noticed: with work there, one is.
            let bead = try await town.makeBead("web", "Be noticed", "true")
            try await town.gt("sling", bead, "--agent", "stand-in")
            try await town.waitFor(record)
        }
    }

    @Test(
        "a patrol formula that can't be used changes nothing, and each thing that is wrong is told to a person once",
        .timeLimit(.minutes(2)))
    func damaged() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let folder = town.layout.formulas(RigName("web"))
            try Files.makeDirectory(folder)
            func write(_ steps: String) async throws {
                try Files.writeAtomically(
                    "formula = \"refinery-patrol\"\n" + steps, to: "\(folder)/refinery-patrol.formula.toml", mode: 0o644
                )
                try await town.gt("config", "reload")
            }
            let command = "[[steps]]\nid = \"lint\"\ntitle = \"Lint\"\nrun = \"make lint\"\n"
            try await write(command)
            let first = try await town.follow { !$0.of(.escalationRaised).isEmpty }
            let told = try #require(first.of(.escalationRaised).first?.data.note)
            #expect(
                told.contains("refinery-patrol.formula.toml:2: steps[1].run: step \"lint\" is a shell command"),
                "\(told)")
            let lint = try await town.run(["formula", "lint", "refinery-patrol", "--rig", "web"])
            #expect(lint.ending == .exited(65) && lint.outputText.contains("is a shell command"))
            // Again the same, then another one: the same is not told twice.
            try await write(command)
            try await write(command.replacing("lint", with: "more"))
            let both = try await town.follow { $0.of(.escalationRaised).count >= 2 }
            #expect(both.of(.escalationRaised).count == 2)
            #expect(both.of(.escalationRaised).last?.data.note?.contains("\"more\" is a shell") == true)
            #expect(try await Self.wake(town, "web/refinery").first?.heard == true)
        }
    }
}
