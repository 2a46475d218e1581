import Agents
import Glibc
import Host
import SessionHost
import Testing
import TownModel
import TownTesting
import WitnessCore
import WitnessDaemon

/// The hands that look: a real shim and a real program, whose words are those of an agent.
@Suite("What can be seen of a session on this machine")
struct HostSightTests {
    /// Built beside the tests.
    private var programs: String {
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/.build/debug"
    }

    private static let dialog =
        Files.parent(of: Files.parent(of: #filePath)) + "/Fixtures/agents/claude/dialog-trust.txt"

    private func session(_ script: String) throws -> (TownLayout, HostSessions, Assignment) {
        let layout = TownLayout(root: "/tmp/gt-test-\(UInt64.random(in: 0 ... .max))")
        var assignment = try Town.assignment(7, "gt-1", .prepared, base: try Town.commit("a"))
        assignment.definition = AgentPreset(
            name: "own", command: ["sh", "-c", script], firstPrompt: .argument, readsTerminal: false, hooks: "claude",
            idleSign: "> ", rateLimitSigns: ["limit reached"])
        try Files.makeDirectory(layout.worktree(assignment))
        mkfifo("\(layout.root)/gate", 0o600)
        return (layout, HostSessions(layout: layout, programs: programs), assignment)
    }

    @Test func `one that needs a terminal is not started without, and started when there is one`() async throws {
        var (layout, sessions, assignment) = try session("sed '1,/^--$/d' '\(Self.dialog)'; read line")
        // What can't be removed is the temporary directory's business.
        defer { try? Files.removeTree(layout.root) }
        assignment.definition?.readsTerminal = true
        assignment.definition?.promptLine = AgentPreset.shipped["claude"]?.promptLine
        let directory = SessionDirectory(layout.session(assignment.incarnation))
        for _ in 0..<2 {
            let error = await #expect(throws: HostError.self) { try await sessions.start(assignment) }
            guard case .terminalAway(let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("gt up tmux") && !Files.exists(directory.startedFile))
        }
        #expect(try directory.spec().environment.contains("TERM=\(TmuxServer.terminal)"))
        try Files.makePrivateDirectory(layout.run)
        let agent = try await PaneOfAgent(directory: layout.root, socket: layout.tmuxSocket)
        let shim = try #require(try await sessions.start(assignment))
        #expect(await TmuxServer(socket: layout.tmuxSocket).incarnations()?.contains(assignment.incarnation) == true)
        #expect(Processes.isAlive(shim))
        // What its program asks a person is read off its pane.
        let target = SweepTarget(assignment: assignment, shim: shim, isWaiting: true)
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        var asked: String?
        while asked == nil, ContinuousClock.now < deadline {
            if case .read(_, _, let question)? = await sessions.look(at: [target]).first?.screen { asked = question }
        }
        #expect(asked?.hasPrefix("Quick safety check: Is this a project") == true)
        _ = try await sessions.end(assignment, grace: .zero)
        try await agent.end()
        #expect(!Processes.isAlive(shim))
    }

    /// Reading `gate` holds the program up until this.
    private func open(_ layout: TownLayout) throws {
        let descriptor = Glibc.open("\(layout.root)/gate", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        _ = write(descriptor, "go\n", 3)
    }

    @Test func `its processes, its output, its prompt, and at its end what it says of a limit`() async throws {
        let (layout, sessions, assignment) = try session(
            """
            printf '%s\\n' "$4" > prompt.txt; cp "$1" settings.json
            printf 'working\\n> '; read line < ../../../../../gate
            printf '\\nLimit reached, try again in 5 minutes\\n'; exit 1
            """)
        // What can't be removed is the temporary directory's business.
        defer { try? Files.removeTree(layout.root) }
        _ = try await sessions.furnish(
            assignment, on: WorktreeGround(base: try Town.commit("a"), targetRevision: "main"))
        let shim = try #require(try await sessions.start(assignment))
        let output = SessionDirectory(layout.session(assignment.incarnation)).outputFile
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while Files.size(of: output) ?? 0 < 10, ContinuousClock.now < deadline { await Task.yield() }

        var target = SweepTarget(assignment: assignment, shim: shim)
        let first = try #require(await sessions.look(at: [target]).first)
        #expect(first == Look(number: 7, hasAgent: true, outputBytes: 10, screen: .notRead))
        target.outputBytes = first.outputBytes
        let second = try #require(await sessions.look(at: [target]).first)
        #expect(second.screen == .read(isAtPrompt: true, limitLine: nil))
        target.readBytes = second.outputBytes
        #expect(await sessions.look(at: [target]) == [first])
        #expect(await sessions.limitLine(of: assignment) == nil)

        // How it was started: told of its hooks by a file beside its session, and who it is by its first line.
        let worktree = layout.worktree(assignment)
        #expect(try Files.readText("\(worktree)/settings.json").contains("gt signal stop"))
        let prompt = try Files.readText("\(worktree)/prompt.txt")
        #expect(prompt.hasPrefix("[gt polecat gastown/polecats/nux session s7 pid \(shim.pid)] gt-1\n"), "\(prompt)")

        try open(layout)
        #expect(await ProcessWatch.shared.waitForEnd(of: shim, within: .seconds(30)))
        #expect(await sessions.look(at: [target]) == [])
        #expect(try await sessions.end(assignment, grace: .zero) == 1)
        #expect(await sessions.limitLine(of: assignment) == "Limit reached, try again in 5 minutes")
    }
}
