import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Molecules as people see them, word for word.
@Suite struct MoleculeGoldenTests {
    @Test("a molecule is made, walked, held, released and ended")
    func molecules() async throws {
        let town = try TestTown()
        try town.open()
        try Files.writeAtomically(
            """
            formula = "tour"
            version = 1
            [vars.place]
            required = true
            [[steps]]
            id = "pack"
            title = "Pack for {{place}}"
            description = "Not too much."
            acceptance = "The bag closes"
            [[steps]]
            id = "ask"
            title = "May we?"
            needs = ["pack"]
            gate = { type = "human" }
            [[steps]]
            id = "rain"
            title = "Take the umbrella"
            needs = ["pack"]
            condition = "pack.output.weather == 'rain'"
            [[steps]]
            id = "days"
            title = "Days"
            needs = ["ask", "rain"]
            loop = { count = 2, var = "day", body = [{ id = "walk", title = "Walk, day {{day}}" }] }

            """, to: "\(town.root)/tour.formula.toml", mode: 0o644)
        var story = GoldenTranscript("molecules", in: town)
        try await story.run("mol", "wisp", "./tour.formula.toml")
        try await story.run("mol", "wisp", "./tour.formula.toml", "--var", "place=the sea", "--title", "A tour")
        let root = try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        try await story.run("mol", "list")
        try await story.run("mol", "dag", root)
        try await story.run("mol", "next", root)
        try await story.run("step", "output", "\(root).1", "weather=sun", "bag=red")
        try await story.run("mol", "next", root)
        try await story.run("mol", "next", root, "--done", "1", "-m", "it closes")
        try await story.run("mol", "next", root, "--done", "2")
        try await story.run("mol", "release", "\(root).2", "-r", "yes, we may")
        try await story.run("mol", "current")
        try await story.run("mol", "next", root, "--done", "2")
        try await story.run("mol", "next", root, "--failed", "4", "-m", "blisters")
        try await story.run("mol", "show", root)
        try await story.run("mol", "release", "\(root).4", "-r", "they are healed")
        try await story.run("mol", "next", root)
        try await story.run("mol", "next", root, "--done", "4")
        try await story.run("mol", "next", root, "--done", "5", "--stop")
        try await story.run("mol", "steps", root)
        try await story.run("mol", "list", "--all", "--json")
        try await story.run("mol", "burn", root, "-r", "told enough")
        try await story.run("mol", "next", root)
        try await story.run("mol", "show", "gt-none")
        try await story.run("mol", "next", root, "--output", "a=b")
        try story.check()
    }

    @Test("a molecule is squashed by hand, by force, and by itself")
    func squashed() async throws {
        let town = try TestTown()
        try town.open()
        for (name, trigger) in [("by-hand", "manual"), ("by-itself", "on_complete")] {
            try Files.writeAtomically(
                """
                formula = "\(name)"
                version = 1
                [squash]
                trigger = "\(trigger)"
                include_metrics = true
                [[steps]]
                id = "look"
                title = "Look around"
                [[steps]]
                id = "tell"
                title = "Tell it"
                needs = ["look"]

                """, to: "\(town.root)/\(name).formula.toml", mode: 0o644)
        }
        func newest() throws -> String {
            try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        }
        var story = GoldenTranscript("molecule-squash", in: town)
        try await story.run("mol", "wisp", "./by-hand.formula.toml", "--title", "A walk")
        let first = try newest()
        try await story.run("mol", "next", first)
        try await story.run("mol", "next", first, "--done", "1", "--output", "seen=a fox", "-m", "it was early")
        try await story.run("mol", "squash", first)
        try await story.run("mol", "squash", first, "--summary", "x", "--stdin")
        try await story.run("mol", "squash", first, "--force")
        try await story.run("mol", "squash", first)
        try await story.run("mol", "show", first)
        try await story.run("mol", "steps", first)
        try await story.run("mol", "wisp", "./by-itself.formula.toml")
        let second = try newest()
        try await story.run("mol", "next", second)
        try await story.run("mol", "next", second, "--done", "1")
        try await story.run("mol", "next", second, "--done", "2")
        try await story.run("mol", "next", second, "--done", "2")
        let digests = try town.with { town in
            [first, second].compactMap { BeadID($0) }.compactMap { root in
                try? town.ask(MoleculeShow(molecule: root)).molecule.digest?.text
            }
        }
        for digest in digests { try await story.run("bead", "show", digest) }
        #expect(digests.count == 2)
        try story.check()
    }

    @Test("a molecule becomes the way of a bead, is parted from it, and stands")
    func ways() async throws {
        let town = try TestTown()
        try town.open()
        try Files.writeAtomically(
            """
            formula = "tour"
            version = 1
            [[steps]]
            id = "pack"
            title = "Pack"

            """, to: "\(town.root)/tour.formula.toml", mode: 0o644)
        var story = GoldenTranscript("molecule-ways", in: town)
        try await story.run("mol", "wisp", "./tour.formula.toml")
        let root = try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        try await story.run("bead", "create", "Go to the sea")
        let bead = try town.with { try $0.ask(BeadReady()).beads.first?.id.text } ?? ""
        try await story.run("mol", "attach", root, bead)
        try await story.run("mol", "attach", root, bead)
        try await story.run("mol", "stale")
        try await story.run("mol", "detach", bead)
        try await story.run("mol", "detach", bead)
        try await story.run("mol", "next", root)
        try await story.run("mol", "next", root, "--failed", "1", "-m", "no bag")
        try await story.run("mol", "stale")
        try await story.run("mol", "stale", "--hours", "0", "--json")
        try await story.run("mol", "stale", "--hours", "-1")
        try story.check()
    }

