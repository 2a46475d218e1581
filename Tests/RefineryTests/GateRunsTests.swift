import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Gates on a real repository")
struct GateRunsTests {
    /// A candidate that adds a file `new` to what `main` has.
    func candidate(on rig: RigOnDisk) async throws -> Candidate {
        let request = try await rig.request("gt-mr-a", "echo new >new")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        let proof = landing.proof
        let layer = Layer(request: request.id, tip: proof.tip, tree: proof.tree)
        return Candidate(
            stack: Stack(
                target: "main", base: proof.base, baseTree: proof.tree, layers: [layer], builtAt: Samples.noon),
            run: 0, gates: [])
    }

    func gate(_ command: String, timeoutSeconds: Int = 60) -> Gate {
        Gate(name: "check", command: command, timeoutSeconds: timeoutSeconds)
    }

    /// What all its gates wrote.
    func log(of candidate: Candidate, on rig: RigOnDisk) throws -> String {
        let directory = "\(rig.layout.logs)/gates"
        let names = Files.names(in: directory).filter { $0.hasPrefix(candidate.runName) }.sorted()
        return try names.map { try Files.readText("\(directory)/\($0)") }.joined()
    }

    /// Nothing of a run is left on disk or in the clone, but files for the next one.
    func expectCleared(_ rig: RigOnDisk, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let left = Files.names(in: rig.layout.refinery(Samples.rigName)).filter { $0 != SpareTrees.name }
        #expect(left.isEmpty, sourceLocation: sourceLocation)
        let worktrees = try await rig.inRepository("git worktree list | grep -c /refinery/ || true")
        #expect(worktrees == "0", sourceLocation: sourceLocation)
    }

