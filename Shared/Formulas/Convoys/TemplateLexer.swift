/// A template cut into text and actions, white space trimmed where `{{-` and `-}}` say so.
enum TemplateLexer {
    enum Token: Hashable, Sendable {
        case text(String)
        /// The words between the braces.
        case action([Word], line: Int)
    }

    enum Word: Hashable, Sendable {
        case path([String])
        case name(String)
        case literal(String)
        case open
        case close
    }

    static func tokens(of text: String) throws(Template.Fault) -> [Token] {
        let characters = Array(text)
        var tokens: [Token] = []
        var plain: [Character] = []
        var isTrimming = false
        var line = 1
        var at = 0
        func takePlain() {
            if isTrimming { plain = Array(plain.drop(while: \.isWhitespace)) }
            if !plain.isEmpty { tokens.append(.text(String(plain))) }
            plain = []
        }
        while at < characters.count {
            guard characters[at...].starts(with: "{{") else {
                if characters[at].isNewline { line += 1 }
                plain.append(characters[at])
                at += 1
                continue
            }
            let action = try cut(characters, from: at + 2, line: line)
            if action.trimsBefore {
                while plain.last?.isWhitespace == true { plain.removeLast() }
            }
            takePlain()
            if !action.isComment { tokens.append(.action(try words(action.inner, line: line), line: line)) }
            isTrimming = action.trimsAfter
            line += action.inner.count(where: \.isNewline)
            at = action.end
        }
        takePlain()
        return tokens
    }

    private struct Action {
        var inner: ArraySlice<Character>
        var trimsBefore = false
        var trimsAfter = false
        var isComment = false
        /// Where the text goes on.
        var end = 0
    }

    private static func cut(
        _ characters: [Character], from start: Int, line: Int
    ) throws(Template.Fault) -> Action {
        var action = Action(inner: [])
        var start = start
        if start + 1 < characters.count, characters[start] == "-", characters[start + 1].isWhitespace {
            action.trimsBefore = true
            start += 1
        }
        let inside = characters[start...].drop(while: \.isWhitespace)
        let isComment = inside.starts(with: "/*")
        var at = start
        var quote: Character?
        while at < characters.count {
            let next = characters[at]
            if let open = quote {
                if next == "\\", open == "\"" { at += 1 } else if next == open { quote = nil }
            } else if !isComment, next == "\"" || next == "`" {
                quote = next
            } else if characters[at...].starts(with: "}}"), !isComment || ended(characters[start..<at]) {
                action.inner = characters[start..<at]
                action.isComment = isComment
                action.end = at + 2
                if let last = action.inner.last, last == "-",
                    action.inner.dropLast().last.map({ $0.isWhitespace || isComment }) == true
                {
                    action.trimsAfter = true
                    action.inner = action.inner.dropLast()
                }
                return action
            }
            at += 1
        }
        let what = isComment ? "a comment" : "\"{{\""
        throw Template.Fault(
            line: line, "\(what) is not closed", remedy: "Write \(isComment ? "*/}}" : "}}") after it.")
    }

    /// Whether a comment's `*/` stands before its closing braces.
    private static func ended(_ inner: ArraySlice<Character>) -> Bool {
        var rest = inner
        if rest.last == "-" { rest = rest.dropLast() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return rest.suffix(2).elementsEqual("*/") && rest.drop(while: \.isWhitespace).count >= 4
    }

    private static func words(_ inner: ArraySlice<Character>, line: Int) throws(Template.Fault) -> [Word] {
        var rest = inner
        var words: [Word] = []
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { return words }
            switch first {
            case "(", ")":
                words.append(first == "(" ? .open : .close)
                rest = rest.dropFirst()
            case "\"", "`": words.append(.literal(try quoted(&rest, line: line)))
            case ".": words.append(.path(try path(&rest, line: line)))
            default:
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                let isNumber = first.isNumber || first == "-"
                let number = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
                let taken = isNumber ? number : word
                guard !taken.isEmpty else { throw refusal(of: first, line: line) }
                words.append(isNumber ? .literal(String(taken)) : .name(String(taken)))
                rest = rest.dropFirst(taken.count)
                // `{{leg.id}}` in place of `{{.leg.id}}`.
                if rest.first == ".", !isNumber {
                    let full = String(taken) + String(rest.prefix { !$0.isWhitespace && $0 != ")" })
                    throw Template.Fault(line: line, "\"\(full)\" begins without a dot", remedy: "Write {{.\(full)}}.")
                }
            }
        }
    }

    private static func path(_ rest: inout ArraySlice<Character>, line: Int) throws(Template.Fault) -> [String] {
        var path: [String] = []
        while rest.first == "." {
            rest = rest.dropFirst()
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest.dropFirst(name.count)
            if name.isEmpty {
                guard path.isEmpty, rest.first != "." else {
                    throw Template.Fault(
                        line: line, "a name is missing after a dot", remedy: "Write {{.name}} or {{.}}.")
                }
                return []
            }
            path.append(String(name))
        }
        return path
    }

    private static func quoted(_ rest: inout ArraySlice<Character>, line: Int) throws(Template.Fault) -> String {
        let quote = rest.removeFirst()
        var text = ""
        while let next = rest.popFirst(), next != quote {
            guard next == "\\", quote == "\"" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "\\": text.append("\\")
            case "\"": text.append("\"")
            case let other:
                throw Template.Fault(
                    line: line, "there is no \"\\\(other.map(String.init) ?? "")\" in a text",
                    remedy: #"There are \n, \t, \\ and \"."#)
            }
        }
        return text
    }

    private static func refusal(of character: Character, line: Int) -> Template.Fault {
        switch character {
        case "|":
            Template.Fault(
                line: line, "a pipe (\"|\") is not understood", remedy: "Only values and eq, ne, not, and, or are.")
        case "$", ":", "=":
            Template.Fault(
                line: line, "variables of a template (\"$\", \":=\") are not understood",
                remedy: "Name the value: {{.name}}, or {{name}} inside range and with.")
        default:
            Template.Fault(
                line: line, "\"\(character)\" is not understood", remedy: "To print two braces write {{\"{{\"}}.")
        }
    }
}
