import ArgumentParser
import Testing

@testable import gt

/// A command line as a document has it, read by the program's own parser.
struct TypedCommand {
    let dialect: Dialect
    let arguments: [String]

    /// - Parameter words: the program's name first.
    init?(_ words: [String]) {
        guard let name = words.first, name == "gt" || name == "bd" else { return nil }
        (dialect, arguments) = Dialect.of(words)
    }

    /// Every call of `gt` and `bd` in a text for a shell. A variable and a command's output stand for a bead.
    static func all(in script: String) throws -> [TypedCommand] {
        try ShellReader.commands(script).compactMap { command in
            let words = command.drop(while: \.isAssignment).map { $0.isKnown ? $0.text : "web-a1" }
            return TypedCommand(words)
        }
    }

    /// What the parser makes of it, by both of its ways.
    func read() throws {
        let words = CommandWords(dialect)
        if let failure = words.unknown(in: arguments) { throw failure }
        let ordered = words.optionsAfterCommand(arguments)
        let slow = try dialect.root.parseAsRoot(ordered)
        guard dialect.name == "gt" else { return }
        let quick = try #require(QuickParse.command(words.path(of: ordered), ordered), "\(arguments)")
        #expect(String(reflecting: type(of: quick)) == String(reflecting: type(of: slow)), "\(arguments)")
        #expect(String(describing: quick) == String(describing: slow), "\(arguments)")
    }

    /// Why it can't be typed; nil when it can.
    ///
    /// - Parameter isMention: it may name a command, or one with an option, and leave the rest out.
    func problem(isMention: Bool) -> String? {
        let words = CommandWords(dialect)
        if let failure = words.unknown(in: arguments) { return failure.message }
        let ordered = words.optionsAfterCommand(arguments)
        let path = words.path(of: ordered)
        if isMention, words.split(arguments).rest.isEmpty { return nil }
        if isMention, ordered.allSatisfy({ $0.hasPrefix("-") }) || path.count == ordered.count {
            return unknownOption(ordered, path)
        }
        do {
            _ = try dialect.root.parseAsRoot(ordered)
            return nil
        } catch {
            let message = dialect.root.message(for: error)
            guard isMention, message.hasPrefix("Missing ") else { return message }
            return unknownOption(ordered, path)
        }
    }

    /// An option that the command does not have: a mention leaves words out, but has none that are not there.
    private func unknownOption(_ ordered: [String], _ path: [any ParsableCommand.Type]) -> String? {
        let options = ordered.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
        guard !options.isEmpty else { return nil }
        guard let leaf = CommandWords.leaf(of: path) else {
            return options.first { dialect.early[$0] == nil && $0 != "--help" && $0 != "--version" }
                .map { "there is no option \($0)" }
        }
        do {
            let known = Set(try ArgumentShape.all(of: leaf).flatMap(\.spellings))
            return options.first { !known.contains($0) }.map { "\(leaf._commandName) has no option \($0)" }
        } catch {
            return "\(error)"
        }
    }
}
