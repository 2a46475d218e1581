import Host
import Testing
import TownModel

/// docs/examples, each run against a real town. Where their libraries can't be installed this is skipped by name, but never
/// in the gate.
@Suite(
    .serialized,
    .enabled("no virtual environment for docs/examples (python3 -m venv, pip)") {
        try await PythonExamples.areReady() || HostEnvironment.value("CI") == "true"
    })
struct ExampleTests {
    @Test("tap.py prints events as they happen", .timeLimit(.minutes(2)))
    func tap() async throws {
        let lines = try await Self.lines {
            // Beads are made until three of them were seen: nobody knows when a plain tap begins to hear.
            """
            \(PythonExamples.run("tap.py")) "$GT_TOWN" > tapped & tap=$!
            until [ "$(wc -l < tapped)" -ge 3 ]; do gt bead create hello > made || exit 1; done
            kill $tap
            cat tapped
            """
        }
        #expect(lines.count >= 3)
        let first = try #require(lines.first).split(separator: " ")
        #expect(first.count == 4 && first[1] == "gastown.bead.created.v1" && first[3] == "overseer", "\(first)")
    }

    @Test("tap.sh says what was closed", .timeLimit(.minutes(2)))
    func shellTap() async throws {
        let lines = try await Self.lines {
            """
            id=$(gt bead create hinges --json | sed -n 's/.*"id" *: *"\\([^"]*\\)".*/\\1/p' | head -n 1)
            gt bead close "$id" --reason oiled > closed || exit 1
            echo "$id"
            sh "\(PythonExamples.folder)/tap.sh" --since 0 --count 1
            """
        }
        #expect(lines.count == 2)
        #expect(lines.last?.hasSuffix(" closed \(lines[0])") == true, "\(lines)")
    }

