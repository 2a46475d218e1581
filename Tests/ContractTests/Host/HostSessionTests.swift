import Glibc
import Host
import Testing
import TownModel

@Suite("Sessions: real shims, real agents, a real tmux")
struct HostSessionTests {
    /// A session directory and a worktree for one agent, whose script says what it does.
    private struct Fixture {
        let scratch: Scratch
        let session: SessionDirectory
        let worktree: String

        init(_ script: String, keepsOutput: Bool = false) throws {
            scratch = try Scratch()
            session = SessionDirectory("\(scratch.path)/s1")
            worktree = "\(scratch.path)/worktree"
            try Files.makePrivateDirectory(worktree)
            try session.write(
                SessionSpec(
                    arguments: ["/bin/sh", "-c", script], environment: ["PATH=\(HostEnvironment.path)", "WORD=ü"],
                    directory: worktree, output: keepsOutput ? session.outputFile : ""))
            for name in ["gate", "up"] { mkfifo("\(scratch.path)/\(name)", 0o600) }
        }

        /// Returns when the script has written to `up`: then it runs, and not only its shim.
        func untilUp() async throws {
            let descriptor = Glibc.open("\(scratch.path)/up", O_RDWR | O_CLOEXEC | O_NONBLOCK)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            #expect(await ProcessWatch.shared.waitUntilReadable(descriptor, within: .seconds(30)))
        }

        /// Reading `gate` holds a script up until this.
        func open() throws {
            let descriptor = Glibc.open("\(scratch.path)/gate", O_RDWR | O_CLOEXEC)
            try #require(descriptor >= 0)
            _ = write(descriptor, "go\n", 3)
            // Open as long as the process lives: a reader that comes later finds the line.
        }
    }

