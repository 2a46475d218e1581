import ArgumentParser

/// A command line that is being typed: the command it names so far, the words behind that, and the one under the
/// cursor.
struct TypedLine {
    let dialect: Dialect
    /// The commands that the first words name, outermost first.
    let path: [any ParsableCommand.Type]
    /// Global options that were written before the command.
    let early: [String]
    /// Whole words behind the command.
    let typed: [String]
    /// What there is of the last word; often nothing.
    let current: String
    /// `gt help …`: only commands can follow.
    let asksHelp: Bool

    /// - Parameter words: without the program's own name, the last one being typed.
    init(_ dialect: Dialect, _ words: [String]) {
        let before = Array(words.dropLast())
        // `gt bd …` is typed like `bd …`.
        let (dialect, arguments) = dialect.name == "gt" ? Dialect.of(["gt"] + before) : (dialect, before)
        let grammar = CommandWords(dialect)
        let (early, rest) = grammar.split(arguments)
        let asksHelp = rest.first == "help"
        let spoken = asksHelp ? Array(rest.dropFirst()) : rest
        let path = grammar.path(of: spoken)
        self.dialect = dialect
        self.path = path
        self.early = early
        self.asksHelp = asksHelp
        typed = Array(spoken.dropFirst(path.count))
        current = words.last ?? ""
    }

    /// What the words name: the program itself, a group or a command.
    var command: any ParsableCommand.Type { path.last ?? dialect.root }

    /// The command that would run: for a group that does something by itself, its default; nil for other groups.
    var leaf: (any ParsableCommand.Type)? {
        guard let leaf = CommandWords.leaf(of: path), leaf.configuration.subcommands.isEmpty else { return nil }
        return leaf
    }

    /// Its words from the root on, as the parser knows them.
    var leafNames: [String] {
        let names = path.map { $0._commandName }
        return names + (path.last?.configuration.defaultSubcommand.map { [$0._commandName] } ?? [])
    }

    /// The town that the line itself names.
    var town: String? {
        let words = early + typed
        if let joined = words.last(where: { $0.hasPrefix("--town=") }) { return String(joined.dropFirst(7)) }
        return words.lastIndex(of: "--town").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }

    /// What the word under the cursor is to be.
    enum Place {
        /// A value of this argument; `lead` is what stands before it in the same word (`--merge=`).
        case value(ArgumentShape, lead: String, positional: Int?)
        /// One of the options that may still be given.
        case option([ArgumentShape])
        case nothing
    }

    /// - Parameter shapes: what the leaf takes.
    func place(among shapes: [ArgumentShape]) -> Place {
        var position = 0
        var open: ArgumentShape?
        var given: Set<String> = []
        var isOver = false
        func option(_ word: String) -> ArgumentShape? {
            let name = String(word.prefix { $0 != "=" })
            return shapes.first { $0.spellings.contains(name) }
        }
        for word in early + typed {
            if open != nil {
                open = nil
            } else if word == "--", !isOver {
                isOver = true
            } else if word.hasPrefix("-"), word != "-", !isOver {
                let found = option(word)
                given.formUnion(found?.spellings ?? [])
                if found?.kind == .option, !word.contains("=") { open = found }
            } else {
                position += 1
            }
        }
        if let open { return .value(open, lead: "", positional: nil) }
        if !isOver, current.hasPrefix("-") {
            if current.contains("="), let found = option(current), found.kind == .option {
                return .value(found, lead: String(current.prefix { $0 != "=" }) + "=", positional: nil)
            }
            return .option(
                shapes.filter { shape in
                    shape.kind != .positional && shape.shouldDisplay
                        && (shape.isRepeating || given.isDisjoint(with: shape.spellings))
                })
        }
        let positionals = shapes.filter { $0.kind == .positional }
        let index = min(position, positionals.count - 1)
        guard index >= 0, position < positionals.count || positionals[index].isRepeating else { return .nothing }
        return .value(positionals[index], lead: "", positional: index)
    }
}
