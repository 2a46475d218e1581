import Bus
import Foundation
import Host
import Testing
import TownModel
import Wire

@testable import DeaconDaemon

/// The Deacon's hands on gates: real programs, a stand-in for the forge's, and a store that knows one molecule.
@Suite("Looks at gates by real programs")
struct TownGatesTests {
    private final class Place: Sendable {
        let layout: TownLayout
        let bus = InMemoryBus()

        /// - Parameter forge: a shell script that is called `gh`.
        init(forge: String? = nil, settings: String = "") throws {
            let root = NSTemporaryDirectory() + "gt-gates-\(UUID().uuidString)"
            layout = TownLayout(root: root, runtimeDirectory: root)
            for directory in [layout.config, layout.run, "\(root)/bin"] { try Files.makePrivateDirectory(directory) }
            try Files.writeAtomically("name = \"elm\"\n\(settings)", to: layout.townFile)
            if let forge { try program("gh", forge) }
        }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(layout.root)
        }

        func program(_ name: String, _ script: String) throws {
            try Files.writeAtomically("#!/bin/sh\n\(script)\n", to: "\(layout.root)/bin/\(name)", mode: 0o700)
        }

        func path(_ name: String) -> String { "\(layout.root)/\(name)" }
        func text(_ name: String) throws -> String { try Files.readText(path(name)) }

        /// A store that answers every question with this molecule's graph.
        func open(_ graph: CookedGraph) throws {
            let endpoint = bus.endpoint()
            try endpoint.start { delivery in
                guard case .success(let request) = delivery.request else { return }
                let answer = Answer(
                    id: request.id, headers: AnswerHeaders(sequence: 1, epoch: 1),
                    result: .ok(JSONText.encode(graph)))
                endpoint.answer(answer, to: delivery.route)
            }
        }

        func look(
            _ kind: StepGate.Kind, _ subject: String, variables: [String: String] = [:],
            limit: Duration = .seconds(30)
        ) async throws -> GateFinding {
            var step = GraphStep(id: "gated", title: "gated")
            step.gate = StepGate(kind: kind, subject: subject)
            try open(
                CookedGraph(formula: "f", title: "f", variables: variables, nodes: [GraphNode(step: step)]))
            return await look(number: 1, limit: limit)
        }

        func look(number: Int64, limit: Duration = .seconds(30)) async -> GateFinding {
            guard let root = BeadID("hq-wisp-1") else { return .notNow }
            let gates = TownGates(
                layout: layout, bus: bus.client(),
                environment: ["PATH": "\(layout.root)/bin:/usr/bin:/bin", "GT_OWN": "secret"], limit: limit)
            return await gates.look(GateLook(molecule: root, number: number, due: .now))
        }

