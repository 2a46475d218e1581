import Host
import Testing
import TownModel

/// What `gt install`, `gt up` and `gt down` promise.
@Suite(.serialized) struct SupervisionTests {
    @Test("problem 20: two at once start one supervisor", .timeLimit(.minutes(3)))
    func twoStarts() async throws {
        try await ProcessTown.with { town in
            async let first = town.run(["up"])
            async let second = town.run(["up"])
            let endings = try await [first.ending, second.ending]
            #expect(endings == [.exited(0), .exited(0)])
            let supervisors = Processes.running("runsvdir").filter {
                Processes.commandLine(of: $0).contains(town.layout.services)
            }
            #expect(supervisors.count == 1)
        }
    }

    @Test("down leaves no process, and up finds everything again", .timeLimit(.minutes(3)))
    func downAndUp() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let processes = TownService.ofTown.compactMap(town.process)
            #expect(processes.count == TownService.ofTown.count)
            try await town.gt("down")
            #expect(processes.filter(Processes.isAlive).isEmpty)
            #expect(try await town.run(["health"]).ending == .exited(1))
            try await town.gt("up")
            try await town.gt("health")
        }
    }

    @Test("git clean in the town harms nothing", .timeLimit(.minutes(3)))
    func clean() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            for directory in [town.layout.config, town.layout.beads] {
                _ = try await town.git(directory, "clean", "-fdx")
            }
            // The town itself is no work tree: git finds nothing to clean.
            let top = try await CommandRunner().run(
                CommandSpec(
                    program: "git", arguments: ["-C", town.root, "clean", "-fdx"], environment: town.environment,
                    directory: town.home, limit: .seconds(30)))
            #expect(top.ending == .exited(128))
            try await town.gt("health")
            try await town.gt("down")
            try await town.gt("up")
        }
    }

    @Test("a town whose path is too long for a socket works all the same", .timeLimit(.minutes(3)))
    func longPath() async throws {
        try await ProcessTown.with(depth: 5) { town in
            try #require(town.layout.run.utf8.count > 108)
            try await town.gt("up")
            try await town.gt("health")
        }
    }

    @Test("a town inside a git work tree is refused", .timeLimit(.minutes(1)))
    func insideWorkTree() async throws {
        try await ProcessTown.with { town in
            _ = try await town.makeRemote()
            let result = try await town.run(["install", "\(town.home)/remote-work/town"])
            #expect(result.ending == .exited(1))
            #expect(result.errorTail.contains("git work tree"))
        }
    }

    @Test("installing again changes nothing", .timeLimit(.minutes(1)))
    func installAgain() async throws {
        try await ProcessTown.with { town in
            let before = try await town.git(town.layout.config, "rev-parse", "HEAD")
            #expect(try await town.gt("install", town.root).contains("nothing was changed"))
            #expect(try await town.git(town.layout.config, "rev-parse", "HEAD") == before)
        }
    }

    @Test("an emergency stop holds what is slung, and thawing lets it land", .timeLimit(.minutes(3)))
    func stopAndThaw() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("estop", "look first")
            #expect(Files.exists(town.layout.stopFile))
            let bead = try await town.makeBead("web", "Say hello", "echo hello > hello.txt")
            try await town.gt("sling", bead)
            #expect(try await town.bead(bead).status != .closed)
            try await town.gt("thaw")
            #expect(!Files.exists(town.layout.stopFile))
            try await town.waitUntilClosed([bead])
        }
    }
}
