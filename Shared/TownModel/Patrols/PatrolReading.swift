/// Where a role's patrol formula is looked for.
package protocol PatrolBook: Sendable {
    /// What the formula of these reflexes says for a rig, or for the town, now.
    func reading<Reflex: PatrolReflex>(of reflexes: Reflex.Type, rig: RigName?) -> PatrolReading<Reflex>
}

/// What was found there.
package enum PatrolReading<Reflex: PatrolReflex>: Hashable, Sendable {
    case plan(PatrolPlan<Reflex>)
    case damaged(PatrolProblem)
}

/// Why a patrol formula can't be used.
package struct PatrolProblem: Error, Hashable, Sendable {
    /// For a person: file, line, what is wrong, what to do.
    package var text: String
    /// Tells one such problem from others: the same file with the same fault has the same.
    package var mark: String

    package init(text: String, mark: String) {
        self.text = text
        self.mark = mark
    }
}

/// Nowhere: each patrol is as the program has it.
package struct ShippedPatrols: PatrolBook {
    package init() {}

    package func reading<Reflex: PatrolReflex>(
        of reflexes: Reflex.Type, rig: RigName?
    ) -> PatrolReading<Reflex> { .plan(.shipped) }
}
