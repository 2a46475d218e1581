import ArgumentParser
import TownModel

/// The words of a command line before its options: which command is meant.
struct CommandWords {
    let dialect: Dialect

    init(_ dialect: Dialect) { self.dialect = dialect }

    private var root: any ParsableCommand.Type { dialect.root }

    /// Moves global options before the command behind it, where the parser expects them.
    func optionsAfterCommand(_ arguments: [String]) -> [String] {
        let (moved, rest) = split(arguments)
        guard !moved.isEmpty else { return arguments }
        let depth = path(of: rest).count
        return Array(rest[..<depth] + moved + rest[depth...])
    }

    /// The failure for a word that stands where a command is expected and is none; nil when all is well.
    func unknown(in arguments: [String]) -> CommandFailure? {
        let rest = split(arguments).rest
        let path = path(of: rest)
        let command = path.last ?? root
        guard !Self.subcommands(of: command).isEmpty, path.count < rest.count else { return nil }
        let word = rest[path.count]
        guard !word.hasPrefix("-"), word != "help" else { return nil }
        // A group that does something by itself takes the word as its argument.
        guard command.configuration.defaultSubcommand == nil else { return nil }
        let spoken = ([dialect.name] + rest[..<path.count]).joined(separator: " ")
        let names = Self.subcommands(of: command).flatMap(Self.names)
        if let replacement = dialect.absent[(rest[..<path.count] + [word]).joined(separator: " ")] {
            return .usage("there is no \"\(spoken) \(word)\" here: \(replacement)")
        }
        let near = EditDistance.nearest(to: word, among: names)
        return .usage(
            "\"\(spoken)\" has no command \"\(UntrustedText.line(word))\"",
            hint: near.isEmpty
                ? "\(spoken) --help" : "did you mean " + near.map { "\(spoken) \($0)" }.joined(separator: ", ") + "?")
    }

    func split(_ arguments: [String]) -> (moved: [String], rest: [String]) {
        var moved: [String] = []
        var rest = arguments[...]
        while let word = rest.first {
            let name = String(word.prefix { $0 != "=" })
            guard let count = dialect.early[name] else { break }
            let taken = name == word ? min(count, rest.count) : 1
            moved += rest.prefix(taken)
            rest = rest.dropFirst(taken)
        }
        return (moved, Array(rest))
    }

    /// The commands that the first words name, outermost first.
    func path(of words: [String]) -> [any ParsableCommand.Type] {
        var path: [any ParsableCommand.Type] = []
        var here = root
        for word in words {
            guard let next = Self.subcommands(of: here).first(where: { Self.names($0).contains(word) }) else { break }
            path.append(next)
            here = next
        }
        return path
    }

    /// What the last of them does: for a group that does something by itself, its default.
    static func leaf(of path: [any ParsableCommand.Type]) -> (any ParsableCommand.Type)? {
        path.last.map { $0.configuration.defaultSubcommand ?? $0 }
    }

    private static func subcommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands
    }

    private static func names(_ command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }
}
