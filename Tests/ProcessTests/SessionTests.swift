import Glibc
import Host
import Testing
import TownModel
import TownTesting

/// The town's tmux server, and the agents in its panes.
@Suite(.serialized) struct SessionTests {
    @Test("an empty town leaves no process, whichever of server and watcher was killed", .timeLimit(.minutes(3)))
    func emptyTown() async throws {
        try await ProcessTown.with { town in
            let tmux = TmuxService(layout: town.layout)
            try await town.gt("up")
            let server = try #require(tmux.process)
            // Who holds its lock is who answers: the one is asked in place of looking for the other.
            let socket = TmuxServer(socket: town.layout.tmuxSocket)
            #expect(await socket.pid() == server.pid)
            #expect(try await town.gt("health", "tmux") == "fine  tmux\n")
            try await town.gt("up")
            #expect(tmux.process == server)

            // The watcher starts another server.
            Processes.send(SIGKILL, to: server)
            #expect(await ProcessWatch.shared.waitForEnd(of: server, within: .seconds(30)))
            try await town.gt("up")
            let second = try #require(tmux.process)
            #expect(second != server)

            // A server without its watcher gets a new one, and goes on.
            for watcher in town.tmuxWatchers {
                Processes.send(SIGKILL, to: watcher)
                #expect(await ProcessWatch.shared.waitForEnd(of: watcher, within: .seconds(30)))
            }
            try await town.gt("up")
            #expect(tmux.process == second)
            #expect(town.tmuxWatchers.count == 1)
            try await town.gt("health")

            #expect(try await !town.gt("down").contains("tmux"))
            #expect(tmux.process == nil)
            #expect(await socket.pid() == nil)
            #expect(town.tmuxWatchers.isEmpty)
            #expect(Processes.holders(of: town.layout.tmuxLock).isEmpty)
            // What is left of the socket is no hindrance.
            try await town.gt("up")
            #expect(tmux.process != nil)
        }
    }

    @Test("a stopped tmux server is silent, and down does not wait for ever", .timeLimit(.minutes(3)))
    func stoppedServer() async throws {
        try await ProcessTown.with { town in
            let tmux = TmuxService(layout: town.layout)
            try await town.gt("up")
            let server = try #require(tmux.process)
            Processes.send(SIGSTOP, to: server)
            let health = try await town.run(["health", "tmux"])
            #expect(health.ending == .exited(1))
            #expect(health.outputText == "silent  tmux\n")
            let status = try await town.gt("status")
            #expect(status.split(separator: "\n").contains { $0.hasPrefix("tmux ") && $0.contains("silent") })
            try await town.gt("down")
            #expect(!Processes.isAlive(server))
            #expect(town.tmuxWatchers.isEmpty)
        }
    }

