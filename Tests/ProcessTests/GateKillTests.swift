import Glibc
import Host
import Testing
import TownModel
import Wire

/// Gates of a molecule in a real town: whoever dies while one is looked at, or has just been opened, it opens once.
@Suite(.serialized) struct GateKillTests {
    /// A loop whose only step is skipped ends as soon as its gate is open: nobody has to walk on.
    private static let formula = """
        formula = "watch"

        [vars.home]
        required = true

        [vars.bead]
        required = true

        [[steps]]
        id = "first"
        title = "First"
        run = "true"

        [[steps]]
        id = "command"
        title = "A command"
        needs = ["first"]

        [steps.gate]
        type = "exec"
        command = '''
        echo look >> "{{home}}/looks"; : > "{{home}}/begun"
        while [ ! -e "{{home}}/go" ]; do sleep 0.05; done'''

        [steps.loop]
        count = 1

        [[steps.loop.body]]
        id = "skipped"
        title = "Never"
        condition = "first.output.never == 'yes'"

        [[steps]]
        id = "event"
        title = "An event"
        needs = ["first"]
        gate = { type = "event", pattern = "*.bead.closed.{{bead}}" }

        [steps.loop]
        count = 1

        [[steps.loop.body]]
        id = "left-out"
        title = "Never"
        condition = "first.output.never == 'yes'"
        """

    @Test("the Deacon killed in a look, and the store behind an event, lose nothing: the molecule ends")
    func killed() async throws {
        try await ProcessTown.with { town in
            let up = try await town.run(["up"])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            let file = "\(town.home)/watch.formula.toml"
            try Files.writeAtomically(Self.formula, to: file)
            let bead = try JSONText.decode(
                Bead.self, from: Array(try await town.gt("bead", "create", "--json", "the other thing").utf8))
            let made = try await town.gt(
                "mol", "wisp", file, "--var", "home=\(town.home)", "--var", "bead=\(bead.id)", "--json")
            let root = try JSONText.decode(MoleculeReply.self, from: Array(made.utf8)).molecule.root.text
            // Nothing is left to claim: 75.
            let walked = try await town.run(["mol", "run", root])
            #expect(walked.ending == .exited(75), "\(walked.errorTail)")

            try await town.waitFor("\(town.home)/begun")
            let deacon = try #require(town.process(of: .role(.deacon)))
            Processes.send(SIGKILL, to: deacon)
            #expect(await ProcessWatch.shared.waitForEnd(of: deacon, within: .seconds(30)))
            #expect(try await town.gt("mol", "show", root).contains("gated"))

            try await town.gt("close", bead.id.text, "--reason", "there")
            let store = try #require(town.process(of: .beadsStore))
            Processes.send(SIGKILL, to: store)
            #expect(await ProcessWatch.shared.waitForEnd(of: store, within: .seconds(30)))

            try Files.writeAtomically("", to: "\(town.home)/go")
            try await town.gt("up")
            try await town.follow { $0.isClosed(root) }
            let looks = try Files.readText("\(town.home)/looks").split(separator: "\n").count
            #expect(looks == 2, "one that was cut short, and one that was reported")
        }
    }
}
