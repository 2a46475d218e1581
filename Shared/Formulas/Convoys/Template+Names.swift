extension Template {
    /// Names that are not offered, and values used as what they are not, in the order of the text.
    package func faults(offered root: TemplateShape) -> [Fault] {
        var check = TemplateCheck(root: root)
        check.visit(pieces, root)
        return check.faults
    }
}

/// A walk over a template with what `.` is at each place.
private struct TemplateCheck {
    let root: TemplateShape
    var faults: [Template.Fault] = []

    init(root: TemplateShape) { self.root = root }

    mutating func visit(_ pieces: [TemplatePiece], _ dot: TemplateShape) {
        for piece in pieces {
            switch piece {
            case .text: break
            case .value(let term, let line):
                if case .table(let members) = shape(term, dot, line) {
                    let names = members.keys.sorted().map { ".\($0)" }.joined(separator: ", ")
                    report(line, "\(said(term)) is a table and has no text", "Name one of its values: \(names).")
                }
            case .choice(let term, let then, let otherwise, let line):
                _ = shape(term, dot, line)
                visit(then, dot)
                visit(otherwise, dot)
            case .range(let term, let body, let otherwise, let line):
                switch shape(term, dot, line) {
                case .list(let element): visit(body, element)
                case .text, .table:
                    report(line, "\(said(term)) is no list, so range does nothing", "Use {{if}} or {{with}}.")
                case nil: break
                }
                visit(otherwise, dot)
            case .with(let term, let body, let otherwise, let line):
                if let inner = shape(term, dot, line) { visit(body, inner) }
                visit(otherwise, dot)
            }
        }
    }

    /// nil: unknown, and reported.
    private mutating func shape(_ term: TemplateTerm, _ dot: TemplateShape, _ line: Int) -> TemplateShape? {
        switch term {
        case .literal: return .text
        case .variable(let name): return member(name, of: root, line)
        case .path(let path):
            var shape: TemplateShape? = dot
            for name in path { shape = shape.flatMap { member(name, of: $0, line) } }
            return shape
        case .call(let function, let terms):
            let shapes = terms.map { shape($0, dot, line) }
            switch function {
            case .eq, .ne, .not: return .text
            case .and, .or: return shapes[0]
            }
        }
    }

    private mutating func member(_ name: String, of shape: TemplateShape, _ line: Int) -> TemplateShape? {
        guard case .table(let members) = shape else {
            report(line, "\".\(name)\" is asked of what has no members", "Inside range and with, {{.}} is the value.")
            return nil
        }
        guard let found = members[name] else {
            report(
                line, "there is nothing called \"\(name)\" here",
                NearWords.remedy(for: name, among: members.keys, none: "Nothing is offered here."))
            return nil
        }
        return found
    }

    private func said(_ term: TemplateTerm) -> String {
        switch term {
        case .path(let path): "\".\(path.joined(separator: "."))\""
        case .variable(let name): "\"\(name)\""
        case .literal(let text): "\"\(text)\""
        case .call(let function, _): "\"\(function.rawValue)\""
        }
    }

    private mutating func report(_ line: Int, _ sentence: String, _ remedy: String) {
        faults.append(Template.Fault(line: line, sentence, remedy: remedy))
    }
}