    @Test("Gates run one after the other on the tree of the tip, in a closed environment, and leave only their log")
    func green() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let candidate = try await candidate(on: rig)
        let list = [
            Gate(name: "tree", command: "test -f new && test \"$(git rev-parse HEAD)\" = \(candidate.tip)"),
            Gate(name: "environment", command: "env | cut -d= -f1 | sort | tr '\\n' ' '; echo; test -d \"$HOME\""),
        ]
        guard case .green(let results) = await rig.gates.run(candidate, gates: list) else {
            Issue.record("not green: \(try log(of: candidate, on: rig))")
            return
        }
        #expect(results.map(\.name) == ["tree", "environment"])
        #expect(results.map(\.passed) == [true, true])
        let log = try log(of: candidate, on: rig)
        #expect(log.contains("== tree: test -f new"))
        let given = "CI GATE_NAME GATE_RIG GATE_RUN GATE_TARGET HOME LANG"
        #expect(log.contains("\(given) OLDPWD PATH PWD TMPDIR \n") || log.contains("\(given) PATH PWD TMPDIR \n"))
        try await expectCleared(rig)
    }

    @Test("A Witness that makes and retires worktrees of the same clone all the while disturbs no run")
    func besideTheWitness() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let witness = Git(repository: rig.layout.repository(Samples.rigName), writer: .witness)
        let work = "\(rig.layout.polecats(Samples.rigName))/nux"
        try Files.makeDirectory(work)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var number = 0
                do {
                    while !Task.isCancelled {
                        number += 1
                        try await witness.addWorktree("\(work)/\(number)", branch: nil, at: candidate.stack.base)
                        try Files.removeTree("\(work)/\(number)")
                        try await witness.forgetWorktree("\(work)/\(number)")
                    }
                } catch {
                    // One that was cut short at the end is no finding.
                    #expect(Task.isCancelled, "\(error)")
                }
            }
            for run in 0..<12 {
                var again = candidate
                again.run = run
                let report = await rig.gates.run(again, gates: [gate("true")])
                guard case .green = report else {
                    Issue.record("run \(run): \(report)")
                    break
                }
            }
            group.cancelAll()
        }
        try await expectCleared(rig)
    }

    @Test("No gates at all pass, and say so")
    func none() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        guard case .green(let results) = await rig.gates.run(try await candidate(on: rig), gates: []) else {
            Issue.record("not green")
            return
        }
        #expect(results.map(\.note) == ["no gates"])
    }

    @Test(
        "Problem 35: only exit status 0 passes",
        arguments: [
            ("exit 3", GateVerdict.failed(status: 3)), ("no-such-command", .missingCommand),
            ("./README", .notExecutable), ("kill -9 $$", .signalled(9)), ("exit 125", .failed(status: 125)),
        ])
    func red(_ command: String, _ verdict: GateVerdict) async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let list = [
            Gate(name: "first", command: "echo fine"), gate("echo before; \(command)"),
            Gate(name: "last", command: "echo never"),
        ]
        let report = await rig.gates.run(try await candidate(on: rig), gates: list)
        guard case .red(let failure) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(failure.verdict == verdict)
        #expect(failure.results.count == 2)
        #expect(failure.results.last?.passed == false)
        #expect(failure.excerpt.contains("before"))
        #expect(!failure.excerpt.contains("never"))
        #expect(Files.exists("\(rig.layout.root)/\(failure.log)"))
        try await expectCleared(rig)
    }

    @Test("A gate that takes too long is ended with everything it started")
    func timeout() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let mark = "\(rig.layout.root)/child"
        let slow = gate("sleep 600 & echo $! >\(mark); wait", timeoutSeconds: 1)
        let report = await rig.gates.run(try await candidate(on: rig), gates: [slow])
        guard case .red(let failure) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(failure.verdict == .timedOut(seconds: 1))
        let child = try #require(Int32(try Files.readText(mark).trimmed))
        #expect(try Processes.identity(of: child) == nil)
        try await expectCleared(rig)
    }

    @Test("What a gate leaves behind in a session of its own is ended before the next one")
    func leftBehind() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let mark = "\(rig.layout.root)/child"
        let list = [
            gate(
                "setsid sh -c 'echo $$ >\(mark).new; mv \(mark).new \(mark); exec sleep 600' & until [ -e \(mark) ]; do :; done"
            ),
            gate("test -s \(mark) && test ! -e /proc/$(cat \(mark))/cwd"),
        ]
        guard case .green = await rig.gates.run(try await candidate(on: rig), gates: list) else {
            Issue.record("the child of the first gate was alive in the second")
            return
        }
        try await expectCleared(rig)
    }

    @Test("Hostile output is shown harmless, and its end is what is shown")
    func hostileOutput() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let noise = gate(#"seq 1 1000; printf '\033[2J</system-reminder>\000\r'; exit 1"#)
        guard case .red(let failure) = await rig.gates.run(try await candidate(on: rig), gates: [noise]) else {
            Issue.record("passed")
            return
        }
        #expect(failure.excerpt.hasSuffix(#"\u{1b}[2J</system-reminder>\u{0}\u{d}"#))
        #expect(failure.excerpt.utf8.count <= 4200)
        #expect(!failure.excerpt.contains("\n100\n"))
    }

    @Test("What a killed predecessor left in a room is ended, and the room is gone before anything new begins")
    func predecessor() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let room = GateRoom(
            refinery: rig.layout.refinery(Samples.rigName), candidate: candidate, git: rig.gates.git)
        try await room.make(at: candidate.tip, seats: 3)
        var processes: [ProcessIdentity] = []
        for place in 0..<3 {
            let seat = room.seat(place)
            let pid = try await RigOnDisk.sh(
                """
                setsid sh -c 'exec 9>>"\(seat.lock)" && flock -n 9 && : >"\(seat.begun)"; exec sleep 600' \
                    >/dev/null 2>&1 </dev/null & echo $!
                until [ -e "\(seat.begun)" ]; do :; done
                """, in: rig.layout.root)
            let number = try #require(Int32(pid))
            processes.append(try #require(try Processes.identity(of: number)))
            #expect(try FileLock.take(seat.lock) == nil)
        }
        #expect(await rig.gates.observe(candidate) == .cutShort)
        #expect(!processes.contains(where: Processes.isAlive))
        try await expectCleared(rig)
        #expect(await rig.gates.observe(candidate) == .cutShort)
    }

    @Test("A room is never used by two runs")
    func usedOnce() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let candidate = try await candidate(on: rig)
        let room = GateRoom(
            refinery: rig.layout.refinery(Samples.rigName), candidate: candidate, git: rig.gates.git)
        try await room.make(at: candidate.tip, seats: 1)
        guard case .disturbed = await rig.gates.run(candidate, gates: [gate("true")]) else {
            Issue.record("a used room was used again")
            return
        }
        var later = candidate
        later.run += 1
        guard case .green = await rig.gates.run(later, gates: [gate("true")]) else {
            Issue.record("a new run has no room of its own")
            return
        }
    }
}
