/// The template language of convoy formulas: a small part of Go's text/template that always comes to an end.
///
/// `{{.a.b}}`, `{{.}}`, `{{name}}` (a variable, wherever it stands), `{{if .x}} … {{else if .y}} … {{else}} …
/// {{end}}`, `{{range .xs}}` and `{{with .x}}` with their `{{else}}`, `{{/* … */}}`, `{{-` and `-}}`, `eq`, `ne`,
/// `not`, `and`, `or`, texts in quotes and numbers. All the rest of that language is refused by name. What has no
/// value is empty text.
package struct Template: Hashable, Sendable {
    let pieces: [TemplatePiece]

    /// Why a text is no template, or names what is not there.
    package struct Fault: Error, Hashable, Sendable {
        /// Of the text, from 1.
        package var line: Int
        package var sentence: String
        package var remedy: String

        package init(line: Int, _ sentence: String, remedy: String) {
            self.line = line
            self.sentence = sentence
            self.remedy = remedy
        }
    }

    package init(_ text: String) throws(Fault) {
        var parser = TemplateParser(try TemplateLexer.tokens(of: text))
        pieces = try parser.template()
    }

    /// The text that comes of it. Nothing that is filled in is read as a template again.
    package func rendered(with root: TemplateValue) -> String {
        var result = ""
        TemplateRenderer(root: root).render(pieces, root, into: &result)
        return result
    }
}

/// Something between `{{` and `}}`, or the text around.
indirect enum TemplatePiece: Hashable, Sendable {
    case text(String)
    case value(TemplateTerm, line: Int)
    case choice(TemplateTerm, then: [TemplatePiece], otherwise: [TemplatePiece], line: Int)
    /// Once for each element, which `.` is; `otherwise` when there is none.
    case range(TemplateTerm, body: [TemplatePiece], otherwise: [TemplatePiece], line: Int)
    /// `.` is the value, if that is true.
    case with(TemplateTerm, body: [TemplatePiece], otherwise: [TemplatePiece], line: Int)
}

indirect enum TemplateTerm: Hashable, Sendable {
    /// `.a.b`; nothing: `.` itself.
    case path([String])
    /// `name`: from the outermost table, wherever it stands.
    case variable(String)
    case literal(String)
    case call(Function, [TemplateTerm])

    enum Function: String, Hashable, Sendable, CaseIterable {
        case eq
        case ne
        case not
        case and
        case or
    }
}

private struct TemplateRenderer {
    let root: TemplateValue

    func render(_ pieces: [TemplatePiece], _ dot: TemplateValue, into result: inout String) {
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .value(let term, _): result += value(term, dot).text
            case .choice(let term, let then, let otherwise, _):
                render(value(term, dot).isTrue ? then : otherwise, dot, into: &result)
            case .range(let term, let body, let otherwise, _):
                let items = elements(value(term, dot))
                if items.isEmpty { render(otherwise, dot, into: &result) }
                for item in items { render(body, item, into: &result) }
            case .with(let term, let body, let otherwise, _):
                let inner = value(term, dot)
                if inner.isTrue {
                    render(body, inner, into: &result)
                } else {
                    render(otherwise, dot, into: &result)
                }
            }
        }
    }

    private func elements(_ value: TemplateValue) -> [TemplateValue] {
        if case .list(let items) = value { items } else { [] }
    }

    private func value(_ term: TemplateTerm, _ dot: TemplateValue) -> TemplateValue {
        switch term {
        case .path(let path): return dot.member(path)
        case .variable(let name): return root.member([name])
        case .literal(let text): return .text(text)
        case .call(let function, let terms):
            let values = terms.map { value($0, dot) }
            switch function {
            case .eq: return flag(values.dropFirst().contains(values[0]))
            case .ne: return flag(values[0] != values[1])
            case .not: return flag(!values[0].isTrue)
            // As in Go: the value that decided, not only whether.
            case .and: return values.first { !$0.isTrue } ?? values[values.count - 1]
            case .or: return values.first(where: \.isTrue) ?? values[values.count - 1]
            }
        }
    }

    private func flag(_ isTrue: Bool) -> TemplateValue { .text(isTrue ? "true" : "false") }
}
