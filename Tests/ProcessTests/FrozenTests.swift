import Glibc
import Host
import Testing
import TownModel
import Wire

/// A process that is there and does nothing (SIGSTOP): never called fine, ended, started again.
@Suite(.serialized) struct FrozenTests {
    @Test("problem 22: a frozen service is ended by the Deacon, a frozen Deacon by the Mayor", .timeLimit(.minutes(3)))
    func frozen() async throws {
        // Each takes four heartbeats of whoever counts, of two seconds in place of ten: two towns at once.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Self.freeze("web/refinery") }
            group.addTask { try await Self.freeze("deacon") }
            try await group.waitForAll()
        }
    }

    private static func freeze(_ name: String) async throws {
        try await ProcessTown.with { town in
            let started = try await town.run(["up"], environment: ["GT_HEARTBEAT_SECONDS": "2"])
            try #require(started.ending == .exited(0), "\(started.errorTail)")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let service = try #require(TownService(name))
            let process = try #require(town.process(of: service))
            try #require(Processes.send(SIGSTOP, to: process))
            #expect(try await town.run(["health", name]).ending == .exited(1))
            try await town.follow(within: .seconds(100)) { log in
                try await town.expectTruth(service, about: process)
                return log.of(.escalationRaised).contains { $0.data.note?.contains("was frozen") ?? false }
            }
            try await town.awaitFine(service)
            #expect(!Processes.isAlive(process))
            #expect(town.process(of: service) != process)
        }
    }

    @Test("a frozen store: status ends with 69 and calls nobody fine, health with 1", .timeLimit(.minutes(2)))
    func frozenStore() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let process = try #require(town.process(of: .beadsStore))
            try #require(Processes.send(SIGSTOP, to: process))
            let status = try await town.run(["status", "--wait", "0.5"])
            #expect(status.ending == .exited(69))
            #expect(status.errorTail.contains("does not answer") && status.errorTail.contains("next: "))
            let fine = status.outputText.split(separator: "\n").filter { $0.contains("fine") }
            #expect(fine.allSatisfy { $0.contains("tmux") }, "only the tmux server is known without the store")
            #expect(status.outputText.contains("unknown"))
            let health = try await town.run(["health", "--json"])
            #expect(health.ending == .exited(1))
            let named = try JSONText.decode([ServiceStatus].self, from: health.output)
            #expect(named.map(\.name) == ["beads-store", "mayor", "deacon", "tmux"])
            #expect(named.map(\.health) == [.silent, .unknown, .unknown, .fine])
            try #require(Processes.send(SIGCONT, to: process))
            try await town.gt("status")
        }
    }
}
