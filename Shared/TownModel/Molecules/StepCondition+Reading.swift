extension StepCondition {
    /// Why a text is no condition: what was met instead of what, and where.
    package struct Fault: Error, Hashable, Sendable {
        /// Characters from the beginning, from 1.
        package var column: Int
        package var sentence: String
    }

    package init(_ text: String) throws(Fault) {
        var reader = Reader(text)
        root = try reader.anyOf()
        try reader.expectEnd()
        self.text = text
    }

    /// The ids of steps that it asks about.
    package var steps: Set<String> {
        var found: Set<String> = []
        func visit(_ operand: Operand) {
            switch operand {
            case .output(let step?, _), .status(let step): found.insert(step)
            case .output(nil, _), .literal: break
            }
        }
        func visit(_ term: Term) {
            switch term {
            case .not(let inner): visit(inner)
            case .all(let one, let other), .any(let one, let other):
                visit(one)
                visit(other)
            case .compare(let one, _, let other):
                visit(one)
                visit(other)
            case .truth(let operand): visit(operand)
            }
        }
        visit(root)
        return found
    }
}

extension StepCondition: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try StepCondition(text)
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a condition: \(error.sentence), at character \(error.column)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// One pass over the text; each method reads one level of the grammar.
private struct Reader {
    private let characters: [Character]
    private var at = 0
    private var depth = 0

    private static let depthMax = 64

    init(_ text: String) { characters = Array(text) }

    mutating func anyOf() throws(StepCondition.Fault) -> StepCondition.Term {
        var term = try allOf()
        while take("||") { term = .any(term, try allOf()) }
        return term
    }

    mutating func expectEnd() throws(StepCondition.Fault) {
        skipWhite()
        guard at == characters.count else { throw fault("nothing more was expected") }
    }

    private mutating func allOf() throws(StepCondition.Fault) -> StepCondition.Term {
        var term = try single()
        while take("&&") { term = .all(term, try single()) }
        return term
    }

    private mutating func single() throws(StepCondition.Fault) -> StepCondition.Term {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw fault("it is nested deeper than \(Self.depthMax) levels") }
        skipWhite()
        if !starts("!="), take("!") { return .not(try single()) }
        if take("(") {
            let term = try anyOf()
            guard take(")") else { throw fault("a closing bracket was expected") }
            return term
        }
        let left = try operand()
        for comparison in StepCondition.Comparison.allCases where take(comparison.rawValue) {
            return .compare(left, comparison, try operand())
        }
        return .truth(left)
    }

    private mutating func operand() throws(StepCondition.Fault) -> StepCondition.Operand {
        skipWhite()
        guard let first = peek else { throw fault("a step's output, a text or a number was expected") }
        if first == "'" || first == "\"" { return .literal(try quoted(by: first)) }
        if first.isNumber || first == "-" { return .literal(number()) }
        let words = try path()
        if words == ["true"] || words == ["false"] { return .literal(words[0]) }
        return try reference(words)
    }

    private func reference(_ words: [String]) throws(StepCondition.Fault) -> StepCondition.Operand {
        guard words.count > 1 else { return .output(step: nil, path: words) }
        // An id of a step may have dots itself: `implement.draft.output.ok`.
        if let split = words.lastIndex(of: "output"), split > 0, split < words.count - 1 {
            let split = words.firstIndex(of: "output") ?? split
            return .output(
                step: words[..<split].joined(separator: "."), path: Array(words[(split + 1)...]))
        }
        if words.last == "status" { return .status(step: words.dropLast().joined(separator: ".")) }
        throw fault("\"\(words.joined(separator: "."))\" is neither <step>.output.<name> nor <step>.status")
    }

    private mutating func path() throws(StepCondition.Fault) -> [String] {
        var words: [String] = []
        repeat {
            var word = ""
            while let next = peek, next.isLetter || next.isNumber || next == "_" || next == "-" {
                word.append(next)
                at += 1
            }
            guard !word.isEmpty else { throw fault("a step's output, a text or a number was expected") }
            words.append(word)
        } while takeDot()
        return words
    }

    private mutating func quoted(by quote: Character) throws(StepCondition.Fault) -> String {
        at += 1
        var text = ""
        while let next = peek, next != quote {
            text.append(next)
            at += 1
        }
        guard peek != nil else { throw fault("the text has no closing quote") }
        at += 1
        return text
    }

    private mutating func number() -> String {
        var text = ""
        while let next = peek, next.isNumber || next == "." || (next == "-" && text.isEmpty) {
            text.append(next)
            at += 1
        }
        return text
    }

    private var peek: Character? { at < characters.count ? characters[at] : nil }

    private mutating func takeDot() -> Bool {
        guard peek == "." else { return false }
        at += 1
        return true
    }

    private mutating func skipWhite() {
        while let next = peek, next.isWhitespace { at += 1 }
    }

    private func starts(_ word: String) -> Bool {
        characters[at...].starts(with: Array(word))
    }

    private mutating func take(_ word: String) -> Bool {
        skipWhite()
        guard starts(word) else { return false }
        at += word.count
        return true
    }

    private func fault(_ sentence: String) -> StepCondition.Fault {
        StepCondition.Fault(column: at + 1, sentence: sentence)
    }
}
