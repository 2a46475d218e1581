import ArgumentParser
import Host
import Testing
import TownModel

@testable import gt

/// The scripts of `gt completions`, read and used by the shells that they are for.
@Suite("completions", .serialized)
struct CompletionTests {
    @Test("each shell completes commands, options, values and ids", arguments: TestShell.here)
    func shells(_ shell: TestShell) async throws {
        let town = try TestTown()
        try town.open()
        let made = try await town.gt(["bead", "create", "first", "--json"]).outputText
        let bead = try #require(made.split(separator: "\"").map(String.init).first { $0.hasPrefix("hq-") })
        let lines = [
            "gt ma", "gt mail sen", "gt sling --me", "gt sling --merge ", "gt sling --merge=d", "gt done --status no",
            "gt show ", "gt nudge may", "gt mail send overs", "gt bd rea", "gt bd show hq", "gt logs may",
            "gt --town \(town.root) bead show ", "gt completions f", "gt wake @al",
        ]
        let offers = try await shell.offers(for: lines, in: town, home: "\(town.root)/home")
        // Bash replaces what stands behind the last sign that it cuts words at.
        let isBash = shell == .bash
        let wanted: [[String]] = [
            ["mail", "mayor"], ["send"], ["--merge"], ["direct", "local", "merge", "mr"],
            [isBash ? "direct" : "--merge=direct"], ["no-change"], [bead], ["mayor/"], ["overseer"], ["ready"], [bead],
            ["mayor"], [bead], ["fish"], [isBash ? "all" : "@all"],
        ]
        for (line, pair) in zip(lines, zip(offers, wanted)) {
            #expect(pair.0.sorted() == pair.1, "\(shell): \(line)")
        }
    }

    @Test("what others wrote is never run by a shell that completes", arguments: TestShell.here)
    func hostile(_ shell: TestShell) async throws {
        let town = try TestTown()
        try town.open()
        let home = "\(town.root)/home"
        let title = #"say "hi" 'ho' $(touch \#(home)/ran) `touch \#(home)/ran`"#
        _ = try await town.gt(["bead", "create", title])
        // Whoever has a cloned repository under his feet has its formulas, under the names that somebody gave them.
        let formulas = "\(home)/.beads/formulas"
        try Files.makeDirectory(formulas)
        let text = "formula = \"x\"\nversion = 1\n[[steps]]\nid = \"a\"\ntitle = \"A\"\n"
        for name in ["$(touch ran)", "`touch ran`", "plain", "two words", "--force", "a;touch ran", ":file", "$HOME"] {
            try Files.writeAtomically(text, to: "\(formulas)/\(name).formula.toml")
        }
        let offers = try await shell.offers(
            for: ["gt show ", "gt formula show ", "gt why "], in: town, home: home)
        #expect(offers[0].count == 1)
        #expect(offers[1].contains("plain") && offers[1].contains("shiny"), "\(offers[1])")
        #expect(offers[1].allSatisfy(Offers.isPlain), "\(offers[1])")
        #expect(!offers[2].isEmpty)
        #expect(!Files.exists("\(home)/ran"))
    }

    @Test(
        "without a town, or without its store, there is nothing, at once and in silence", arguments: TestShell.here)
    func nothing(_ shell: TestShell) async throws {
        let town = try TestTown()
        for (index, root) in ["\(town.root)/none", town.root].enumerated() {
            let offers = try await shell.offers(
                for: ["gt show ", "gt sling --on ", "gt mail send ", "gt xyzzy ", "gt bead xyzzy "], in: town,
                home: "\(town.root)/home\(index)", variables: ["GT_TOWN": root, "GT_COMPLETION_SECONDS": "0.1"])
            #expect(offers.allSatisfy { $0.isEmpty }, "\(shell): \(offers)")
        }
    }

    @Test("each argument of each command is understood", arguments: CommandTableTests.leaves)
    func shapes(command: String) async throws {
        let line = TypedLine(.gt, command.split(separator: " ").map(String.init) + ["-"])
        let leaf = try #require(line.leaf, "\(command)")
        let shapes = try ArgumentShape.all(of: leaf)
        #expect(shapes.contains { $0.spellings.contains("--help") })
        guard case .option(let options) = line.place(among: shapes) else {
            Issue.record("no option is offered for \(command)")
            return
        }
        #expect(options.allSatisfy { $0.spellings.allSatisfy { $0.hasPrefix("-") } && !$0.spellings.isEmpty })
    }

    @Test(
        "an option that was given is not offered again, one that may come again is; a value ends it",
        arguments: [
            ("sling --merge mr --m", false, "--merge"), ("sling --var a=b --v", true, "--var"),
            ("sling --merge --m", false, "--merge"), ("sling -- --m", false, "--merge"), ("sling --m", true, "--merge"),
        ])
    func options(line: String, isOffered: Bool, option: String) async throws {
        let offers = await Offers.of(TypedLine(.gt, line.split(separator: " ").map(String.init)))
        guard case .words(let words) = offers else {
            Issue.record("files are offered for \(line)")
            return
        }
        #expect(words.contains { $0.word == option } == isOffered)
    }

    @Test(
        "where a file or a directory is asked for, the shell's own are",
        arguments: [
            ("bead create --description-file ", ":file"), ("status --town ", ":directory"), ("install ", ":directory"),
        ])
    func places(line: String, text: String) async throws {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        #expect(await Offers.of(TypedLine(.gt, words)).text == text)
    }
}
