import ArgumentParser
import Glibc

/// What a shell may offer for the word that is being typed.
///
/// The scripts of `gt completions` ask the program for it (`gt ---offer -- <words>`): what the words mean is known here,
/// to the last alias and default, and in one place for three shells.
enum Offers {
    /// The first argument that asks; three dashes are no option of anybody's.
    static let word = "---offer"

    case words([Offer])
    case files
    case directories

    struct Offer: Hashable {
        let word: String
        var what = ""
    }

    /// Lines for the script: a word, a tab and what it is; or what else the shell knows how to complete.
    var text: String {
        switch self {
        case .files: ":file"
        case .directories: ":directory"
        case .words(let offers):
            offers.map { $0.what.isEmpty ? $0.word : "\($0.word)\t\($0.what)" }.joined(separator: "\n")
        }
    }

    /// - Parameter arguments: `---offer`, `--`, then the words, the last one being typed.
    static func answer(_ dialect: Dialect, _ arguments: [String]) async {
        let offers = await of(TypedLine(dialect, Array(arguments.dropFirst(2))))
        if !offers.text.isEmpty { Output.write(offers.text, to: .answer) }
    }

    static func of(_ line: TypedLine) async -> Offers {
        var offers = commands(line)
        if line.path.isEmpty {
            let option = line.early.last.flatMap { line.dialect.early[$0] == 2 ? $0 : nil }
            if let option { return option == "--town" ? .directories : .words([]) }
            if line.current.hasPrefix("-") {
                offers = (line.dialect.early.keys.sorted() + ["--version", "--help"]).map { Offer(word: $0) }
            }
        }
        guard !line.asksHelp, let leaf = line.leaf else { return .words(offers) }
        let shapes: [ArgumentShape]
        do {
            shapes = try ArgumentShape.all(of: leaf)
        } catch {
            // A shell has no room for an error; `CompletionTests` reads the shapes of every command.
            return .words(offers)
        }
        switch line.place(among: shapes) {
        case .nothing:
            return .words(offers)
        case .option(let shapes):
            // The long name says more; a short one alone is better than none.
            return .words(
                shapes.flatMap { shape in
                    let long = shape.spellings.filter { $0.hasPrefix("--") }
                    return (long.isEmpty ? shape.spellings : long).map {
                        Offer(word: $0, what: Self.line(of: shape.abstract))
                    }
                })
        case .value(let shape, let lead, let positional):
            switch await values(of: shape, positional, line) {
            case .words(let values):
                return .words(offers + values.map { Offer(word: lead + $0.word, what: $0.what) })
            // Files behind `--file=` would need the shell's help for a part of a word; none does that alike.
            case let elsewhere: return lead.isEmpty ? elsewhere : .words([])
            }
        }
    }

    private static func commands(_ line: TypedLine) -> [Offer] {
        guard line.typed.isEmpty, !line.current.hasPrefix("-") else { return [] }
        var offers = line.command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
            .map { Offer(word: $0._commandName, what: Self.line(of: $0.configuration.abstract)) }
        if line.path.isEmpty, !line.asksHelp {
            if line.dialect.name == "gt" { offers.append(Offer(word: "bd", what: "The command line of Beads.")) }
            offers.append(Offer(word: "help", what: "Say what a command does."))
        }
        return offers
    }

    private static func values(of shape: ArgumentShape, _ positional: Int?, _ line: TypedLine) async -> Offers {
        guard let source = shape.completionKind else {
            return .words((shape.allValues ?? []).map { Offer(word: $0) })
        }
        if let list = source.list { return .words(list.values.map { Offer(word: $0) }) }
        if source.file != nil { return .files }
        if source.directory != nil { return .directories }
        guard source.custom != nil || source.customAsync != nil,
            let name = positional.map({ "positional@\($0)" }) ?? shape.spellings.first
        else { return .words([]) }
        return .words(await asked(name, line).filter(isPlain).map { Offer(word: $0) })
    }

    /// What the argument's own source says (`IDCompletion`): the parser runs it, and its answer comes as an error.
    private static func asked(_ name: String, _ line: TypedLine) async -> [String] {
        // The town that the line names is meant, wherever the source looks.
        if let town = line.town { setenv("GT_TOWN", town, 1) }
        do {
            _ = try await line.dialect.root.asyncParseAsRoot(
                ["---completion"] + line.leafNames + ["--", name, "0", "0", ""])
            return []
        } catch {
            guard line.dialect.root.exitCode(for: error) == .success else { return [] }
            return line.dialect.root.fullMessage(for: error).split(separator: "\n").map(String.init)
        }
    }

    /// Names that others chose (of files, plugins, keys) get into a command line: what a shell, or this program, could
    /// take for something else than a word is not offered.
    static func isPlain(_ word: String) -> Bool {
        let first = word.utf8.first
        return first != UInt8(ascii: "-") && first != UInt8(ascii: ":") && (1...wordBytesMax).contains(word.utf8.count)
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._:-/@+,".utf8.contains(byte)
                }
            }
    }

    /// Longer than any id or address.
    private static let wordBytesMax = 255

    /// One line without tabs, whatever the help says.
    private static func line(of text: String?) -> String {
        (text ?? "").split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
    }
}
