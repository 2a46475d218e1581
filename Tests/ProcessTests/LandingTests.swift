import Glibc
import Host
import Testing
import TownModel
import Wire

/// Real programs, a real bus, real git: what one command sets in motion.
@Suite(.serialized) struct LandingTests {
    @Test(
        "problem 38: a slung bead lands on main of the remote, its author is the worker, and no other agent was started",
        .timeLimit(.minutes(3)))
    func lands() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let bead = try await town.makeBead("web", "Say hello", "echo hello > hello.txt")
            try await town.gt("sling", bead)
            try await town.waitUntilClosed([bead])
            #expect(try await town.git(remote, "show", "main:hello.txt") == "hello\n")
            let message = try await town.git(remote, "log", "-1", "--format=%B", "main")
            #expect(message.contains("Gt-Bead: \(bead)"))
            // Both commits may be of one second: git's own order is that of their dates.
            let author = try await town.git(
                remote, "log", "--topo-order", "--format=%an", "--no-merges", "-1", "main")
            #expect(author != "Tester\n")
            // How it came to this: from the landing back to the sling, or to a role that happened to look around.
            let log = try await town.follow { $0.isClosed(bead) }
            let started = log.assignments(.sessionStarted)
            #expect(started.count == 1 && log.of(.sessionStarted).count == 1 && log.of(.residentChanged).isEmpty)
            let closed = try #require(log.of(.beadClosed).last { $0.subject == bead }).sequence
            let told = try await town.gt("why", String(closed), "--json")
            let why = try JSONText.decode(WhyReply.self, from: Array(told.utf8))
            let story = why.chain.map { "\($0.event.type) \($0.event.because ?? "-") \($0.link?.rawValue ?? "-")" }
            let types = why.chain.map(\.event.type)
            #expect(types.first == "gastown.bead.closed.v1" && types.contains("gastown.mr.landing.v1"), "\(story)")
            switch why.chainEnd.kind {
            case .command:
                #expect(types.last == "gastown.dispatch.queued.v1", "\(story)")
                #expect(Set(why.chain.compactMap(\.link)) == [.told, .intent, .session], "\(story)")
            case .round: #expect(why.chain.count > 1, "\(story)")
            default: Issue.record("\(why.chainEnd): \(story)")
            }
        }
    }

    @Test(
        "of a working copy without a remote, its main is copied and the copy itself is left alone",
        .timeLimit(.minutes(3)))
    func landsWithoutRemote() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            _ = try await town.makeRemote("tool")
            let work = "\(town.home)/tool-work"
            let before = try await town.git(work, "rev-parse", "main")
            let said = try await town.gt("rig", "add", "tool", work)
            #expect(said.contains("git pull"))
            let bead = try await town.makeBead("tool", "Say hello", "echo hello > hello.txt")
            try await town.gt("sling", bead)
            try await town.waitUntilClosed([bead])
            #expect(try await town.git(work, "rev-parse", "main") == before)
            let clone = try town.layout.repository(#require(RigName("tool")))
            #expect(try await town.git(clone, "show", "main:hello.txt") == "hello\n")
        }
    }

    @Test("commands that fail at first are tried again, and land", .timeLimit(.minutes(3)))
    func secondAttempt() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let bead = try await town.makeBead(
                "web", "Succeed at the second attempt", #"test "$GT_ATTEMPT" -ge 2; echo done > done.txt"#)
            try await town.gt("sling", bead)
            try await town.waitUntilClosed([bead])
            #expect(try await town.git(remote, "show", "main:done.txt") == "done\n")
        }
    }

    @Test("what is no usable repository is refused, and nothing is half made", .timeLimit(.minutes(3)))
    func refusedRigs() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            _ = try await town.makeRemote()
            try Files.makeDirectory("\(town.home)/plain")
            try Files.makeDirectory("\(town.home)/empty")
            _ = try await town.git("\(town.home)/empty", "init", "--quiet", "--initial-branch=main")
            let refused: [(name: String, source: String, status: Int32)] = [
                ("web", "no-such-path", 1), ("web", "plain", 1), ("web", "empty", 1), ("town", "remote.git", 65),
                ("Web", "remote.git", 65),
            ]
            for (name, source, status) in refused {
                let result = try await town.run(["rig", "add", name, "\(town.home)/\(source)"])
                #expect(result.ending == .exited(status), "\(name) \(source): \(result.errorTail)")
                #expect(result.errorTail.contains("next: "))
                #expect(Files.names(in: town.layout.rigs).isEmpty)
                #expect(try await town.gt("rig", "list").contains("no rigs"))
            }
        }
    }

    @Test("adding a rig again finishes it, and changes nothing", .timeLimit(.minutes(3)))
    func addAgain() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let before = try await town.gt("rig", "list")
            try await town.gt("rig", "add", "web", remote)
            #expect(try await town.gt("rig", "list") == before)
            let other = try await town.makeRemote("other")
            #expect(try await town.run(["rig", "add", "web", other]).ending == .exited(1))
            try await town.gt("rig", "remove", "web")
            let repository = try town.layout.repository(#require(RigName("web")))
            #expect(Files.isDirectory(repository))
        }
    }

    @Test("agents go on while the services are down, and their work lands afterwards", .timeLimit(.minutes(3)))
    func agentsOutliveServices() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            // The commands wait for a word that comes when nobody is there to end them.
            let pipe = "\(town.home)/word"
            try #require(mkfifo(pipe, 0o600) == 0)
            let bead = try await town.makeBead(
                "web", "Wait", "touch \(town.home)/here; read word < \(pipe); echo $word > w")
            try await town.gt("sling", bead)
            try await town.waitFor("\(town.home)/here")
            try await town.gt("down")
            #expect(SessionFolders(layout: town.layout).running.count == 1)
            _ = try await CommandRunner().run(
                CommandSpec(
                    program: "sh", arguments: ["-c", "echo go > \(pipe)"], environment: town.environment,
                    directory: town.home, limit: .seconds(30)))
            try await town.gt("up")
            try await town.waitUntilClosed([bead])
            #expect(try await town.git(remote, "show", "main:w") == "go\n")
        }
    }
}
