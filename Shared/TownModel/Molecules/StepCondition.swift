/// A question about a molecule on its way: whether a step is wanted, whether a loop goes round once more.
///
/// In text: `plan.output.risk == 'high' && !(tests.status == 'skipped')`. `<id>.output.<path>` is what a step gave,
/// `<id>.status` how it stands; `step.` in a loop's `until` is the body's last step; a bare name is an output of that name of a
/// step that is needed. `==`, `!=`, `<`, `<=`, `>`, `>=`, `&&`, `||`, `!`, brackets; texts in quotes. What nobody gave is
/// empty, and false.
package struct StepCondition: Hashable, Sendable {
    /// As it was written.
    package let text: String
    package let root: Term

    package indirect enum Term: Hashable, Sendable {
        case not(Term)
        case all(Term, Term)
        case any(Term, Term)
        case compare(Operand, Comparison, Operand)
        /// Neither empty, nor `false`, `0`, `no`, `off`.
        case truth(Operand)
    }

    package enum Operand: Hashable, Sendable {
        case literal(String)
        /// Of the step with this id in the same list, else in a list around it; nil: of whichever step is needed.
        case output(step: String?, path: [String])
        case status(step: String)
    }

    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
    }
}

/// What values mean, whenever a condition is decided: of variables when a formula is cooked, of steps on the way, in a
/// convoy's templates.
extension StepCondition {
    /// Neither empty, nor a word that says no, in whatever case.
    package static func isTrue(_ text: String) -> Bool {
        !["", "false", "0", "no", "off"].contains(text.lowercased())
    }
}

extension StepCondition.Comparison {
    /// As numbers where both are, else as texts.
    package func holds(_ left: String, _ right: String) -> Bool {
        if let one = Double(left), let other = Double(right), !one.isNaN, !other.isNaN { return fits(one, other) }
        return fits(left, right)
    }

    private func fits<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .unequal: left != right
        case .atMost: left <= right
        case .atLeast: left >= right
        case .less: left < right
        case .greater: left > right
        }
    }
}

extension StepCondition.Operand {
    /// How a step stands.
    package var isStatus: Bool {
        if case .status = self { true } else { false }
    }
}
