import Glibc
import Host
import Testing

@testable import gt

/// One program, two names.
@Suite struct DialectTests {
    @Test(
        "the name it was called by decides, or the first word",
        arguments: [
            (["/usr/bin/bd", "list"], "bd", ["list"]), (["bd"], "bd", []), (["./gt", "bd", "list"], "bd", ["list"]),
            (["gt", "list", "bd"], "gt", ["list", "bd"]), (["gt-bd", "x"], "gt", ["x"]), ([], "gt", []),
            (["gt", "--json", "bd", "list"], "bd", ["--json", "list"]),
            (["gt", "--town", "bd", "bead"], "gt", ["--town", "bd", "bead"]),
        ] as [([String], String, [String])])
    func names(commandLine: [String], name: String, rest: [String]) {
        let (dialect, arguments) = Dialect.of(commandLine)
        #expect(dialect.name == name)
        #expect(arguments == rest)
    }

    @Test("a link of the name bd is bd, and speaks to the same store")
    func link() async throws {
        let town = try TestTown()
        try town.open()
        let folder = try #require(HostEnvironment.programDirectory)
        #expect(symlink("\(folder)/gt", "\(town.root)/bd") == 0)
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(town.root)/bd", arguments: ["q", "Fix", "the", "door"],
                environment: ["GT_TOWN": town.root, "PATH": HostEnvironment.path], directory: "/", limit: .seconds(30)))
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        #expect(result.outputText.hasPrefix("hq-"))
        #expect(result.outputText.split(separator: "\n").count == 1)
    }

    @Test("prime has nothing to say where there is no town, and that is no failure")
    func silentPrime() async throws {
        let folder = try #require(HostEnvironment.programDirectory)
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(folder)/gt", arguments: ["bd", "prime"],
                environment: ["HOME": "/nonexistent", "PATH": HostEnvironment.path], directory: "/",
                limit: .seconds(30)))
        #expect(result.ending.isSuccess)
        #expect(result.output.isEmpty && result.errors.isEmpty)
    }

    @Test("a store that is away is said, and what was asked of it is not called done")
    func away() async throws {
        let town = try TestTown()
        let asked = try await town.gt(["bd", "list", "--json", "--wait", "0.1"])
        #expect(asked.ending.status == 69)
        #expect(asked.output.isEmpty && asked.errorTail.contains("\"code\":\"away\""))
        let told = try await town.gt(["bd", "q", "Door", "--wait", "0.1"])
        #expect(told.ending.status == 75)
        // There is no such option here.
        #expect(told.errorTail.hasPrefix("bd: ") && !told.errorTail.contains("--id"), "\(told.errorTail)")
    }

    @Test("options of every command may stand before it")
    func early() {
        #expect(
            CommandWords(.bd).optionsAfterCommand(["--no-daemon", "--actor", "joe", "dep", "add", "a-1", "b-2"])
                == ["dep", "add", "--no-daemon", "--actor", "joe", "a-1", "b-2"])
    }

    @Test("a mistyped command is answered with the near ones, by the name that it has here")
    func suggestions() {
        #expect(CommandWords(.bd).unknown(in: ["craete"])?.hint == "did you mean bd create?")
        #expect(CommandWords(.bd).unknown(in: ["dep", "ad"])?.message == "\"bd dep\" has no command \"ad\"")
        #expect(CommandWords(.bd).unknown(in: ["comments", "web-a1"]) == nil)
    }
}