    /// Built beside the tests.
    private var shim: String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/.build/debug/gt-session"
    }
    private var detached: DetachedSessions { DetachedSessions(program: shim) }

    @Test func `an agent runs in its worktree with its environment, and its status is recorded`() async throws {
        let fixture = try Fixture("pwd; echo $WORD; exit 3")
        let shim = try await detached.start(fixture.session, title: "nux")
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(try fixture.session.observe() == .ended(shim, exitStatus: 3))
        #expect(try Files.readText(fixture.session.outputFile) == "\(fixture.worktree)\nü\n")
    }

    @Test func `a session that was started is not started again, nor one that was cancelled`() async throws {
        let fixture = try Fixture("echo ran")
        let first = try await detached.start(fixture.session, title: "nux")
        #expect(await ProcessWatch.shared.waitForEnd(of: first, within: .seconds(30)))
        #expect(try await detached.start(fixture.session, title: "nux") == first)
        #expect(try await run([fixture.session.path]).ending == .exited(75))
        #expect(try Files.readText(fixture.session.outputFile) == "ran\n")

        let other = try Fixture("echo ran")
        #expect(try other.session.cancel())
        #expect(try await run([other.session.path]).ending == .exited(75))
        #expect(try other.session.observe() == .absent)
    }

    @Test func `kill -9 of whoever started it leaves shim and agent running`() async throws {
        let fixture = try Fixture("read line < ../gate; exit 0")
        // The starter is a shell that starts the shim and is then killed with its whole group.
        let script = "'\(shim)' --detach '\(fixture.session.path)'; kill -9 0"
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", script], environment: ["PATH": HostEnvironment.path],
                directory: "/", limit: .seconds(30)))
        #expect(result.ending == .signaled(SIGKILL))
        let shim = try #require(try await fixture.session.shim(within: .seconds(30)))
        #expect(try fixture.session.observe() == .running(shim))
        try fixture.open()
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(fixture.session.exitStatus() == 0)
    }

    @Test func `the worktree's lock is held by the agent even when the shim was killed`() async throws {
        let fixture = try Fixture("echo up > ../up; read line < ../gate")
        let shim = try await detached.start(fixture.session, title: "nux")
        try await fixture.untilUp()
        Processes.send(SIGKILL, to: shim)
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        let left = Processes.holders(of: fixture.worktree)
        #expect(!left.isEmpty)
        #expect(try FileLock.take(fixture.worktree) == nil)
        #expect(try await fixture.session.end(worktree: fixture.worktree, grace: .zero) == nil)
        #expect(Processes.holders(of: fixture.worktree).isEmpty)
        #expect(try FileLock.take(fixture.worktree) != nil)
    }

    @Test func `ending reaches an agent that ignores TERM through its shim, which still records it`() async throws {
        let fixture = try Fixture("trap 'echo asked' TERM; echo up > ../up; while ! read line < ../gate; do :; done")
        _ = try await detached.start(fixture.session, title: "nux")
        try await fixture.untilUp()
        let identities = Processes.identities(of: Processes.holders(of: fixture.worktree))
        let status = try await fixture.session.end(worktree: fixture.worktree, grace: .zero, patience: .seconds(1))
        #expect(status == 137)
        for identity in identities { #expect(!Processes.isAlive(identity)) }
    }

    @Test func `a process that the agent left behind ends with its session`() async throws {
        let fixture = try Fixture("setsid sh -c 'read line < ../gate' & exit 0")
        let shim = try await detached.start(fixture.session, title: "nux")
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(try await fixture.session.end(worktree: fixture.worktree, grace: .zero) == 0)
        #expect(Processes.holders(of: fixture.worktree).isEmpty)
    }

    @Test func `an agent whose program is missing ends with 127`() async throws {
        let fixture = try Fixture("")
        try fixture.session.write(
            SessionSpec(arguments: ["/no/such/program"], environment: [], directory: fixture.worktree))
        let shim = try await detached.start(fixture.session, title: "nux")
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(fixture.session.exitStatus() == 127)
    }

    @Test func `what an agent says in its terminal is seen in its pane and kept in its file`() async throws {
        let fixture = try Fixture("[ -t 0 ] && [ -t 1 ] && echo at a terminal; read line < ../gate; echo last words")
        try await withServer(fixture) { server in
            let shim = try await TmuxSessions(server: server, program: shim).start(fixture.session, title: "nux")
            let own = try #require(Incarnation("s1"))
            #expect(await server.incarnations() == [own])
            #expect(try await shown("at a terminal", in: own, server))
            try fixture.open()
            #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
            #expect(try await kept("last words", by: fixture.session))
            #expect(try await server.lines(of: own, limit: 10) == nil)
        }
    }

    @Test func `an agent without a terminal has none in a pane either, and its pane shows its file`() async throws {
        let fixture = try Fixture(
            """
            [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo no terminal
            (: < /dev/tty) 2> /dev/null || echo nobody to ask
            read line || echo nothing to read
            read line < ../gate
            """, keepsOutput: true)
        try await withServer(fixture) { server in
            let shim = try await TmuxSessions(server: server, program: shim).start(fixture.session, title: "nux")
            let own = try #require(Incarnation("s1"))
            #expect(try await shown("nothing to read", in: own, server))
            try fixture.open()
            #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
            #expect(
                try Files.readText(fixture.session.outputFile) == "no terminal\nnobody to ask\nnothing to read\n")
            #expect(Processes.holders(of: fixture.worktree).isEmpty)
        }
    }

    @Test func `messages are handed on as its stdin, in order, each once, and its stdin has no end`() async throws {
        let fixture = try Fixture(
            "while read line; do echo \"$line\"; [ \"$line\" = last ] && exit 5; done", keepsOutput: true)
        let session = fixture.session
        try session.say("I am {pid of the shim}", as: SessionSpec.firstMessage)
        var spec = try session.spec()
        spec.input = session.messagesFolder
        try session.write(spec)
        let shim = try await detached.start(session, title: "nux")
        #expect(try await session.output(after: "first", within: .seconds(30)) { $0 == Array("I am \(shim.pid)".utf8) })
        // Who comes after one that was killed says it again: it was said.
        for _ in 0..<2 {
            for number in [12, 7] as [Int64] {
                try session.say("word {pid of the shim} \(number)", as: SessionDirectory.messageName(ofNudge: number))
            }
        }
        let word = SessionDirectory.messageName(ofNudge: 12)
        #expect(try await session.output(after: word, within: .seconds(30)) { $0.starts(with: "word".utf8) })
        #expect(try await !session.output(after: word, within: .zero) { $0 == Array("never".utf8) })
        try session.say("last", as: SessionDirectory.messageName(ofNudge: 13))
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(session.exitStatus() == 5 && Processes.holders(of: fixture.worktree).isEmpty)
        let said = try Files.readText(session.outputFile).split(separator: "\n").map(String.init)
        #expect(said.first == "I am \(shim.pid)" && said.last == "last")
        let words = [7, 12].map { "word {pid of the shim} \($0)" }
        #expect(said.dropFirst().dropLast().sorted() == words.sorted())
        #expect(SessionDirectory.nudge(ofMessage: SessionDirectory.messageID(word)) == 12)
        #expect(SessionDirectory.nudge(ofMessage: "gt-first") == nil)
    }

    /// Five hundred with `GT_SESSIONS=500`.
    @Test func `thirty starts and ends, in panes and without, leave no pane, process, lock, socket or worktree`()
        async throws
    {
        let keeper = try Fixture("")
        let repository = try await TemporaryRepository()
        let place = repository.scratch.path
        let count = HostEnvironment.value("GT_SESSIONS").flatMap { Int($0) } ?? 30
        try await withServer(keeper) { server in
            let sessions = TmuxSessions(server: server, program: shim)
            for number in 1...count {
                let worktree = try await repository.worktree("w\(number)", branch: "polecat/nux/gt-abc.\(number)")
                let session = SessionDirectory("\(keeper.scratch.path)/s\(number + 1)")
                try session.write(
                    SessionSpec(
                        arguments: ["/bin/sh", "-c", "echo \(number)"], environment: ["PATH=\(HostEnvironment.path)"],
                        directory: worktree, output: number % 3 == 0 ? "" : session.outputFile))
                let shim =
                    number % 3 == 1
                    ? try await detached.start(session, title: "nux") : try await sessions.start(session, title: "nux")
                #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
                #expect(try session.observe() == .ended(shim, exitStatus: 0))
                #expect(try await session.end(worktree: worktree, grace: .zero) == 0)
                #expect(Processes.holders(of: worktree).isEmpty && Processes.holders(of: session.path).isEmpty)
                // As a Witness clears up: renamed into the trash, then forgotten.
                try Files.rename(worktree, to: "\(place)/trash-\(number)")
                try await repository.git.forgetWorktree(worktree)
            }
            // What git lists is what is there: no record without a directory, no directory without a record.
            let listed = try await repository.git.worktrees()
            #expect(listed.map(\.path) == [repository.git.repository] && listed.allSatisfy { !$0.isPrunable })
            #expect(Files.names(in: "\(repository.git.repository)/worktrees").filter { $0 != "gt-keep" } == [])
            #expect(Files.names(in: place).filter { $0.hasPrefix("w") } == [])
            // The server closes a pane when it sees its process gone, a moment later.
            let deadline = ContinuousClock.now.advanced(by: .seconds(30))
            while await server.incarnations() != [], ContinuousClock.now < deadline {}
            #expect(await server.incarnations() == [])
            // The keeper's own pane is what is left; what kept a terminal's words ends when it has written them.
            let pid = try #require(await server.pid())
            while Processes.descendants(of: pid).count != 1, ContinuousClock.now < deadline { await Task.yield() }
            #expect(Processes.descendants(of: pid).count == 1)
            #expect(Files.names(in: keeper.scratch.path).filter { $0.hasPrefix("tmux") } == ["tmux"])
        }
    }

    /// A server with a session that keeps it up; a town's server needs none.
    private func withServer(_ fixture: Fixture, _ body: (TmuxServer) async throws -> Void) async throws {
        let socket = "\(fixture.scratch.path)/tmux"
        try await TemporaryRepository.shell("tmux -S '\(socket)' -f /dev/null new-session -d -s keeper cat", in: "/")
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(TmuxServer(socket: socket)))
        } catch {
            result = .failure(error)
        }
        try await TemporaryRepository.shell("tmux -S '\(socket)' kill-server", in: "/")
        try result.get()
    }

    /// Looks at the pane until it shows this.
    private func shown(_ text: String, in incarnation: Incarnation, _ server: TmuxServer) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            if try await server.lines(of: incarnation, limit: 20)?.contains(text) == true { return true }
        }
        return false
    }

    /// The pipe that keeps a terminal's words is a process of its own, which ends when the pane has.
    private func kept(_ text: String, by session: SessionDirectory) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            if try Files.readText(session.outputFile).contains(text) { return true }
            await Task.yield()
        }
        return false
    }

    private func run(_ arguments: [String]) async throws -> CommandResult {
        try await CommandRunner().run(
            CommandSpec(
                program: shim, arguments: arguments, environment: [:], directory: "/", limit: .seconds(30)))
    }
}
