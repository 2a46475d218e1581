import Glibc
import Host
import Testing
import TownModel
import TownTesting
import Wire

/// A molecule with everything in it, worked by agents that are killed in the middle of steps and right after them.
@Suite(.serialized) struct TwelveStepTests {
    /// Each step leaves a file and a line. Where one is told to die, it ends the agent that runs it, before it has done anything
    /// or when it has done all but has not been heard.
    private static let work = """
        H=$GT_VAR_home
        die() { if [ -e "$H/die.$1" ]; then rm "$H/die.$1"; kill -9 $PPID; exit 1; fi; }
        work() { die "$1.before"; : > "$H/did.$1"; echo "$1" >> "$H/log"; die "$1.after"; }
        """

    private static func step(_ id: String, _ more: String, _ command: String = "") -> String {
        """
        [[steps]]
        id = "\(id)"
        title = "\(id)"
        run = '''. "{{home}}/work.sh"; work \(id); \(command)'''
        \(more)

        """
    }

    private static var formula: String {
        """
        formula = "twelve"
        [vars.home]
        required = true
        [vars.gt]
        required = true

        """
            + step("prepare", "")
            + step("rested", #"needs = ["prepare"]"# + "\n" + #"gate = { type = "timer", timeout = "1s" }"#)
            + step("tell", #"needs = ["prepare"]"#, #""{{gt}}" bead create "the sign""#)
            + step(
                "hear",
                #"needs = ["tell", "rested"]"# + "\n" + #"gate = { type = "event", pattern = "*.bead.created" }"#)
                + """
                [[steps]]
                id = "build"
                title = "build"
                needs = ["hear"]
                run = '''. "{{home}}/work.sh"; work build'''
                [steps.gate]
                type = "exec"
                command = '''test -e "{{home}}/did.tell"'''

                [[steps]]
                id = "rounds"
                title = "rounds"
                needs = ["build"]
                [steps.loop]
                count = 3
                var = "n"
                [[steps.loop.body]]
                id = "round"
                title = "round"
                run = '''. "{{home}}/work.sh"; work "round.{{n}}"'''

                """
            + step(
                "flaky", #"needs = ["rounds"]"# + "\n" + "retry = { max_attempts = 3 }",
                #"[ -e "$H/tried" ] || { : > "$H/tried"; exit 3; }"#)
            + step("find", #"needs = ["rounds"]"#, #"echo 'files=["x","y"]' > "$GT_STEP_OUTPUT""#)
                + """
                [steps.on_complete]
                for_each = "output.files"
                bond = "piece"
                vars = { home = "{{home}}", name = "{item}" }

                """
            + step(
                "sum", #"needs = ["find"]"# + "\n" + #"waits_for = "all-children""#,
                #"test -e "$H/did.piece.x" && test -e "$H/did.piece.y""#)
            + step("left-out", #"needs = ["find"]"# + "\n" + #"condition = "find.output.none""#)
                + """
                [[steps]]
                id = "think"
                title = "think"
                needs = ["sum", "flaky"]

                """
            + step("finish", #"needs = ["think", "left-out"]"#)
    }

    private static let piece = """
        formula = "piece"
        [vars.home]
        required = true
        [vars.name]
        required = true
        [[steps]]
        id = "piece"
        title = "piece"
        run = '''. "{{home}}/work.sh"; work "piece.{{name}}"'''
        """

    private static let names = [
        "prepare", "rested", "tell", "hear", "build", "round.1", "round.2", "round.3", "flaky", "find", "piece.x",
        "piece.y", "sum", "finish",
    ]

    @Test(
        "twelve steps with gates of three kinds, a loop, a retry and a fan-out end right, whoever is killed on the way",
        .timeLimit(.minutes(3)), arguments: [UInt64(1), 2])
    func killed(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var deaths: Set<String> = []
        while deaths.count < 6 {
            let name = try #require(Self.names.randomElement(using: &random))
            deaths.insert("\(name).\(random.chance(50) ? "before" : "after")")
        }
        try await ProcessTown.with { town in
            try await town.gt("up")
            try Files.writeAtomically(Self.work, to: "\(town.home)/work.sh", mode: 0o644)
            let folder = town.layout.formulas(nil)
            try Files.makeDirectory(folder)
            try Files.writeAtomically(Self.formula, to: "\(folder)/twelve.formula.toml", mode: 0o644)
            try Files.writeAtomically(Self.piece, to: "\(folder)/piece.formula.toml", mode: 0o644)
            for death in deaths { try Files.writeAtomically("", to: "\(town.home)/die.\(death)", mode: 0o644) }
            let made = try await town.gt(
                "mol", "wisp", "twelve", "--var", "home=\(town.home)", "--var", "gt=\(town.programs)/gt", "--json")
            let root = try JSONText.decode(MoleculeReply.self, from: Array(made.utf8)).molecule.root
            var kills = 0
            for _ in 1...30 {
                let run = try await town.run(["mol", "run", root.text, "--stay", "--json"])
                if run.ending == .signaled(SIGKILL) {
                    kills += 1
                    continue
                }
                try #require(run.ending == .exited(0), "\(run.errorTail)")
                let reply = try JSONText.decode(MoleculeNextReply.self, from: run.output)
                guard let step = reply.next else { break }
                #expect(step.path == "think")
                try await town.gt("mol", "next", root.text, "--done", "\(step.number)", "--stop")
            }
            #expect(kills == deaths.count, "of \(deaths.sorted())")
            let molecules = try await town.molecules()
            #expect(molecules.map(\.formula).sorted() == ["piece", "piece", "twelve"])
            #expect(molecules.allSatisfy { $0.endedAt != nil && $0.failed == 0 })
            let steps = try await town.steps(of: root)
            #expect(steps.allSatisfy { $0.state == ($0.path == "left-out" ? .skipped : .done) }, "\(steps)")
            #expect(steps.first { $0.path == "flaky" }?.attempt == 2)
            // Each has done its work, once more for each time that its agent died before it was heard.
            let log = try Files.readText("\(town.home)/log").split(separator: "\n").map(String.init)
            for name in Self.names {
                let again = (deaths.contains("\(name).after") ? 1 : 0) + (name == "flaky" ? 1 : 0)
                #expect(log.count { $0 == name } == 1 + again, "\(name)")
            }
            func first(_ name: String) -> Int { log.firstIndex(of: name) ?? .max }
            for (before, after) in [
                ("prepare", "rested"), ("tell", "hear"), ("rested", "hear"), ("hear", "build"), ("build", "round.1"),
                ("round.1", "round.2"), ("round.2", "round.3"), ("round.3", "flaky"), ("round.3", "find"),
                ("piece.x", "sum"), ("piece.y", "sum"), ("sum", "finish"),
            ] { #expect(first(before) < first(after), "\(before) comes before \(after): \(log)") }
        }
    }
}
