/// From a template's tokens to its tree.
struct TemplateParser {
    private var tokens: ArraySlice<TemplateLexer.Token>
    private var depth = 0

    private static let depthMax = 64
    private static let functions = TemplateTerm.Function.allCases.map(\.rawValue)
    private static let blocks = ["if", "range", "with", "else", "end"]
    /// Of Go's language, but not of this one.
    private static let refused = ["define", "template", "block", "break", "continue", "return"]

    init(_ tokens: [TemplateLexer.Token]) { self.tokens = tokens[...] }

    /// What ended a run of pieces.
    private enum Stop {
        case end
        /// With the words after `else`.
        case otherwise([TemplateLexer.Word], line: Int)
        case nothing
    }

    mutating func template() throws(Template.Fault) -> [TemplatePiece] {
        let (pieces, stop, line) = try pieces()
        switch stop {
        case .nothing: return pieces
        case .end: throw Template.Fault(line: line, "nothing is open that {{end}} could close", remedy: "Leave it out.")
        case .otherwise:
            throw Template.Fault(line: line, "{{else}} stands outside of if, range and with", remedy: "Leave it out.")
        }
    }

    private mutating func pieces() throws(Template.Fault) -> ([TemplatePiece], Stop, line: Int) {
        var pieces: [TemplatePiece] = []
        while let token = tokens.popFirst() {
            guard case .action(let words, let line) = token else {
                if case .text(let text) = token { pieces.append(.text(text)) }
                continue
            }
            guard let first = words.first else {
                throw Template.Fault(
                    line: line, "there is nothing between {{ and }}", remedy: "Name a value: {{.name}}.")
            }
            guard case .name(let name) = first, Self.blocks.contains(name) || Self.refused.contains(name) else {
                pieces.append(.value(try term(words, line), line: line))
                continue
            }
            let rest = Array(words.dropFirst())
            switch name {
            case "end":
                guard rest.isEmpty else {
                    throw Template.Fault(line: line, "{{end}} stands alone", remedy: "Write {{end}}.")
                }
                return (pieces, .end, line)
            case "else": return (pieces, .otherwise(rest, line: line), line)
            case "if", "range", "with": pieces.append(try block(name, try term(rest, line), line))
            default:
                throw Template.Fault(
                    line: line, "\"\(name)\" is not understood",
                    remedy: "There are if, range, with, else and end, and values.")
            }
        }
        return (pieces, .nothing, 0)
    }

    private mutating func block(
        _ name: String, _ term: TemplateTerm, _ line: Int
    ) throws(Template.Fault) -> TemplatePiece {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw tooDeep(line) }
        let (body, stop, _) = try pieces()
        var otherwise: [TemplatePiece] = []
        switch stop {
        case .end: break
        case .nothing:
            throw Template.Fault(line: line, "{{\(name)}} is not closed", remedy: "Write {{end}} after it.")
        case .otherwise(let words, let elseLine): otherwise = try other(name, words, elseLine, opened: line)
        }
        switch name {
        case "range": return .range(term, body: body, otherwise: otherwise, line: line)
        case "with": return .with(term, body: body, otherwise: otherwise, line: line)
        default: return .choice(term, then: body, otherwise: otherwise, line: line)
        }
    }

    /// After `{{else}}`: up to the end; after `{{else if}}`: a choice of its own, which shares the end.
    private mutating func other(
        _ name: String, _ words: [TemplateLexer.Word], _ line: Int, opened: Int
    ) throws(Template.Fault) -> [TemplatePiece] {
        if words.first == .name("if"), name == "if" {
            return [try block("if", try term(Array(words.dropFirst()), line), line)]
        }
        guard words.isEmpty else {
            throw Template.Fault(
                line: line, "{{else}} of {{\(name)}} has more words",
                remedy: "Write {{else}}, or {{else if …}} after if.")
        }
        let (pieces, stop, stopLine) = try pieces()
        switch stop {
        case .end: return pieces
        case .nothing:
            throw Template.Fault(line: opened, "{{\(name)}} is not closed", remedy: "Write {{end}} after it.")
        case .otherwise: throw Template.Fault(line: stopLine, "this is a second {{else}}", remedy: "Leave one out.")
        }
    }

    private mutating func term(_ words: [TemplateLexer.Word], _ line: Int) throws(Template.Fault) -> TemplateTerm {
        var rest = words[...]
        let term = try term(&rest, line)
        guard rest.isEmpty else {
            throw Template.Fault(
                line: line, "more words stand there than are understood", remedy: "One value, or eq, ne, not, and, or.")
        }
        return term
    }

    private mutating func term(
        _ rest: inout ArraySlice<TemplateLexer.Word>, _ line: Int
    ) throws(Template.Fault) -> TemplateTerm {
        guard case .name(let name) = rest.first else { return try single(&rest, line) }
        guard let function = TemplateTerm.Function(rawValue: name) else {
            if rest.count > 1, rest.dropFirst().first != .close {
                throw Template.Fault(
                    line: line, "the function \"\(name)\" is not understood",
                    remedy: NearWords.remedy(for: name, among: Self.functions, none: ""))
            }
            return try single(&rest, line)
        }
        rest = rest.dropFirst()
        var terms: [TemplateTerm] = []
        while let next = rest.first, next != .close { terms.append(try single(&rest, line)) }
        let isEnough =
            switch function {
            case .not: terms.count == 1
            case .ne: terms.count == 2
            case .eq: terms.count >= 2
            case .and, .or: terms.count >= 1
            }
        guard isEnough else {
            throw Template.Fault(
                line: line, "\"\(name)\" has \(terms.count) values",
                remedy: "not takes one, ne two, eq two or more, and/or one or more.")
        }
        return .call(function, terms)
    }

    private mutating func single(
        _ rest: inout ArraySlice<TemplateLexer.Word>, _ line: Int
    ) throws(Template.Fault) -> TemplateTerm {
        switch rest.popFirst() {
        case .path(let path): return .path(path)
        case .literal(let text): return .literal(text)
        case .name(let word) where word == "true" || word == "false": return .literal(word)
        case .name(let word):
            guard !Self.functions.contains(word) else {
                throw Template.Fault(
                    line: line, "\"\(word)\" needs brackets here", remedy: "Write (\(word) …) inside another.")
            }
            return .variable(word)
        case .open:
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.depthMax else { throw tooDeep(line) }
            let inner = try term(&rest, line)
            guard rest.popFirst() == .close else {
                throw Template.Fault(line: line, "a bracket is not closed", remedy: "Write \")\".")
            }
            return inner
        case .close, nil:
            throw Template.Fault(line: line, "a value is missing", remedy: "Name one: {{.name}}.")
        }
    }

    private func tooDeep(_ line: Int) -> Template.Fault {
        Template.Fault(
            line: line, "it is nested deeper than \(Self.depthMax) levels", remedy: "Split it into several texts.")
    }
}
