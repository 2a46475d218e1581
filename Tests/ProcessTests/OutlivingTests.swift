import Glibc
import Host
import Testing
import TownModel
import Wire

/// Agents are nobody's children: no service takes them along.
@Suite(.serialized) struct OutlivingTests {
    /// Ten, an even number: half of them on each rig. The long version: `GT_AGENTS=50`.
    private static let agents = HostEnvironment.value("GT_AGENTS").flatMap(Int.init) ?? 10

    @Test(
        "kill -9 of each service ends none of the agents at work, and what they do lands once", .timeLimit(.minutes(5)))
    func manyAgents() async throws {
        let share = Self.agents / 2
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote("web"))
            _ = try await town.makeRemote("tool")
            try await town.gt("rig", "add", "tool", "\(town.home)/tool-work")
            var beads: [String] = []
            var latches: [Latch] = []
            let here = try Latch("\(town.home)/here")
            for rig in TwoRigs.rigs {
                try await town.setGates(rig, polecats: share, [])
                for number in 1...share {
                    let latch = try Latch("\(town.home)/\(rig)-\(number)")
                    latches.append(latch)
                    beads.append(
                        try await town.makeBead(
                            rig.text, "Wait \(number)", "\(here.give); \(latch.wait); echo $go > w\(number)"))
                }
            }
            try await town.sling(beads)
            for _ in beads { try #require(await here.isGiven(), "an agent did not begin") }

            let before = town.agents
            #expect(before.count == 2 * share)
            for service in TownService.ofTown + TwoRigs.rigs.flatMap(TownService.ofRig) {
                let ended = try #require(try await town.kill(service, at: 0)).process
                try await town.expectTruth(service, about: ended)
                try await town.awaitFine(service)
                #expect(town.agents == before, "after kill -9 of \(service)")
            }
            for latch in latches { latch.release() }
            try await town.waitUntilClosed(beads)
            let landed = try await town.git(
                "\(town.home)/web.git", "log", "--merges", "--format=%(trailers:key=Gt-Bead,valueonly)", "main")
            let found = landed.split(separator: "\n").map(String.init).sorted()
            #expect(found == beads.prefix(share).sorted(), "each once, after one attempt")
            #expect(try await town.git("\(town.home)/web.git", "show", "main:w\(share)") == "go\n")
        }
    }
}

extension ProcessTown {
    /// Each running session: its shim, and every process below it.
    var agents: [Incarnation: Set<ProcessIdentity>] {
        let running = SessionFolders(layout: layout).running
        return Dictionary(
            running.map { session in
                let below = Processes.identities(of: Processes.descendants(of: session.shim.pid))
                return (session.incarnation, Set(below + [session.shim]))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What `gt status` says of a service: never fine about a process that has ended or stands still, and 69 with
    /// nothing remembered while the store is away.
    func expectTruth(
        _ service: TownService, about process: ProcessIdentity, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await run(["status", "--json", "--wait", "0.5"])
        guard result.ending == .exited(0) else {
            #expect(result.ending == .exited(69), "\(result.errorTail)", sourceLocation: location)
            // What is known without the store: the tmux server, of which the kernel and its socket tell.
            let known = result.outputText.replacing(/"tmux":\{"health":"fine"/, with: "")
            #expect(!known.contains("fine"), sourceLocation: location)
            return
        }
        let services = try JSONText.decode(TownStatusReply.self, from: result.output).services
        let status = try #require(services.first { $0.name == service.description }, sourceLocation: location)
        #expect(
            status.health != .fine || status.process != process, "\(service) is called fine", sourceLocation: location)
    }

    /// Follows the feed until the service is called fine.
    func awaitFine(_ service: TownService) async throws {
        try await follow { _ in try await run(["health", service.description]).ending == .exited(0) }
    }
}
