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
            "prime", "prime --json", "hook", "hook --json", "signal stop", "signal stop --json",
        ])
    func same(line: String) throws {
        let arguments = line.split(separator: " ").map(String.init)
        let plain = try #require(PlainLine.command(["/usr/bin/gt"] + arguments))
        #expect(Self.description(plain) == (try Self.parsed(arguments)))
    }

    @Test(
        "everything else is left to the parser",
        arguments: [
            "", "bead", "show", "bead show --json", "show -x", "show --help", "ready --limit 3", "ready web",
            "status x",
            "version --version", "--town /t status", "status --wait=3", "bead show a -- b", "prime web/nux",
            "hook web/nux",
            "bead list", "bd show a", "help show", "signal", "signal --json stop", "signal stop x", "prime --look",
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

    @Test("no line of few words is read otherwise than by the parser")
    func all() throws {
        let words = ["bead", "show", "ready", "version", "--json", "--no-color", "a"]
        var read = 0
        for line in Self.lines(words, upTo: 3) + Self.disturbed {
            guard let plain = PlainLine.command(["gt"] + line) else { continue }
            read += 1
            #expect(Self.description(plain) == (try Self.parsed(line)), "\(line)")
        }
        #expect(read > 100)
    }

    private static func lines(_ words: [String], upTo length: Int) -> [[String]] {
        var (all, last): ([[String]], [[String]]) = ([[]], [[]])
        for _ in 0..<length {
            last = last.flatMap { line in words.map { line + [$0] } }
            all += last
        }
        return all
    }

    /// A good line with a strange word in each of its places.
    private static var disturbed: [[String]] {
        let good = [
            ["show", "a"], ["bead", "show", "a"], ["ready"], ["bead", "ready"], ["status"], ["version"], ["prime"],
            ["hook"],
        ]
        let strange = [
            "bd", "help", "work", "sho", "web/nux", "é", "-\u{301}", "0", "=", "--", "-", "-n", "-j", "--js", "--json",
            "--json=true", "--no-col", "--no-color", "--no-color=1", "--town", "--town=/t", "--wait", "--limit",
            "--rig=web", "--help", "-h", "--version", "@a", "a b", " ",
        ]
        return good.flatMap { line in
            strange.flatMap { word in
                (0...line.count).map { place in Array(line[..<place]) + [word] + Array(line[place...]) }
            }
        }
    }

    /// What the other way makes of it: nil where it is refused.
    private static func parsed(_ arguments: [String]) throws -> String? {
        let (dialect, arguments) = Dialect.of(["gt"] + arguments)
        let words = CommandWords(dialect)
        if words.unknown(in: arguments) != nil { return nil }
        do {
            return description(try dialect.root.parseAsRoot(words.optionsAfterCommand(arguments)))
        } catch {
            return nil
        }
    }

    private static func description(_ command: any ParsableCommand) -> String {
        "\(String(reflecting: type(of: command))) \(command)"
    }
}
