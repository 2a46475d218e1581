import Host
import Testing
import TownModel

/// What the program prints depends on where it prints to.
@Suite struct PrintingTests {
    @Test("into a pipe there is no escape sequence, with or without NO_COLOR", arguments: ["", "1"])
    func plain(_ noColor: String) async throws {
        let town = try TestTown()
        try town.open()
        let result = try await town.gt(["status"], environment: ["NO_COLOR": noColor, "TERM": "xterm-256color"])
        #expect(result.ending.isSuccess)
        #expect(!result.output.contains(0x1B))
    }

    @Test("without a store help and version work, and completions are a script", arguments: ["bash", "zsh", "fish"])
    func offline(_ shell: String) async throws {
        let town = try TestTown()
        let script = try await town.gt(["completions", shell])
        #expect(script.ending.isSuccess)
        #expect(script.outputText.contains("gt in \(shell)") && script.outputText.contains("---offer"))
        let version = try await town.gt(["version", "--json"])
        #expect(version.outputText.hasPrefix("{\"version\":"))
        let help = try await town.gt(["bead", "create", "--help"])
        #expect(help.ending.isSuccess)
        #expect(help.outputText.contains("Example: gt bead create"))
    }

    @Test("global options may stand before the command")
    func early() async throws {
        let town = try TestTown()
        try town.open()
        let result = try await town.gt(["--json", "--town", town.root, "whoami"], environment: ["GT_TOWN": ""])
        #expect(result.ending.isSuccess)
        #expect(result.outputText.contains("\"actor\":\"overseer\""))
    }

    @Test("a shell is offered the ids that there are")
    func completion() async throws {
        let town = try TestTown()
        try town.open()
        _ = try await town.gt(["bead", "create", "x"])
        let offered = try await town.gt(["---completion", "bead", "show", "--", "positional@0", "0", "0", ""])
        #expect(offered.outputText.contains("hq-"))
        let things = try await town.gt(["---completion", "why", "--", "positional@0", "0", "0", ""])
        #expect(things.outputText.contains("hq-") && things.outputText.contains("gastown/refinery"))
    }

    @Test("logs answer a program in JSON, and following is refused there by name")
    func logs() async throws {
        let town = try TestTown()
        let layout = TownLayout(root: town.root)
        try Files.makePrivateDirectory(layout.logs)
        try Files.writeAtomically("one\ntwo \"quoted\"\nthree\n", to: "\(layout.logs)/mayor.log")
        let shown = try await town.gt(["logs", "mayor", "-n", "2", "--json"])
        #expect(shown.outputText.contains(#""lines":["two \"quoted\"","three"]"#), "\(shown.outputText)")
        let refused = try await town.gt(["logs", "-f", "--json"])
        #expect(refused.ending == .exited(64))
        #expect(String(decoding: refused.errors, as: UTF8.self).contains("--follow"))
    }
}
