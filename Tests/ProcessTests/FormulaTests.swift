import Host
import Testing
import TownModel
import Wire

/// The formulas that come with the program, from a sling to main of the remote, worked by the script agent.
@Suite(.serialized) struct FormulaTests {
    @Test(
        "a rig's default formula is the way of its beads, and conflict-rework of what did not merge",
        .timeLimit(.minutes(3)))
    func byDefault() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("config", "set", "default_formula", "polecat-work", "--rig", "web")
            // Both begin at the same commit: each waits until the other has begun. What comes back takes the other's in.
            func words(_ own: String, _ other: String) -> String {
                """
                if test "$GT_ATTEMPT" = 1; then
                    touch \(town.home)/\(own)
                    for n in $(seq 600); do test -e \(town.home)/\(other) && break; sleep 0.1; done
                    echo \(own) > README.md
                else
                    git merge -q -X ours origin/main
                fi
                echo done > \(own).txt
                """
            }
            let one = try await town.makeBead("web", "Greet as one", words("one", "two"))
            let two = try await town.makeBead("web", "Greet as two", words("two", "one"))
            try await town.sling([one, two])
            try await town.waitUntilClosed([one, two])
            for file in ["one", "two"] {
                #expect(try await town.git(remote, "show", "main:\(file).txt") == "done\n")
            }
            let molecules = try await town.molecules()
            #expect(molecules.map(\.formula).sorted() == ["conflict-rework", "polecat-work", "polecat-work"])
            #expect(molecules.allSatisfy { $0.endedAt != nil && $0.failed == 0 && $0.done == $0.steps })
            for molecule in molecules where molecule.formula == "polecat-work" {
                let steps = try await town.steps(of: molecule.root)
                #expect(steps.first { $0.path == "implement" }?.note == nil)
                #expect(steps.first { $0.path == "understand" }?.note == "nothing to run")
            }
        }
    }

    @Test("every shipped workflow, and a step done five times, slung and worked to its end", .timeLimit(.minutes(3)))
    func slung() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("config", "set", "polecats_max", "4", "--rig", "web")
            try Files.makeDirectory("\(town.layout.root)/rigs/web/formulas")
            try Files.writeAtomically(
                """
                formula = "five"
                version = 1
                [compose]
                expand = [{ target = "write", with = "rule-of-five" }]
                [[steps]]
                id = "write"
                title = "Write it"
                description = '''
                ```sh
                echo five >> five.txt
                ```
                '''
                [[steps]]
                id = "count"
                title = "Count"
                needs = ["write"]
                run = "wc -l < five.txt > lines.txt"
                """, to: "\(town.layout.root)/rigs/web/formulas/five.formula.toml", mode: 0o644)
            let bead = try await town.makeBead("web", "Search", "echo search > search.txt")
            var beads = [bead]
            try await town.gt("sling", "shiny", "--on", bead, "--var", "feature=search")
            for words in [
                ["five", "web"], ["release", "web", "--var", "release_version=1.2.0"], ["town-shutdown", "web"],
            ] {
                let result = try await town.run(["sling", "--json"] + words)
                try #require(result.ending == .exited(0), "\(words): \(result.errorTail)")
                beads += try JSONText.decode(SlingReply.self, from: result.output).slung.map(\.bead.text)
            }
            // A person says yes wherever one is asked.
            try await town.waitUntilClosed(beads) {
                for molecule in try await town.molecules() where molecule.endedAt == nil {
                    for step in try await town.steps(of: molecule.root) where step.state == .gated {
                        try await town.gt("mol", "release", "\(molecule.root).\(step.number)", "-r", "yes")
                    }
                }
            }
            #expect(try await town.git(remote, "show", "main:search.txt") == "search\n")
            #expect(try await town.git(remote, "show", "main:five.txt") == "five\n")
            #expect(try await town.git(remote, "show", "main:lines.txt") == "1\n")
            let molecules = try await town.molecules()
            #expect(molecules.map(\.formula).sorted() == ["five", "release", "shiny", "town-shutdown"])
            #expect(molecules.allSatisfy { $0.endedAt != nil && $0.done == $0.steps })
        }
    }
}

extension ProcessTown {
    /// All there are, also those that have ended.
    func molecules() async throws -> [Molecule] {
        let text = try await gt("mol", "list", "--all", "--json")
        return try JSONText.decode([Molecule].self, from: Array(text.utf8))
    }

    func steps(of molecule: BeadID) async throws -> [MoleculeStep] {
        let text = try await gt("mol", "steps", molecule.text, "-n", "500", "--json")
        return try JSONText.decode([MoleculeStep].self, from: Array(text.utf8))
    }
}
