import Glibc
import Host
import Testing
import TownModel
import Wire

/// What a town does when something it stands on is not as it should be.
@Suite(.serialized) struct FailingTests {
    @Test(
        "problem 35: a gate whose command is missing passes nothing, blames nobody, and tells a person; corrected, it lands",
        .timeLimit(.minutes(2)))
    func missingGate() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.setGates(#require(RigName("web")), [("checks", "no-such-program-anywhere")])
            let bead = try await town.makeBead("web", "Say hello", "echo hello > hello.txt")
            try await town.sling([bead])
            let log = try await town.follow { log in
                log.of(.escalationRaised).contains { $0.data.note?.contains("fails its own gates") ?? false }
            }
            let words = log.of(.escalationRaised).compactMap(\.data.note)
            #expect(words.contains { $0.contains("gate \"checks\"") && $0.contains("127") }, "\(words)")
            #expect(log.of(.requestReturned).isEmpty && log.of(.requestLanded).isEmpty && !log.isClosed(bead))
            #expect(try await town.git(remote, "rev-list", "--count", "main") == "1\n")
            try await town.setGates(#require(RigName("web")), [("checks", "test -e hello.txt || test -e README")])
            try await town.waitUntilClosed([bead])
        }
    }

    @Test("bad settings keep the old ones and are named with file and line", .timeLimit(.minutes(2)))
    func badSettings() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let file = town.layout.rigFile(try #require(RigName("web")))
            for text in ["target = 1\n", "target = \"main\n", "[[gates]]\nname = \"x\"\n", "traget = \"main\"\n"] {
                try Files.writeAtomically(text, to: file, mode: 0o644)
                try await town.expectRefused(["config", "reload"], 78, [file, "gt config reload"])
            }
            try Files.writeAtomically("nme = \"x\"\n", to: town.layout.townFile, mode: 0o644)
            try await town.expectRefused(["config", "reload"], 78, [town.layout.townFile, "nme"])
            try Files.writeAtomically("[mine]\ncolour = 3\n", to: town.layout.agentsFile, mode: 0o644)
            try await town.expectRefused(["config", "reload"], 78, ["\(town.layout.agentsFile):2", "colour"])
            try await town.expectRefused(["agent", "list"], 78, ["\(town.layout.agentsFile):2", "colour"])
            // The store starts with them too, and goes on with what it had.
            let bead = try await town.makeBead("web", "Say hello", "echo hello > hello.txt")
            _ = try await town.kill(.beadsStore, at: 0)
            try await town.sling([bead])
            try await town.waitUntilClosed([bead])
        }
    }

    @Test("missing programs and keys are named, with what to do", .timeLimit(.minutes(2)))
    func missingPrograms() async throws {
        try await ProcessTown.with { town in
            let bare = ["PATH": town.programs]
            try await town.expectRefused(["up"], 1, ["runsvdir", "not installed"], environment: bare)
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.expectRefused(["rig", "add", "web", remote], 1, ["git"], environment: bare)
            #expect(Files.names(in: town.layout.rigs).isEmpty)

            try Files.rename(town.layout.overseerKey, to: "\(town.home)/key")
            try await town.expectRefused(["bead", "create", "x"], 77, ["key"])
            try await town.gt("status")
            try Files.writeAtomically("half a key\n", to: town.layout.overseerKey, mode: 0o600)
            try await town.expectRefused(["bead", "create", "x"], 77, ["key"])
            // The store makes one anew where there is none that is whole.
            try await town.gt("down")
            try await town.gt("up")
            try await town.gt("bead", "create", "x")
        }
    }

    @Test("a second of each role ends with 75 and says who holds its lock", .timeLimit(.minutes(2)))
    func twoOfEach() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            for (program, words) in [
                ("gt-mayor", []), ("gt-deacon", []), ("gt-witness", ["--rig", "web"]),
                ("gt-refinery", ["--rig", "web"]),
                ("gt-beads-store", []),
            ] {
                let second = try await town.run(["--town", town.root] + words, program: program)
                #expect(second.ending == .exited(75), "\(program): \(second.errorTail)")
                #expect(second.errorTail.contains(".lock"), "\(second.errorTail)")
            }
            let nobody = try await town.run(["--town", town.root, "--rig", "nowhere"], program: "gt-witness")
            #expect(nobody.ending == .exited(78) && nobody.errorTail.contains("nowhere"))
            try await town.gt("health")
        }
    }

    @Test(
        "problem 25: a town that is removed under its services ends them, and none is started again",
        .timeLimit(.minutes(2)))
    func removedTown() async throws {
        try await ProcessTown.with { town in
            // It is at a heartbeat that a service looks for its town: each of a second in place of ten.
            let up = try await town.run(["up"], environment: ["GT_HEARTBEAT_SECONDS": "1"])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let web = try #require(RigName("web"))
            let processes = (TownService.ofTown + TownService.ofRig(web)).compactMap(town.process)
            try #require(processes.count == 5)
            // Moved away first: a tree that is written to can't be removed in one go.
            try Files.rename(town.root, to: "\(town.root)-gone")
            for process in processes {
                #expect(await ProcessWatch.shared.waitForEnd(of: process, within: .seconds(30)), "pid \(process.pid)")
            }
            let logs = Files.names(in: "\(town.root)-gone/.gt/logs").filter { $0.hasSuffix(".log") }
            let said = try logs.map { try Files.readText("\(town.root)-gone/.gt/logs/\($0)") }.joined()
            #expect(said.contains("has gone") || said.contains("removed"), "\(said)")
            // Exit status 78: their supervisor leaves them down.
            let running = town.processesLeft.filter { $0.contains("/gt-") }
            #expect(running.isEmpty)
            #expect(try await town.run(["status"]).ending == .exited(78))
            let anew = Files.names(in: town.root).map { "\($0): \(Files.names(in: "\(town.root)/\($0)"))" }
            try #require(!Files.exists(town.root), "somebody made it anew: \(anew)")
            try Files.rename("\(town.root)-gone", to: town.root)
            try await town.gt("up")
            try await town.gt("health")
        }
    }

    @Test("peers that talk garbage, break frames or send too much cost nobody else anything", .timeLimit(.minutes(2)))
    func hostilePeers() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let store = town.process(of: .beadsStore)
            let socket = "\(town.layout.sockets)/store.req"
            // Held open together: none of them may hold the others up.
            let garbage = try StrangePeer(socket)
            garbage.send(Array(repeating: 0x41, count: 4096))
            let silent = try StrangePeer(socket)
            let broken = try StrangePeer(socket)
            #expect(await broken.greet())
            for frames in [[[]], [[0xFF, 0xFE]], [Array("GT1".utf8)], Array(repeating: [], count: 200)] as [[[UInt8]]] {
                broken.send(frames: frames)
            }
            for (frames, code) in [
                (["GT1", "x/1", "query", "bead.list", "{}", "{\"limit\":"], "invalid"),
                (["GT1", "x/2", "query", "bead.list", "no headers", "{}"], "invalid"),
                (["GT1", "x/3", "query", "no.such.verb", "{}", "{}"], "unknown-verb"),
                (["GT1", "x/4", "command", "bead.create", "{}", "{\"title\":\"x\"}"], "forbidden"),
            ] {
                broken.send(frames: frames.map { Array($0.utf8) })
                #expect(await broken.isAnswered(with: code), "\(frames)")
            }
            let large = try StrangePeer(socket)
            #expect(await large.greet())
            large.send(frames: [Array(repeating: 0x20, count: 3 << 20)])
            try await town.gt("bead", "create", "x")
            try await town.gt("health")
            #expect(town.process(of: .beadsStore) == store)
            withExtendedLifetime((garbage, silent, broken, large)) {}
        }
    }
}