    @Test("command.py is answered by a store that comes later, and the same id is done once", .timeLimit(.minutes(2)))
    func command() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let body = #"{"title":"From Python","description":"","type":"task","priority":2,"labels":[],"needs":[]}"#
            let send = "\(PythonExamples.run("command.py")) \"$GT_TOWN\" bead.create '\(body)' --id py-1"
            // The first is asked before there is anybody to answer.
            let (answers, answer) = AsyncStream.makeStream(of: String.self)
            async let early: Void = store.pass(send, to: answer)
            let said = try await store.serve {
                let first = await answers.first { _ in true }
                let again = try await store.shell(send)
                let mail = #"{"to":["overseer"],"subject":"Hello","body":"from Python","priority":2}"#
                let sent = try await store.shell(
                    "\(PythonExamples.run("command.py")) \"$GT_TOWN\" mail.send '\(mail)'")
                let bad = try await store.result(of: "\(PythonExamples.run("command.py")) \"$GT_TOWN\" mail.send '{}'")
                let count = try await store.gt("bead count --title Python --json")
                return (first: first ?? "", again: again, sent: sent, bad: bad, count: count)
            }
            try await early
            #expect(said.first.contains(#""title": "From Python""#) && !said.first.contains(#""already": true"#))
            #expect(said.again.contains(#""title": "From Python""#) && said.again.contains(#""already": true"#))
            #expect(said.sent.contains(#""subject": "Hello""#))
            #expect(said.bad.ending == .exited(1) && said.bad.errorTail.contains("command.py: invalid: "))
            #expect(said.count.filter { $0 != " " }.contains(#""total":1"#), "\(said.count)")
        }
    }

    @Test(
        "cloudevents_reader.py reads the log and goes on live, without a hole, across a store that was killed",
        .timeLimit(.minutes(3)))
    func reader() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let all = try await store.serve {
                _ = try await store.shell("for n in $(seq 20); do gt bead create early-$n || exit 1; done")
                return try await store.gt("tap --since 0 --count 20")
            }
            let before = all.split(separator: "\n").count
            let reading = "\(PythonExamples.run("cloudevents_reader.py")) \"$GT_TOWN\" --count \(before + 20)"
            let (answers, answer) = AsyncStream.makeStream(of: String.self)
            async let reader: Void = store.pass(reading, to: answer)
            // It begins without a store, and lives through the end of one.
            for part in 0..<2 {
                try await store.serve {
                    _ = try await store.shell("for n in $(seq 10); do gt bead create late-\(part)-$n || exit 1; done")
                }
            }
            let read = try await store.serve { await answers.first { _ in true } ?? "" }
            try await reader
            let lines = read.split(separator: "\n")
            #expect(lines.count == before + 20)
            let numbers = lines.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            #expect(numbers == Array(1...(before + 20)), "no line says hole or gone, and no number is missing")
        }
    }

    @Test("cloudevents_reader.py says that there is a hole where the store hides an event", .timeLimit(.minutes(2)))
    func hole() async throws {
        let lines = try await Self.lines {
            // A log with a gap in it, which no ledger of ours has: an answer that leaves one event out.
            """
            for n in 1 2 3 4; do gt bead create b$n > made || exit 1; done
            \(PythonExamples.python) - "$GT_TOWN" --count 3 <<'PROGRAM'
            import runpy, sys
            sys.path.insert(0, "\(PythonExamples.folder)")
            import town
            ask = town.Town.ask
            def forgetful(self, *words, **more):
                page, headers = ask(self, *words, **more)
                page["events"] = [e for e in page["events"] if '"sequence":"2"' not in e]
                return page, headers
            town.Town.ask = forgetful
            runpy.run_path("\(PythonExamples.folder)/cloudevents_reader.py", run_name="__main__")
            PROGRAM
            """
        }
        #expect(lines.filter { $0.hasPrefix("hole: 1 is followed by 3") }.count == 1, "\(lines)")
    }

    @Test("validate.py finds that a real log is as the schemas say, to the last pattern", .timeLimit(.minutes(2)))
    func validate() async throws {
        let lines = try await Self.lines {
            """
            id=$(gt bead create hinges --json | sed -n 's/.*"id" *: *"\\([^"]*\\)".*/\\1/p' | head -n 1)
            gt bead update "$id" --title "quiet hinges" --priority 1 > out && gt bead comment "$id" oiled > out &&
            gt mail send overseer -s Hello -m "a word" > out && gt bead create other > out &&
            gt escalate "help" > out && gt convoy create two "$id" > out && gt bead close "$id" --reason done > out &&
            gt bead reopen "$id" --reason again > out && gt bead gate create "$id" --timer 1h > out || exit 1
            \(PythonExamples.run("validate.py")) "$GT_TOWN"
            """
        }
        let verdict = try #require(lines.last)
        #expect(verdict.hasSuffix("events, 0 complaints"), "\(lines)")
        #expect(verdict.split(separator: " ").first.flatMap { Int($0) } ?? 0 > 10, "\(lines)")
    }

    /// What a script prints that runs beside a store of its own.
    private static func lines(of script: @Sendable () -> String) async throws -> [String] {
        let script = script()
        var lines: [String] = []
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            lines = try await store.serve { try await store.shell(script) }.split(separator: "\n").map(String.init)
        }
        return lines
    }
}

/// Where the examples lie, and the Python that runs them.
enum PythonExamples {
    private static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))
    static let folder = "\(root)/docs/examples"
    static let python = "PYTHONDONTWRITEBYTECODE=1 \"\(root)/.build/examples/bin/python\""

    static func run(_ name: String) -> String { "\(python) \"\(folder)/\(name)\"" }

    /// Made where they are missing.
    static func areReady() async throws -> Bool {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(folder)/setup", arguments: [], environment: HostEnvironment.own, directory: root,
                limit: .seconds(240)))
        if !result.ending.isSuccess { print("docs/examples/setup: \(result.ending): \(result.errorTail)") }
        return result.ending.isSuccess
    }
}
