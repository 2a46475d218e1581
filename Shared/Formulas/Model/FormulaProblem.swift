/// What is wrong with a formula, where, and what to do about it.
package struct FormulaProblem: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        case warning
        case error
    }

    package var severity: Severity
    /// nil: of no file (a name that nothing has, a variable given on the command line).
    package var place: FormulaPlace?
    /// What is wrong.
    package var sentence: String
    /// What to do: what is allowed, or what was probably meant.
    package var remedy: String

    package init(_ severity: Severity = .error, at place: FormulaPlace?, _ sentence: String, remedy: String) {
        self.severity = severity
        self.place = place
        self.sentence = sentence
        self.remedy = remedy
    }
}

extension FormulaProblem: CustomStringConvertible {
    /// `shiny.formula.toml:12: steps[2].needs: there is no step "desing". Did you mean "design"?`
    package var description: String {
        let said = "\(sentence). \(remedy)"
        guard let place else { return said }
        return place.key.isEmpty
            ? "\(place.path):\(place.line): \(said)" : "\(place.path):\(place.line): \(place.key): \(said)"
    }
}

/// Why there is no graph: every error that was found, in the order of the file, and the warnings.
package struct FormulaFailure: Error, Hashable, Sendable {
    /// At least one of them is an error.
    package var problems: [FormulaProblem]

    package init(_ problems: [FormulaProblem]) { self.problems = problems }
}
