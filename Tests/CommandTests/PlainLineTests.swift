import ArgumentParser
import Testing

@testable import gt

@Suite("Lines that are read without the parser")
struct PlainLineTests {
    @Test(
        "mean what the parser says they mean",
        arguments: [
            "bead show web-a1", "show web-a1 hq-2 --json", "show --json web-a1", "bead show --no-color a", "bead ready",
            "ready", "ready --json", "status", "--json status", "--no-color --json status", "version", "version --json",
            "prime", "prime --json", "hook", "hook --json",
        ])
    func same(line: String) throws {
        let arguments = line.split(separator: " ").map(String.init)
        let plain = try #require(PlainLine.command(["/usr/bin/gt"] + arguments))
        let parsed = try GasTown.parseAsRoot(CommandWords(.gt).optionsAfterCommand(arguments))
        #expect(String(reflecting: type(of: plain)) == String(reflecting: type(of: parsed)))
        #expect(String(describing: plain) == String(describing: parsed))
    }

    @Test(
        "everything else is left to the parser",
        arguments: [
            "", "bead", "show", "bead show --json", "show -x", "show --help", "ready --limit 3", "ready web",
            "status x",
            "version --version", "--town /t status", "status --wait=3", "bead show a -- b", "prime web/nux",
            "hook web/nux",
            "bead list", "bd show a", "help show",
        ])
    func parser(line: String) {
        #expect(PlainLine.command(["gt"] + line.split(separator: " ").map(String.init)) == nil)
    }

    @Test("by the name bd, and with an empty word, the parser is asked")
    func names() {
        #expect(PlainLine.command(["bd", "show", "a"]) == nil)
        #expect(PlainLine.command(["/usr/bin/bd", "ready"]) == nil)
        #expect(PlainLine.command(["gt", "show", ""]) == nil)
        #expect(PlainLine.command([]) == nil)
    }
}
