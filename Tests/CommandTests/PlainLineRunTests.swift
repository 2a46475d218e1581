import Glibc
import Host
import Testing
import TownModel
import Wire

@testable import gt

/// The program reads plain lines by hand only where it is called `gt`. By any other name it asks the parser for all.
@Suite("Lines that are read without the parser, run")
struct PlainLineRunTests {
    @Test("end with the same words and status as through the parser")
    func same() async throws {
        let town = try TestTown()
        try town.open()
        let other = try Self.link(in: town)
        let made = try await town.gt(["bead", "create", "one", "--json"])
        let id = try JSONText.decode(Bead.self, from: made.output).id.text
        for line in Self.lines(id) { try await compare(line, town, other) }
    }

    @Test("where the store is away, or there is no town, fail with the same words and status")
    func failing() async throws {
        let town = try TestTown()
        let other = try Self.link(in: town)
        try await compare(["show", "a", "--json"], town, other)
        for line in [["ready", "--json"], ["bead", "show", "a"], ["version"]] {
            try await compare(line, town, other, ["GT_TOWN": "/nowhere"])
        }
    }

    private func compare(
        _ line: [String], _ town: TestTown, _ other: String, _ environment: [String: String] = [:]
    ) async throws {
        async let first = town.gt(line, environment: environment)
        let parsed = try await town.gt(line, environment: environment, program: other)
        let plain = try await first
        #expect(plain.outputText == parsed.outputText, "\(line)")
        #expect(plain.errors == parsed.errors, "\(line): \(plain.errorTail) or \(parsed.errorTail)")
        #expect(plain.ending == parsed.ending, "\(line)")
    }

    private static func link(in town: TestTown) throws -> String {
        let folder = try #require(HostEnvironment.programDirectory)
        let link = "\(town.root)/parsed"
        try #require(symlink("\(folder)/gt", link) == 0)
        return link
    }

    private static func lines(_ id: String) -> [[String]] {
        [
            ["show", id], ["bead", "show", id], ["--json", "show", id], ["show", "--json", id, id],
            ["bead", "show", "--no-color", id, "--json"], ["--json", "--no-color", "bead", "show", id],
            ["show", "hq-none"], ["show", "hq-none", "--json"], ["show", "a b"], ["show", "\u{1B}[31m"], ["show", "é"],
            ["bead", "--json", "show", id], ["bead", "--json"], ["bead"], ["show"], ["show", "--json"], ["show", ""],
            ["show", "--", id], ["--", "show", id], ["show", "--js", id], ["show", "--json=true", id],
            ["show", "-x", id],
            ["show", "--help"], ["--help"], ["help", "show"], ["sho", id], ["bead", "sho", id],
            ["ready"], ["bead", "ready", "--json"], ["ready", "x"], ["ready", "--limit", "1"], ["ready", "--limit=x"],
            ["status"], ["--json", "status"], ["status", "x"], ["status", "--wait", "9"],
            ["version"], ["version", "--json"], ["version", "--json", "--json"], ["--version"], ["version", "x"],
            ["prime"], ["prime", "--json"], ["prime", "nobody"], ["hook"], ["hook", "--json"], ["work"],
            ["hook", "a/b"],
        ]
    }
}
