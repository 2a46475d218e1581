import ArgumentParser
import Testing

@testable import gt

/// `docs/bd-compat.md` and the parser say the same.
@Suite struct BdCompatTests {
    private static func leaves(
        of command: any ParsableCommand.Type, _ path: [String] = []
    ) -> [(words: String, type: any ParsableCommand.Type)] {
        command.configuration.subcommands.flatMap { next -> [(words: String, type: any ParsableCommand.Type)] in
            let path = path + [next._commandName]
            return next.configuration.subcommands.isEmpty
                ? [(path.joined(separator: " "), next)] : leaves(of: next, path)
        }
    }

    static let names: [String] = leaves(of: Bd.self).map(\.words)

    private static func type(_ words: String) throws -> any ParsableCommand.Type {
        try #require(leaves(of: Bd.self).first { $0.words == words }, "\(words) is no command").type
    }

    /// Flags that its help shows, hidden ones too.
    private static func flags(of command: any ParsableCommand.Type) -> Set<String> {
        let help = Bd.helpMessage(for: command, includeHidden: true, columns: 400)
        var flags: Set<String> = []
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            // The first column: its end is two spaces.
            let column = line.dropFirst(2).prefix { $0 != "\n" }.split(separator: "  ").first ?? ""
            for word in column.split(whereSeparator: { " ,".contains($0) }) where word.hasPrefix("-") {
                flags.insert(String(word))
            }
        }
        return flags.subtracting(["-h", "--help", "--version"])
    }

    /// The words of its example, as a shell would part them.
    private static func example(_ command: any ParsableCommand.Type) throws -> [String] {
        let text = command.configuration.discussion
        let start = try #require(text.firstRange(of: "Example: bd ")).upperBound
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in text[start...] {
            switch character {
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted, "\n" where !isQuoted:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        // A redirection is the shell's business.
        return Array(words.prefix { $0 != ">>" && $0 != "#" })
    }

    @Test("the page names every command, and no other")
    func commands() throws {
        let named = try BdTable.page.get().rows.filter { $0.flag.isEmpty && !$0.command.isEmpty }.map(\.command)
        #expect(named.count == Set(named).count, "named twice")
        #expect(Set(named).subtracting(Self.names) == [], "on the page and not in bd")
        #expect(Set(Self.names).subtracting(named) == [], "in bd and not on the page")
        #expect(Set(try BdTable.page.get().rows.map(\.verdict)) == ["same", "different", "refused", "ours"])
    }

    @Test("every flag of a command is on the page, and what the page says is there is there", arguments: names)
    func flags(command: String) throws {
        let rows = try BdTable.page.get().rows.filter {
            !$0.flag.isEmpty && ($0.command == command || $0.command.isEmpty)
        }
        #expect(rows.count == Set(rows.map(\.flag)).count, "a flag is named twice")
        let known = Self.flags(of: try Self.type(command))
        let promised = Set(rows.filter { $0.verdict != "refused" }.map(\.flag))
        #expect(promised.subtracting(known) == [], "on the page and not in bd \(command)")
        #expect(known.subtracting(promised) == [], "in bd \(command) and not on the page")
    }

    @Test("a flag that the page calls refused is refused by name with 64", arguments: names)
    func refused(command: String) throws {
        let words = try Self.example(Self.type(command))
        #expect(throws: Never.self, "the example") { _ = try Bd.parseAsRoot(words) }
        let rows = try BdTable.page.get().rows.filter { $0.verdict == "refused" }
        // Those of every command are one group of options: each is tried at one command.
        let place = try #require(Self.names.firstIndex(of: command))
        let common = rows.filter(\.command.isEmpty).enumerated().filter { $0.offset == place }.map(\.element)
        for row in rows.filter({ $0.command == command }) + common {
            #expect {
                _ = try Bd.parseAsRoot(words + [row.flag])
            } throws: { error in
                Bd.exitCode(for: error) == .validationFailure && Bd.message(for: error).contains(row.flag)
            }
        }
    }

    @Test("what is not here says what does the job, in the words of the page")
    func absent() throws {
        let table = try BdTable.page.get()
        #expect(table.absent == BdAbsentWords.sentence)
        for (words, sentence) in table.absent {
            let failure = CommandWords(.bd).unknown(in: words.split(separator: " ").map(String.init))
            #expect(failure?.status == .usage, "\(words)")
            #expect(failure?.message == "there is no \"bd \(words)\" here: \(sentence)")
        }
    }

    @Test(
        "every command says what it does, shows itself in use, and is parsed alone as from the root", arguments: names)
    func examples(command: String) throws {
        let type = try Self.type(command)
        #expect(!type.configuration.abstract.isEmpty)
        let words = try Self.example(type)
        let path = CommandWords(.bd).path(of: words)
        #expect(path.last == type, "the example is one of \(command)")
        let quick = try #require(QuickParse.command(path, words))
        #expect(String(describing: quick) == String(describing: try Bd.parseAsRoot(words)))
        #expect(type is any BdCommand.Type)
    }
}
