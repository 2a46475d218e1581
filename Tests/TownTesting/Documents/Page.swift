internal import Host
internal import TownModel

/// A page of the documentation, taken apart: what stands in its blocks, and what it names in its text.
///
/// Marks are comments, which no reader of the page sees, on the lines before a block:
/// `<!-- not run: why -->` for all of it, `<!-- not run "gt feed": why -->` for its lines that have these words, and
/// `<!-- file config/agents.toml -->` for a block that is a file of the town.
package struct Page: Sendable {
    package struct Block: Sendable {
        package let line: Int
        package let language: String
        package let text: String
        package let marks: [Mark]

        /// A person pastes it into a shell.
        package var isCommands: Bool { language == "sh" || language == "console" }

        /// What can be run of it.
        package var runnable: String {
            guard !marks.contains(where: \.isAll) else { return "" }
            let left = marks.compactMap(\.words)
            return text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { line in !left.contains { line.contains($0) } }.joined(separator: "\n")
        }

        package var file: String? {
            for case .file(let path) in marks { return path }
            return nil
        }
    }

    package enum Mark: Hashable, Sendable {
        case notRun(words: String?, why: String)
        case file(String)

        var isAll: Bool { if case .notRun(nil, _) = self { true } else { false } }

        package var words: String? { if case .notRun(let words, _) = self { words } else { nil } }
    }

    /// Between single backquotes.
    package struct Span: Sendable {
        package let line: Int
        package let text: String
    }

    package let name: String
    package let text: String
    package private(set) var blocks: [Block] = []
    package private(set) var spans: [Span] = []
    /// Lines of indented blocks: code that nobody says the language of.
    package private(set) var indented: [Span] = []

    package init(name: String, text: String) {
        self.name = name
        self.text = text
        read(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    /// Those that a reader of the repository finds, without the decisions, which are history.
    package static func all(of root: String) throws -> [Page] {
        let folders = ["", "docs", "docs/examples"] + Files.names(in: "\(root)/Services").map { "Services/\($0)" }
        return try folders.flatMap { folder in
            try Files.names(in: "\(root)/\(folder)").filter { $0.hasSuffix(".md") }.sorted().map { name in
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                return Page(name: path, text: try Files.readText("\(root)/\(path)"))
            }
        }
    }

    private mutating func read(_ lines: [String]) {
        var marks: [Mark] = []
        var paragraph: [(line: Int, text: String)] = []
        var at = 0
        func isIndented(_ line: String) -> Bool { line.hasPrefix("    ") && !line.trimmed.isEmpty }
        while at < lines.count {
            let line = lines[at]
            if line.hasPrefix("```") {
                addSpans(of: paragraph)
                paragraph = []
                let fence = String(line.prefix { $0 == "`" })
                let end = lines[(at + 1)...].firstIndex(of: fence) ?? lines.count
                blocks.append(
                    Block(
                        line: at + 1, language: String(line.dropFirst(fence.count)),
                        text: lines[(at + 1)..<end].joined(separator: "\n"), marks: marks))
                marks = []
                at = end + 1
                continue
            }
            if let mark = Self.mark(line) {
                marks.append(mark)
            } else if line.trimmed.isEmpty {
                addSpans(of: paragraph)
                paragraph = []
            } else if paragraph.isEmpty, isIndented(line) {
                indented.append(Span(line: at + 1, text: line.trimmed))
            } else {
                marks = []
                paragraph.append((at + 1, line))
            }
            at += 1
        }
        addSpans(of: paragraph)
    }

    private static func mark(_ line: String) -> Mark? {
        guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
        let text = String(line.dropFirst(5).dropLast(4))
        if text.hasPrefix("file ") { return .file(String(text.dropFirst(5))) }
        guard text.hasPrefix("not run"), let colon = text.firstRange(of: ": ") else { return nil }
        let words = text[..<colon.lowerBound].split(separator: "\"").dropFirst().first.map(String.init)
        return .notRun(words: words, why: String(text[colon.upperBound...]))
    }

    /// A span may go on in the next line, as text does.
    private mutating func addSpans(of paragraph: [(line: Int, text: String)]) {
        var open: (line: Int, text: String)?
        for (number, text) in paragraph {
            // A row of a table ends its spans.
            if text.hasPrefix("|") { open = nil }
            // What has backquotes within has more of them around it, and is no command.
            let plain = text.replacing(#/(`{2,}).+?\1/#, with: "")
            for (index, part) in plain.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
                if index > 0 {
                    if let span = open {
                        spans.append(Span(line: span.line, text: span.text))
                        open = nil
                    } else {
                        open = (number, "")
                    }
                }
                if let span = open { open = (span.line, span.text + part) }
            }
            if let span = open { open = (span.line, span.text + " ") }
        }
    }
}
