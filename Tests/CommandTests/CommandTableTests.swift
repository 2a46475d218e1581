import ArgumentParser
import Host
import Testing

@testable import gt

/// The catalogue of commands, its help and the README's table say the same.
@Suite struct CommandTableTests {
    /// Every command that does something, as it is typed, without what is not shown to people.
    static let leaves: [String] = leaves(of: GasTown.self, path: [])

    private static func leaves(of command: any ParsableCommand.Type, path: [String]) -> [String] {
        command.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { next -> [String] in
            let path = path + [next._commandName]
            return next.configuration.subcommands.isEmpty ? [path.joined(separator: " ")] : leaves(of: next, path: path)
        }
    }

    /// `rig add, list` in the first column stands for `rig add` and `rig list`; `bead dep` for what is below it.
    static func words(ofTable text: String) -> [String] {
        let rows = text.split(separator: "\n").drop { $0 != "## Commands" }.filter { $0.hasPrefix("| `") }
            .prefix { !$0.contains("`Shared/`") }
        return rows.flatMap { row in
            row.dropFirst(2).prefix { $0 != "|" }.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.flatMap { part -> [String] in
                    let names = part.element.split(separator: ",").map { String($0).trimmed }
                    let group = names.first?.split(separator: " ").dropLast().joined(separator: " ") ?? ""
                    return names.enumerated().map {
                        $0.offset == 0 || group.isEmpty ? $0.element : "\(group) \($0.element)"
                    }
                }
        }
    }

    @Test("README names every command, and no other")
    func readme() throws {
        let path = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/README.md"
        let named = Self.words(ofTable: try Files.readText(path))
        let known = Set(Self.leaves.map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
        #expect(named.count == Set(named).count, "named twice")
        #expect(Set(named).subtracting(known) == [], "in README and not in gt")
        #expect(known.subtracting(named) == [], "in gt and not in README")
    }

    @Test("the table is read as people read it")
    func table() {
        let text = "# X\n## Commands\n\n| | |\n|---|---|\n| `up`, `down` | a |\n| `rig add, list`; `ready` | b |\n"
        #expect(Self.words(ofTable: text) == ["up", "down", "rig add", "rig list", "ready"])
    }

    @Test("every command has help with an example of itself and with --json", arguments: leaves)
    func help(command: String) async throws {
        let folder = try #require(HostEnvironment.programDirectory)
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(folder)/gt", arguments: command.split(separator: " ").map(String.init) + ["--help"],
                environment: ["PATH": HostEnvironment.path], directory: "/", limit: .seconds(30)))
        #expect(result.ending.isSuccess)
        let text = result.outputText
        // A command that stands at the top too may show the shorter way.
        let last = command.split(separator: " ").last.map(String.init) ?? command
        #expect(text.contains("Example: gt \(command)") || text.contains("Example: gt \(last)"), "\(text)")
        #expect(text.contains("--json") || command == "completions", "\(text)")
    }

    @Test("every example can be pasted: a shell reads it, and gt understands its words", arguments: leaves)
    func examples(command: String) async throws {
        let leaf = try #require(
            CommandWords.leaf(of: CommandWords(.gt).path(of: command.split(separator: " ").map(String.init))))
        // As `help` has seen it printed.
        let examples = leaf.configuration.discussion.split(separator: "\n").map { String($0).trimmed }
            .filter { $0.hasPrefix("Example: gt ") }
        #expect(!examples.isEmpty)
        for example in examples {
            // What a shell makes of the words; a redirection is its business alone.
            let line = String(example.dropFirst("Example: gt ".count).prefix { $0 != ">" })
            let shell = try await CommandRunner().run(
                CommandSpec(
                    program: "/bin/sh", arguments: ["-c", "for word in \(line)\ndo printf '%s\\n' \"$word\"; done"],
                    environment: ["PATH": HostEnvironment.path], directory: "/", limit: .seconds(30)))
            #expect(shell.ending.isSuccess, "\(example): \(shell.errorTail)")
            let arguments = shell.outputText.split(separator: "\n").map(String.init)
            try #require(TypedCommand(["gt"] + arguments)).read()
        }
    }

    @Test("words that hands already know", arguments: ["agents", "log", "start", "shutdown", "ready", "show", "close"])
    func aliases(word: String) {
        #expect(CommandWords(.gt).unknown(in: [word]) == nil)
    }
}
