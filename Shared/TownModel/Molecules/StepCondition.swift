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
