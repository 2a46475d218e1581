import Glibc
import Host
import Testing
import TownModel
import Wire

/// Dogs in a real town, without a rig: the preset `script` runs a bead's own commands.
@Suite(.serialized) struct DogTests {
    @Test("an errand is run once and closed by its success, whatever becomes of the Deacon; a failure is ready again")
    func errands() async throws {
        try await ProcessTown.with { town in
            let up = try await town.run(["up"])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            #expect(try await town.gt("dog", "list").contains("no dogs, and 4 can be"))
            func bead(_ title: String, _ commands: String) async throws -> String {
                let text = try await town.gt(
                    "bead", "create", "--json", title, "--description", "```sh\n\(commands)\n```")
                return try JSONText.decode(Bead.self, from: Array(text.utf8)).id.text
            }
            let gate = "\(town.home)/go"
            let long = try await bead(
                "Sweep",
                "echo run >> runs; : > \(town.home)/begun\n"
                    + "while [ ! -e \(gate) ]; do sleep 0.05; done; echo swept > result"
            )
            #expect(try await town.gt("sling", long, "dogs").contains("on the hook of deacon/dogs/alpha"))
            let place = "\(town.root)/.gt/dogs/alpha"
            try await town.waitFor("\(town.home)/begun")

            // Who works does not notice that the Deacon goes, and its end is heard by the next one.
            let deacon = try #require(town.process(of: .role(.deacon)))
            Processes.send(SIGKILL, to: deacon)
            #expect(await ProcessWatch.shared.waitForEnd(of: deacon, within: .seconds(30)))
            try Files.writeAtomically("", to: gate)
            try await town.gt("up", "deacon")
            let log = try await town.follow { log in
                log.of(.residentChanged).contains { $0.data.note?.hasPrefix("has ended its session") == true }
            }
            #expect(log.isClosed(long))
            #expect(try Files.readText("\(place)/runs") == "run\n" && Files.readText("\(place)/result") == "swept\n")
            let closed = try await town.bead(long)
            #expect(closed.closeReason == "the commands ended with 0")

            let bad = try await bead("Break", "exit 3")
            try await town.gt("sling", bad, "deacon/dogs/alpha")
            _ = try await town.follow { log in
                log.of(.residentChanged).contains { $0.data.note == "has ended its session with 3" }
            }
            let back = try await town.bead(bad)
            #expect(back.status == .open && back.assignee == nil)
            try await town.expectRefused(["dog", "remove", "alpha"], 1, ["not empty: ", "--force"])
            let removed = try await town.gt("dog", "remove", "alpha", "--force")
            #expect(removed.contains("/.gt/trash/") && !Files.exists(place))

            // Nothing of it can be saved in a repository, and that is no reason to let it run on.
            let sleeper = try await bead(
                "Sleep", "trap ': > asked; exit 0' TERM; : > \(town.home)/slept; while :; do sleep 0.1; done")
            try await town.gt("sling", sleeper, "dogs")
            try await town.waitFor("\(town.home)/slept")
            #expect(try await town.gt("down", "--agents").contains("it has no repository: its files stay"))
            // It heard that it was to end, and was not made to.
            #expect(Files.exists("\(place)/asked"))
        }
    }
}
