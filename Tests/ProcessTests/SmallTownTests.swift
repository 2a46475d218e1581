import Glibc
import Host
import Testing
import TownModel
import Wire

/// A small town in a repository's `.beads`: made by `bd init`, its store started by whoever needs it.
@Suite(.serialized) struct SmallTownTests {
    @Test("init makes one, takes in the issues that lie there, and leaves the rest of the repository alone")
    func founding() async throws {
        try await SmallTownProcesses.with { place in
            try place.write(".beads/issues.jsonl", place.line("web-a1", "One") + place.line("web-a2", "Two"))
            try await place.commitAll()
            let made = try await place.bd("init", "-p", "web", "--json")
            #expect(made.outputText.contains(#""created":2"#), "\(made.outputText)")
            #expect(try await place.status() == "?? .beads/.gitignore\n")

            try Files.makeDirectory("\(place.repository)/deep/down")
            let fresh = try await place.bd("create", "Three", "--json", from: "deep/down")
            #expect(fresh.outputText.contains(#""id":"web-"#), "\(fresh.outputText)")
            #expect(try await place.count() == 3)
            let about = try await place.bd("where", from: "deep")
            #expect(about.outputText.contains("prefix: web"), "\(about.outputText)")

            let again = try await place.bd("init", "-p", "other", from: "deep")
            #expect(
                again.outputText.contains("small town \(place.layout.root): nothing was done"), "\(again.outputText)")
            #expect(try await place.bd("init", "--quiet").outputText == "")
            for words in [["up"], ["install", place.layout.root], ["rig", "add", "web", place.repository]] {
                let refused = try await place.gt(words)
                #expect(refused.ending == .exited(1) && refused.errorTail.contains("small town"), "\(words)")
            }
            #expect(try await place.status() == "?? .beads/.gitignore\n")
            // It ends when it is asked to, and the next command goes on.
            let store = try #require(place.store)
            #expect(try await place.gt(["down"]).ending == .exited(0))
            #expect(!Processes.isAlive(store) && place.store == nil)
            #expect(try await place.count() == 3)
        }
    }

    @Test("inside a town init says so and makes nothing")
    func insideTown() async throws {
        try await SmallTownProcesses.with { place in
            let result = try await place.bd("init", environment: ["GT_TOWN": place.town.root])
            #expect(result.outputText.contains("the town \(place.town.root): nothing was done"), "\(result.outputText)")
            #expect(!Files.exists(place.layout.root))
        }
    }

    @Test("several at once on a cold store all succeed, with one store between them", .timeLimit(.minutes(3)))
    func coldStart() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init")
            #expect(place.store == nil)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...4 { group.addTask { try await place.bd("create", "Issue \(number)") } }
                try await group.waitForAll()
            }
            #expect(place.stores.count == 1)
            #expect(try await place.count() == 4)
        }
    }

    @Test("a store that was killed is started by the next command, with all that was acknowledged")
    func killed() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init")
            for number in 1...3 {
                try await place.bd("create", "Issue \(number)")
                let store = try #require(place.store)
                Processes.send(SIGKILL, to: store)
                #expect(await ProcessWatch.shared.waitForEnd(of: store, within: .seconds(30)))
                #expect(try await place.count() == number)
                let next = try #require(place.store)
                #expect(next != store)
            }
        }
    }

    @Test("commands that wait for a store that is killed are carried out by the next one", .timeLimit(.minutes(3)))
    func killedUnderCommands() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init")
            try await place.bd("create", "One")
            let store = try #require(place.store)
            Processes.send(SIGSTOP, to: store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...3 { group.addTask { try await place.bd("create", "Issue \(number)", "--wait", "3") } }
                // They are there and wait: nobody answers.
                let deadline = ContinuousClock.now.advanced(by: .seconds(30))
                while place.commands.count < 3, ContinuousClock.now < deadline { await Task.yield() }
                #expect(place.commands.count == 3)
                Processes.send(SIGKILL, to: store)
                try await group.waitForAll()
            }
            #expect(try await place.count() == 4)
            #expect(place.stores.count == 1)
        }
    }

    @Test("a store that nobody asks leaves by itself, and the next command starts it again", .timeLimit(.minutes(3)))
    func idle() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init")
            let soon = ["GT_STORE_IDLE_SECONDS": "1"]
            try await place.bd("create", "One", environment: soon)
            // What has left already was idle too.
            if let store = place.store {
                #expect(await ProcessWatch.shared.waitForEnd(of: store, within: .seconds(30)))
            }
            let log = try Files.readText(place.demand.log)
            #expect(log.contains("nobody has asked for 1 s") && log.contains("ended as asked"), "\(log)")
            // It commits what it has written before it leaves.
            #expect(try await place.town.git(place.layout.beads, "log", "--format=%s").hasPrefix("hq: 1 new"))
            #expect(try await place.count() == 1)
            #expect(place.store != nil)
        }
    }

    @Test("a store that can't start is said to be so at once, with where it says why")
    func brokenSettings() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init")
            try Files.writeAtomically("no = \n", to: place.layout.townFile)
            let result = try await place.run(["bd", "list"])
            #expect(result.ending != .exited(0) && result.errorTail.contains(place.demand.log), "\(result.errorTail)")
            #expect(try Files.readText(place.demand.log).contains("town.toml"))
        }
    }

    @Test("sync commits the town's files and leaves the repository as it was")
    func sync() async throws {
        try await SmallTownProcesses.with { place in
            try await place.bd("init", "--prefix", "web")
            try await place.commitAll()
            try place.write("README.md", "changed and not committed\n")
            let before = try await place.status()
            let head = try await place.town.git(place.repository, "rev-parse", "HEAD")
            #expect(before == " M README.md\n")
            try await place.bd("create", "One")
            let facts = try JSONText.decode(
                SyncFacts.self, from: try await place.bd("sync", "--flush-only", "--no-pull", "--json").output)
            #expect(facts.beads == ["hq": 1] && facts.commit != nil)
            #expect(try await place.bd("sync").outputText.contains("nothing had changed"))
            #expect(try await place.status() == before)
            #expect(try await place.town.git(place.repository, "rev-parse", "HEAD") == head)
            #expect(try Files.readText("\(place.layout.beads)/hq.jsonl").contains(#""id":"web-"#))
        }
    }

    @Test("in a real town nothing is started on demand")
    func realTown() async throws {
        try await SmallTownProcesses.with { place in
            let result = try await place.run(["bd", "list"], environment: ["GT_TOWN": place.town.root])
            #expect(result.ending == .exited(69), "\(result.errorTail)")
            #expect(StoreOnDemand(layout: place.town.layout, programs: place.town.programs).process == nil)
        }
    }
}