    @Test("molecules come one after the other, side by side, and for the case that one fails")
    func bonds() async throws {
        let town = try TestTown()
        try town.open()
        for name in ["cook", "eat"] {
            try Files.writeAtomically(
                """
                formula = "\(name)"
                version = 1
                [vars.dish]
                default = "soup"
                [[steps]]
                id = "\(name)"
                title = "\(name) the {{dish}}"

                """, to: "\(town.root)/\(name).formula.toml", mode: 0o644)
        }
        func newest() throws -> String {
            try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        }
        var story = GoldenTranscript("molecule-bonds", in: town)
        try await story.run("mol", "wisp", "./cook.formula.toml")
        let first = try newest()
        try await story.run("mol", "bond", first, "./eat.formula.toml", "--var", "dish=cake")
        let second = try newest()
        try await story.run("mol", "next", second)
        try await story.run("bead", "show", second)
        try await story.run("mol", "list")
        try await story.run("mol", "bond", second, first)
        try await story.run("mol", "bond", first, second, "--var", "dish=x")
        try await story.run("mol", "bond", first, "./cook.formula.toml", "--type", "conditional", "--title", "Again")
        let third = try newest()
        try await story.run("mol", "bond", first, "./eat.formula.toml", "--type", "parallel")
        try await story.run("mol", "next", first)
        try await story.run("mol", "next", first, "--done", "1")
        try await story.run("mol", "next", second)
        try await story.run("mol", "show", third)
        try await story.run("bead", "show", third)
        try await story.run("mol", "bond", first, "no-such-thing")
        try story.check()
    }

    @Test("an epic becomes a formula, a template a molecule")
    func distilled() async throws {
        let town = try TestTown()
        try town.open()
        func made(_ title: String, _ arguments: String...) async throws -> String {
            let result = try await town.gt(["bead", "create", title, "--json"] + arguments)
            #expect(result.ending.isSuccess, "\(result.errorTail)")
            return try JSONText.decode(Bead.self, from: result.output).id.text
        }
        let epic = try await made("Release 1.4", "--type", "epic")
        let build = try await made("Build 1.4", "--parent", epic, "--acceptance", "It runs")
        let tell = try await made("Tell them of 1.4", "--parent", epic, "--needs", build, "--design", "a blog")
        _ = try await town.gt(["bead", "close", build, "-r", "done"])
        _ = try await town.gt(["bead", "close", tell, "-r", "done"])
        var story = GoldenTranscript("molecule-distill", in: town)
        try await story.run("mol", "distill", epic, "release", "--var", "1.4=version", "--var", "never=word")
        try await story.run("mol", "distill", epic, "--var", "1.4=version", "--out", "release.formula.toml")
        try await story.run("mol", "distill", epic, "--out", "release.formula.toml")
        try await story.run("formula", "lint", "./release.formula.toml", "--strict")
        try await story.run("mol", "wisp", "./release.formula.toml", "--var", "version=2.0")
        try await story.run("mol", "distill", build)
        try await story.run("mol", "distill", epic, "not a name")
        try await story.run("mol", "wisp", epic)
        let proto = try await made("Greet {{who}}", "--type", "epic", "--template")
        _ = try await made("Say hello to {{who}}", "--parent", proto, "--template")
        try await story.run("mol", "wisp", proto)
        try await story.run("mol", "wisp", proto, "--var", "who=Ann")
        let root = try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        try await story.run("mol", "next", root)
        try await story.run("mol", "wisp", "hq-nothing")
        try story.check()
    }

    @Test("steps that are commands are carried out, tried again, and stop where an agent is wanted")
    func commands() async throws {
        let town = try TestTown()
        try town.open()
        try Files.writeAtomically(
            """
            formula = "errand"
            version = 1
            [vars.word]
            default = "$(rm -rf /) 'quoted' \\"too\\""
            [[steps]]
            id = "say"
            title = "Say it"
            run = '''printf '%s\n' "{{word}}" > said; echo "lines=$(wc -l < said)" >> "$GT_STEP_OUTPUT"'''
            [[steps]]
            id = "turns"
            title = "Turns"
            needs = ["say"]
            loop = { count = 2, var = "turn", body = [{ id = "one", title = "Turn {{turn}}", run = "echo {{turn}} >> turns" }] }
            [[steps]]
            id = "flaky"
            title = "Works the second time"
            needs = ["turns"]
            run = "test -e tried || { touch tried; exit 3; }"
            timeout = "10s"
            retry = { max_attempts = 2 }
            [[steps]]
            id = "think"
            title = "For an agent"
            needs = ["flaky"]
            [[steps]]
            id = "wrong"
            title = "Never works"
            needs = ["think"]
            run = "echo no way; false"

            """, to: "\(town.root)/errand.formula.toml", mode: 0o644)
        var story = GoldenTranscript("molecule-commands", in: town)
        try await story.run("mol", "wisp", "./errand.formula.toml")
        let root = try town.with { try $0.ask(MoleculeList()).molecules.first?.root.text } ?? ""
        let place = ["TMPDIR": town.root]
        try await story.run("mol", "run", root, environment: place)
        #expect(try Files.readText("\(town.root)/said") == "$(rm -rf /) 'quoted' \"too\"\n")
        #expect(try Files.readText("\(town.root)/turns") == "1\n2\n")
        try await story.run("mol", "next", root)
        try await story.run("mol", "run", root, environment: place)
        try await story.run("mol", "next", root, "--done", "6", "--stop")
        try await story.run("mol", "run", root, environment: place)
        #expect(try Files.readText("\(town.root)/gt-step-\(root).7.log") == "no way\n")
        try await story.run("mol", "steps", root, "--json")
        try story.check()
    }
}