    @Test("the definitions that are printed are those of the units, the tmux server's too", .timeLimit(.minutes(1)))
    func printed() async throws {
        try await ProcessTown.with { town in
            let all = try await town.gt("up", "--print")
            for name in ["beads-store", "mayor", "deacon", "tmux"] { #expect(all.contains("## \(name): systemd")) }
            let one = try await town.gt("up", "tmux", "--print")
            #expect(one.contains("tmux-server.lock"))
            #expect(one.contains("KillMode=process"))
            #expect(TmuxService(layout: town.layout).process == nil)
        }
    }

    @Test("problem 20: two at once start one tmux server", .timeLimit(.minutes(3)))
    func twoStarts() async throws {
        try await ProcessTown.with { town in
            async let first = town.run(["up"])
            async let second = town.run(["up"])
            let endings = try await [first.ending, second.ending]
            #expect(endings == [.exited(0), .exited(0)])
            #expect(town.tmuxWatchers.count == 1)
        }
    }

    @Test("agents in panes outlive the services, and their work lands afterwards", .timeLimit(.minutes(3)))
    func panesOutliveServices() async throws {
        try await ProcessTown.with { town in
            let beads = try await town.startWaiting(2)
            let tmux = TmuxService(layout: town.layout)
            let server = try #require(tmux.process)
            let shims = SessionFolders(layout: town.layout).running.map(\.shim)
            #expect(shims.count == 2)
            for shim in shims { #expect(Processes.parents(of: shim.pid).first == server.pid) }

            let list = try await town.gt("polecat", "list").split(separator: "\n")
            #expect(list.filter { $0.contains(" pane ") }.count == 2, "\(list)")
            #expect(try await town.showsLines(of: beads))
            let peek = try await town.gt("peek", beads[0])
            #expect(peek.contains("on \(beads[0]), running (pane)\nwaiting ␛[31m\n"), "\(peek)")
            try await town.visit(try #require(list.first { $0.contains(beads[0]) }?.split(separator: " ").first))

            let said = try await town.gt("down")
            #expect(said.contains("2 agents go on running"))
            #expect(try await town.gt("peek", beads[0]) == peek)
            #expect(said.contains("the tmux server goes on"))
            #expect(tmux.process == server)
            #expect(shims.allSatisfy(Processes.isAlive))

            try await town.gt("up")
            try town.letGo(beads)
            try await town.waitUntilClosed(beads)
            for shim in shims { #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30))) }
            #expect(tmux.process == server)
            #expect(try await town.gt("peek", beads[0]).contains("ended (exit status 0): what is kept of it\nwaiting"))
        }
    }

    @Test("kill -9 of the Witness leaves the agents in panes; its successor adopts them", .timeLimit(.minutes(3)))
    func adoption() async throws {
        try await ProcessTown.with { town in
            let beads = try await town.startWaiting(2)
            let shims = Set(SessionFolders(layout: town.layout).running.map(\.shim))
            let rig = try #require(RigName("web"))
            let witness = try #require(town.process(of: .role(.witness(rig))))
            Processes.send(SIGKILL, to: witness)
            #expect(await ProcessWatch.shared.waitForEnd(of: witness, within: .seconds(30)))
            try await town.gt("up", "web")
            #expect(Set(SessionFolders(layout: town.layout).running.map(\.shim)) == shims)
            try town.letGo(beads)
            try await town.waitUntilClosed(beads)
            // Nobody was started a second time.
            for name in Files.names(in: town.layout.sessions) {
                #expect(SessionDirectory("\(town.layout.sessions)/\(name)").exitStatus() == 0)
            }
            #expect(Files.names(in: town.layout.sessions).count == beads.count)
        }
    }

    @Test("kill -9 of the tmux server: the work of its panes is saved and done again", .timeLimit(.minutes(3)))
    func serverKilled() async throws {
        try await ProcessTown.with { town in
            let beads = try await town.startWaiting(2)
            let tmux = TmuxService(layout: town.layout)
            let server = try #require(tmux.process)
            let shims = SessionFolders(layout: town.layout).running.map(\.shim)
            Processes.send(SIGKILL, to: server)
            for shim in shims { #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30))) }
            try town.letGo(beads)
            try await town.waitUntilClosed(beads)
            for (number, bead) in zip(1..., beads) {
                // The first attempt's file is under a rescue ref, the second's landed.
                let refs = try await town.git(
                    town.repository, "for-each-ref", "--format=%(refname)", "refs/gt/rescue/\(bead)")
                #expect(!refs.isEmpty, "the first attempt's work is lost")
                #expect(try await town.git("\(town.home)/remote.git", "show", "main:file-\(number)") == "done\n")
            }
            #expect(try await town.gt("rescue", "list", "web").contains("files"))
            #expect(try await town.gt("logs", "tmux").contains("signal 9"))
            #expect(tmux.process != nil)
            try await town.gt("health", "tmux")
        }
    }

    @Test("down --agents saves the work of panes, and leaves no process of the town", .timeLimit(.minutes(3)))
    func downWithAgents() async throws {
        try await ProcessTown.with { town in
            let beads = try await town.startWaiting(2)
            let sessions = SessionFolders(layout: town.layout).running.map(\.shim)
            let below = Processes.identities(of: sessions.flatMap { Processes.descendants(of: $0.pid) })
            #expect(below.count >= 2)
            let said = try await town.gt("down", "--agents")
            for bead in beads { #expect(said.contains("\(bead) saved as refs/gt/rescue/\(bead)/")) }
            #expect((sessions + below).filter(Processes.isAlive).isEmpty)
            #expect(TmuxService(layout: town.layout).process == nil)
            #expect(town.tmuxWatchers.isEmpty)
        }
    }

    @Test("an emergency stop freezes what runs in panes, and thawing lets it land", .timeLimit(.minutes(3)))
    func stopInPanes() async throws {
        try await ProcessTown.with { town in
            let beads = try await town.startWaiting(1)
            let shim = try #require(SessionFolders(layout: town.layout).running.first?.shim)
            try await town.gt("estop", "look first")
            let agents = Processes.descendants(of: shim.pid)
            #expect(!agents.isEmpty)
            for agent in agents { #expect(Processes.isStopped(agent)) }
            #expect(try await town.gt("polecat", "list").contains("pane, frozen"))
            try town.letGo(beads)
            try await town.gt("thaw")
            try await town.waitUntilClosed(beads)
        }
    }

    @Test("without tmux a town comes up, says so, and sessions run detached", .timeLimit(.minutes(3)))
    func withoutTmux() async throws {
        try await ProcessTown.with { town in
            let up = try await town.runWithoutTmux(["up"])
            #expect(up.ending == .exited(0), "\(up.errorTail)")
            #expect(up.errorTail.contains("no tmux: sessions run detached"))
            #expect(TmuxService(layout: town.layout).process == nil)
            #expect(try await town.runWithoutTmux(["health"]).ending == .exited(0))
            let one = try await town.runWithoutTmux(["health", "tmux"])
            #expect(one.ending == .exited(1))
            #expect(one.outputText == "unknown  tmux\n")
            #expect(try await town.runWithoutTmux(["status"]).outputText.contains("no tmux: sessions run detached"))
            let remote = try await town.makeRemote()
            #expect(try await town.runWithoutTmux(["rig", "add", "web", remote]).ending == .exited(0))
            let bead = try await town.makeBead("web", "Say hello", "echo hello > hello.txt")
            try await town.gt("sling", bead)
            try await town.waitUntilClosed([bead])
        }
    }
}

extension ProcessTown {
    var repository: String { "\(root)/rigs/web/repo.git" }

    var tmuxWatchers: [ProcessIdentity] {
        Processes.identities(
            of: Processes.running("runsv").filter { Processes.workingDirectory(of: $0) == layout.tmuxService })
    }

    /// A town with a rig `web` and agents that have written a file each and wait for a word; gives their beads.
    func startWaiting(_ count: Int) async throws -> [String] {
        try await gt("up")
        try await gt("rig", "add", "web", try await makeRemote())
        var beads: [String] = []
        for number in 1...count {
            try #require(mkfifo("\(home)/word-\(number)", 0o600) == 0)
            beads.append(
                try await makeBead(
                    "web", "Wait \(number)",
                    """
                    [ "$GIT_TERMINAL_PROMPT" = 0 ]
                    echo begun > begun-\(number)
                    printf 'waiting \\033[31m\\n'
                    touch \(home)/here-\(number)
                    [ -e \(home)/go-\(number) ] || read word < \(home)/word-\(number)
                    rm begun-\(number)
                    echo done > file-\(number)
                    """))
        }
        try await sling(beads)
        for number in 1...count { try await waitFor("\(home)/here-\(number)") }
        return beads
    }

    /// Lets those that wait go on, and those that come later not wait at all.
    func letGo(_ beads: [String]) throws {
        for number in 1...beads.count {
            try Files.writeAtomically("", to: "\(home)/go-\(number)")
            // Open as long as the process lives: a reader that comes later finds the line.
            let descriptor = open("\(home)/word-\(number)", O_RDWR | O_CLOEXEC)
            try #require(descriptor >= 0)
            #expect(write(descriptor, "go\n", 3) == 3)
        }
    }

    /// Runs `gt` where every program is found but tmux; what it starts finds no other either.
    func runWithoutTmux(_ words: [String]) async throws -> CommandResult {
        let bin = "\(home)/bin"
        if !Files.exists(bin) {
            try Files.makeDirectory(bin)
            for folder in HostEnvironment.path.split(separator: ":") {
                for name in Files.names(in: String(folder)) where name != "tmux" {
                    symlink("\(folder)/\(name)", "\(bin)/\(name)")
                }
            }
        }
        var environment = environment
        environment["PATH"] = bin
        return try await CommandRunner().run(
            CommandSpec(
                program: "\(programs)/gt", arguments: words, environment: environment, directory: home,
                limit: .seconds(90)))
    }

    /// Goes to a worker's pane from a terminal of a person's own, looks at it, and leaves as one leaves tmux.
    fileprivate func visit(_ worker: Substring) async throws {
        let (desk, left) = ("\(home)/desk", "\(home)/left")
        let variables = environment.map { ServiceDefinition.quoted("\($0.key)=\($0.value)") }.joined(separator: " ")
        let command = """
            env \(variables) gt polecat attach \(worker)
            echo left with $? > \(left).new; mv \(left).new \(left)
            """
        try await RealTmux.run(desk, ["-f", "/dev/null", "new-session", "-d", "-s", "person", command])
        do {
            let deadline = ContinuousClock.now.advanced(by: .seconds(30))
            var screen = ""
            while !screen.contains("waiting"), ContinuousClock.now < deadline {
                screen = try await RealTmux.run(desk, ["capture-pane", "-p", "-t", "person"])
            }
            #expect(screen.contains("waiting"), "\(screen)")
            try await RealTmux.run(desk, ["send-keys", "-t", "person", "C-b", "d"])
            try await waitFor(left)
            #expect(try Files.readText(left) == "left with 0\n")
        } catch {
            // With its last terminal the person's server ends by itself: it may have, and what is thrown is why.
            _ = try? await RealTmux.run(desk, ["kill-server"])
            throw error
        }
    }

    /// Looks until each pane's status line names what is on its hook.
    fileprivate func showsLines(of beads: [String]) async throws -> Bool {
        let server = TmuxServer(socket: layout.tmuxSocket)
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            let lines = await server.places()?.map(\.line) ?? []
            if beads.allSatisfy({ bead in lines.contains { $0.hasPrefix("\(bead) ") } }) { return true }
        }
        return false
    }
}