        /// Whether the process whose number is in this file runs.
        func runs(_ name: String) throws -> Bool {
            let pid = try text(name).trimmingCharacters(in: .whitespacesAndNewlines)
            // No file: no process.
            guard let status = try? Files.readText("/proc/\(pid)/stat") else { return false }
            return !status.contains(") Z ")
        }
    }

    @Test(
        "a command opens the gate by exit 0 and by nothing else",
        arguments: [
            ("true", GateFinding.open), ("exit 1", .shut("it ended with 1")), ("exit 255", .shut("it ended with 255")),
            ("no-such-program-here", .shut("it ended with 127: there is no such program")),
            ("kill -9 $$", .shut("it was ended by signal 9")), ("(", .shut("it ended with 2")),
            ("yes | head -c 5000000; yes | head -c 5000000 >&2", .open),
        ])
    func command(_ command: String, _ expected: GateFinding) async throws {
        #expect(try await Place().look(.exec, command) == expected)
    }

    @Test("a command that hangs is ended with all that it has started, and the gate stays shut")
    func hangs() async throws {
        let place = try Place()
        let found = try await place.look(
            .exec, "sleep 1000 & echo $! > child; echo $$ > own; wait", limit: .seconds(1))
        #expect(found == .shut("it took more than 1 s"))
        #expect(try !place.runs("child") && !place.runs("own"))
    }

    @Test("what a command leaves behind is ended when its look is over")
    func leavesBehind() async throws {
        let place = try Place()
        #expect(try await place.look(.exec, "sleep 1000 & echo $! > child") == .open)
        #expect(try !place.runs("child"))
    }

    @Test("variables are in the environment and never read as shell; nothing of the Deacon's own is there")
    func variables() async throws {
        let place = try Place()
        let hostile = "$(touch evil) `touch evil`; touch evil; \" ' \n&"
        let found = try await place.look(
            .exec, "printf %s \"${GT_VAR_word}\" > word; env > all; pwd > where", variables: ["word": hostile])
        #expect(found == .open)
        #expect(try place.text("word") == hostile)
        #expect(!Files.exists(place.path("evil")))
        let all = try place.text("all").split(separator: "\n")
        #expect(all.contains("GT_STEP=hq-wisp-1.1") && all.contains("GT_STEP_PATH=gated"))
        #expect(!all.contains { $0.hasPrefix("GT_OWN") })
        #expect(try place.text("where").hasSuffix(place.layout.root + "\n"))
    }

    @Test("a gate in a loop has its round's number")
    func rounds() async throws {
        let place = try Place()
        var step = GraphStep(id: "gated", title: "gated")
        step.gate = StepGate(kind: .exec, subject: "test \"${GT_VAR_move}\" = 12")
        let loop = GraphLoop(count: 5, first: 10, variable: "move", body: [GraphNode(step: step)])
        try place.open(
            CookedGraph(
                formula: "f", title: "f",
                nodes: [GraphNode(step: GraphStep(id: "l", title: "l"), shape: .loop(loop))]))
        #expect(await place.look(number: 3) == .open)
        #expect(await place.look(number: 4) == .shut("it ended with 1"))
        #expect(await place.look(number: 6) == .shut("the molecule's graph has no such gate"))
    }

    @Test("a store that does not answer is no reason to call a gate shut")
    func away() async throws {
        #expect(await (try Place()).look(number: 1) == .notNow)
    }

    @Test(
        "the forge's answer about a run is read strictly",
        arguments: [
            (#"{"status":"completed","conclusion":"success"}"#, GateFinding.open),
            (#"{"conclusion":"success","status":"completed","more":[1]}"#, .open),
            (#"{"status":"completed","conclusion":"failure"}"#, .shut("the run has ended: failure")),
            (#"{"status":"completed","conclusion":"cancelled"}"#, .shut("the run has ended: cancelled")),
            (#"{"status":"completed"}"#, .shut("the run has ended: no conclusion")),
            (#"{"status":"in_progress","conclusion":""}"#, .shut("the run is in_progress")),
            (#"{"status":"queued","conclusion":"success"}"#, .shut("the run is queued")),
        ])
    func run(_ answer: String, _ expected: GateFinding) async throws {
        let place = try Place(forge: "echo \"$@\" > asked; echo '\(answer)'")
        #expect(try await place.look(.forgeRun, "4711") == expected)
        #expect(try place.text("asked") == "run view 4711 --json status,conclusion\n")
        #expect(Files.names(in: place.layout.run).isEmpty)
    }

    @Test(
        "the forge's answer about a pull request is read strictly",
        arguments: [
            (#"{"state":"MERGED","mergedAt":"2026-01-31T09:05:07Z"}"#, GateFinding.open),
            (#"{"state":"MERGED","mergedAt":null}"#, .shut("the pull request is MERGED")),
            (#"{"state":"MERGED","mergedAt":"soon"}"#, .shut("the pull request is MERGED")),
            (#"{"state":"OPEN","mergedAt":null}"#, .shut("the pull request is OPEN")),
            (#"{"state":"CLOSED","mergedAt":null}"#, .shut("the pull request is CLOSED")),
        ])
    func pull(_ answer: String, _ expected: GateFinding) async throws {
        let place = try Place(forge: "echo \"$@\" > asked; echo '\(answer)'")
        #expect(try await place.look(.forgePull, "12") == expected)
        #expect(try place.text("asked") == "pr view 12 --json state,mergedAt\n")
    }

    @Test(
        "whatever else the forge's program does, the gate stays shut, and why is said",
        arguments: [
            ("echo all is well", "the forge's answer is not understood"),
            ("true", "the forge's answer is not understood"),
            (#"echo '{"status":7,"conclusion":"success"}'"#, "the forge's answer is not understood"),
            (#"echo '["completed","success"]'"#, "the forge's answer is not understood"),
            ("echo no; echo 'HTTP 404: Not Found' >&2; exit 1", "gh: it ended with 1: HTTP 404: Not Found"),
            ("yes", "gh: it "),
        ])
    func broken(_ script: String, _ expected: String) async throws {
        let place = try Place(forge: script)
        guard case .shut(let reason) = try await place.look(.forgeRun, "4711") else {
            Issue.record("it is not shut")
            return
        }
        #expect(reason.hasPrefix(expected), "\(reason)")
        #expect(Files.names(in: place.layout.run).isEmpty)
    }

    @Test("a forge's program that leaves another behind holds nobody up")
    func forgeLeaves() async throws {
        let place = try Place(
            forge: #"sleep 1000 & echo $! > child; echo '{"status":"completed","conclusion":"success"}'"#)
        #expect(try await place.look(.forgeRun, "4711") == .open)
        #expect(try !place.runs("child"))
    }

    @Test("a town without the forge's program says so; its settings name another one")
    func program() async throws {
        let missing = try await Place().look(.forgeRun, "4711")
        guard case .shut(let reason) = missing else {
            Issue.record("it is not shut")
            return
        }
        #expect(reason.hasPrefix("gh: it ended with 127"))
        let place = try Place(settings: "[forge]\nprogram = \"hub\"\n")
        try place.program("hub", #"echo '{"status":"completed","conclusion":"success"}'"#)
        #expect(try await place.look(.forgeRun, "4711") == .open)
        let broken = try Place(settings: "[forge]\nprogram = 7\n")
        guard case .shut(let why) = try await broken.look(.forgeRun, "4711") else {
            Issue.record("it is not shut")
            return
        }
        #expect(why.contains("can't be read"))
    }

    @Test(
        "what is no run and no pull request is asked of nobody",
        arguments: [
            (StepGate.Kind.forgeRun, "--web"), (.forgeRun, "12a"), (.forgeRun, "1 2"), (.forgePull, "--web"),
            (.forgePull, "a b"), (.forgePull, "a\nb"),
        ])
    func noName(_ kind: StepGate.Kind, _ subject: String) async throws {
        let place = try Place(forge: "touch asked; echo '{}'")
        guard case .shut(let reason) = try await place.look(kind, subject) else {
            Issue.record("it is not shut")
            return
        }
        #expect(reason.contains("is no "))
        #expect(!Files.exists(place.path("asked")))
    }
}
