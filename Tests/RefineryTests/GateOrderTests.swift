import Host
import RefineryCore
import Testing
import TownModel
import Wire

@testable import RefineryDaemon

@Suite("Gates side by side, on a real repository")
struct GateOrderTests {
    let bench = GateRunsTests()

    func gate(_ name: String, _ command: String, needs: [String]? = []) -> Gate {
        Gate(name: name, command: command, timeoutSeconds: 30, needs: needs)
    }

    /// Two pipes with names, for gates that wait for each other.
    func pipes(on rig: RigOnDisk) async throws -> (String, String) {
        try await RigOnDisk.sh("mkfifo one two", in: rig.layout.root)
        return ("\(rig.layout.root)/one", "\(rig.layout.root)/two")
    }

    @Test("Gates that do not need each other work at the same time, in one worktree")
    func overlap() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let (one, two) = try await pipes(on: rig)
        let list = [
            gate("a", "touch shared && echo >\(one) && cat \(two)"),
            gate("b", "cat \(one) && test -e shared && echo >\(two)"),
            gate("c", "test -e shared", needs: ["a", "b"]),
        ]
        guard case .green(let results) = await rig.gates.run(try await bench.candidate(on: rig), gates: list) else {
            Issue.record("one of them was alone")
            return
        }
        #expect(results.map(\.name) == ["a", "b", "c"])
        #expect(Set(results.compactMap(\.log)).count == 3)
        try await bench.expectCleared(rig)
    }

    @Test("No more at the same time than the rig says")
    func limit() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let made = try await bench.candidate(on: rig)
        let candidate = Candidate(stack: made.stack, run: 0, gates: [], gatesParallel: 1)
        let list = (1...4).map { gate("\($0)", "mkdir busy && ls >/dev/null && rmdir busy") }
        guard case .green = await rig.gates.run(candidate, gates: list) else {
            Issue.record("two at once: \(try bench.log(of: candidate, on: rig))")
            return
        }
    }

    @Test("The first that does not pass decides: the others are ended with all they started, and said to be cut off")
    func decided() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let (one, _) = try await pipes(on: rig)
        let mark = "\(rig.layout.root)/child"
        let list = [
            gate("bad", "cat \(one); exit 3"),
            gate("long", "setsid sh -c 'echo $$ >\(mark); echo >\(one); exec sleep 600' & sleep 600"),
            gate("after", "true", needs: ["long"]),
        ]
        guard case .red(let failure) = await rig.gates.run(try await bench.candidate(on: rig), gates: list) else {
            Issue.record("passed")
            return
        }
        #expect(failure.gate == "bad" && failure.verdict == .failed(status: 3))
        #expect(failure.results.map(\.name) == ["long", "bad"])
        #expect(failure.results.map(\.exitCode) == [nil, 3])
        #expect(failure.results.first?.note == "cut off: bad had decided the run")
        #expect(failure.log.hasSuffix(".1-bad.log"))
        let child = try #require(Int32(try Files.readText(mark).trimmed))
        #expect(try Processes.identity(of: child) == nil)
        try await bench.expectCleared(rig)
    }

    @Test("Gates that wait for each other are no verdict about a request")
    func circle() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let list = [gate("a", "true", needs: ["b"]), gate("b", "true", needs: ["a"])]
        let report = await rig.gates.run(try await bench.candidate(on: rig), gates: list)
        #expect(report == .disturbed(reason: "a in rig.toml: these gates wait for each other: a → b → a"))
    }

    @Test("One that ignores SIGTERM is killed when its time is over")
    func deaf() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let mark = "\(rig.layout.root)/child"
        let deaf = Gate(
            name: "deaf", command: "trap '' TERM; echo $$ >\(mark); sleep 600; sleep 600", timeoutSeconds: 1)
        guard case .red(let failure) = await rig.gates.run(try await bench.candidate(on: rig), gates: [deaf]) else {
            Issue.record("passed")
            return
        }
        #expect(failure.verdict == .timedOut(seconds: 1))
        let process = try #require(Int32(try Files.readText(mark).trimmed))
        #expect(try Processes.identity(of: process) == nil)
    }

    @Test("What left the session and closed the lock is known by its environment")
    func unlocked() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let (one, _) = try await pipes(on: rig)
        let mark = "\(rig.layout.root)/child"
        let list = [
            gate("leaves", "setsid sh -c 'echo $$ >\(mark); echo >\(one); exec sleep 600' 9>&- & cat \(one)"),
            gate("looks", "test -s \(mark) && test ! -e /proc/$(cat \(mark))/cwd", needs: ["leaves"]),
        ]
        guard case .green = await rig.gates.run(try await bench.candidate(on: rig), gates: list) else {
            Issue.record("the child of the first gate was alive in the second")
            return
        }
    }

    @Test("A gate that writes without end is ended, and its log is cut with a line that says so")
    func endless() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let loud = gate("loud", "yes | head -c 100000000; sleep 600")
        guard case .red(let failure) = await rig.gates.run(try await bench.candidate(on: rig), gates: [loud]) else {
            Issue.record("passed")
            return
        }
        #expect(failure.verdict == .saidTooMuch(megabytes: 64))
        #expect(failure.verdict.isLoud)
        #expect(failure.excerpt.contains("== cut here: "))
        let size = try await RigOnDisk.sh("wc -c <'\(failure.log)'", in: rig.layout.root)
        let bytes = try #require(Int(size.trimmed))
        #expect(bytes > HandsLimits.gateLogBytesMax && bytes < HandsLimits.gateLogBytesMax + 200)
    }

    @Test("Only variables that a gate names reach it, no configuration of a person, and no descriptor but the lock")
    func closed() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let own = HostEnvironment.own.filter { GateVariables.refusal($0.key) == nil && !$0.value.isEmpty }
        let name = try #require(own.keys.filter { !["PWD", "OLDPWD", "SHLVL", "_"].contains($0) }.min())
        // Neither into a pipe nor into a file: for either the shell has more of them open itself for a moment.
        var asks = gate("asks", "test -n \"$\(name)\" && ls /proc/$$/fd")
        asks.environment = [name]
        let list = [
            asks,
            gate("does not", "test -z \"${\(name)+set}\" && test -z \"$(git config --global --list 2>/dev/null)\""),
        ]
        let candidate = try await bench.candidate(on: rig)
        guard case .green = await rig.gates.run(candidate, gates: list) else {
            Issue.record("\(name): \(try bench.log(of: candidate, on: rig))")
            return
        }
        let log = try bench.log(of: candidate, on: rig)
        #expect(log.contains("\n0\n1\n2\n9\n=="), "\(log)")
    }

    @Test("Whatever a gate is called, its log's path is plain and its first line harmless")
    func names() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let list = [gate("té/../\n\u{1b}[2J", "exit 1")]
        guard case .red(let failure) = await rig.gates.run(try await bench.candidate(on: rig), gates: list) else {
            Issue.record("passed")
            return
        }
        #expect(failure.log.hasSuffix(".1-t--------2J.log"))
        #expect(try Files.readText("\(rig.layout.root)/\(failure.log)").hasPrefix(#"== té/../\u{a}\u{1b}[2J: exit 1"#))
    }

    @Test("What a gate writes is told while it runs")
    func told() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await GateRunsTests().candidate(on: rig)
        let mark = "\(rig.layout.root)/heard"
        let gates = GateRuns(layout: rig.layout, rig: Samples.rigName) { output in
            // The gate waits for this: it is heard before the end.
            guard output.tail.hasSuffix(#"half way\u{1b}[2J"#), output.run == candidate.runName else { return }
            // The gate's own timeout says it when the mark is missing.
            try? Files.writeAtomically(output.log, to: mark)
        }
        let waits = Gate(
            name: "waits", command: #"printf 'half way\033[2J\n'; until [ -e "# + mark + " ]; do sleep 0.05; done",
            timeoutSeconds: 30)
        guard case .green(let results) = await gates.run(candidate, gates: [waits]) else {
            Issue.record("nothing was heard while it ran")
            return
        }
        #expect(try Files.readText(mark) == results.first?.log)
    }
}
