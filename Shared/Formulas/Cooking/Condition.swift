internal import TownModel

/// Conditions about variables, decided when a formula is cooked: `{{v}}`, `!{{v}}`, `{{v}} == x`, `{{v}} != x`, and
/// these inside of a condition about the molecule on its way.
enum Condition {
    /// Both hold.
    static func both(_ one: Placed<String>?, _ other: Placed<String>?) -> Placed<String>? {
        guard let one, let other, one.value != other.value else { return one ?? other }
        return Placed("(\(plain(one.value))) && (\(plain(other.value)))", at: other.place)
    }

    /// It asks for nothing that steps give.
    static func isOfVariables(_ text: String) -> Bool {
        guard Braces.hasAny(text) else { return false }
        // A text that is no condition is refused when it is decided.
        guard let read = try? StepCondition(Braces.replacing(plain(text)) { _ in "''" }) else { return false }
        return !read.root.asksSteps
    }

    /// In the grammar of `StepCondition`, with the text that a variable is compared with in quotes.
    static func plain(_ text: String) -> String {
        for comparison in ["==", "!="] {
            guard let range = text.firstRange(of: comparison) else { continue }
            let left = trim(text[..<range.lowerBound]), right = trim(text[range.upperBound...])
            guard Braces.names(in: left).count == 1, left.hasPrefix("{{"), left.hasSuffix("}}"), isWord(right) else {
                return text
            }
            return "\(left) \(comparison) '\(right)'"
        }
        return text
    }

    /// A value as a text of a condition; nil: it has both kinds of quotes.
    static func quoted(_ value: String) -> String? {
        if !value.contains("'") { return "'\(value)'" }
        return value.contains("\"") ? nil : "\"\(value)\""
    }

    /// Neither in quotes, nor a variable, nor anything of a step.
    private static func isWord(_ text: String) -> Bool {
        let foreign: Set<Character> = ["'", "\"", "{", "}", "&", "|", "=", "(", ")"]
        return !text.isEmpty && !text.contains(where: foreign.contains) && !text.contains(".output.")
            && !text.hasSuffix(".status")
    }

    private static func trim(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}

extension StepCondition.Term {
    var asksSteps: Bool {
        switch self {
        case .not(let inner): inner.asksSteps
        case .all(let one, let other), .any(let one, let other): one.asksSteps || other.asksSteps
        case .compare(let one, _, let other): one.asksStep || other.asksStep
        case .truth(let operand): operand.asksStep
        }
    }

    /// What is known before any step has run; nil: that depends on the steps.
    var known: Bool? {
        switch self {
        case .not(let inner): return inner.known.map { !$0 }
        case .all(let one, let other):
            if one.known == false || other.known == false { return false }
            return one.known == true && other.known == true ? true : nil
        case .any(let one, let other):
            if one.known == true || other.known == true { return true }
            return one.known == false && other.known == false ? false : nil
        case .compare(.literal(let one), let comparison, .literal(let other)):
            return comparison.holds(one, other)
        case .truth(.literal(let text)): return StepCondition.isTrue(text)
        case .compare, .truth: return nil
        }
    }
}

extension StepCondition.Operand {
    fileprivate var asksStep: Bool {
        if case .literal = self { return false }
        return true
    }
}
