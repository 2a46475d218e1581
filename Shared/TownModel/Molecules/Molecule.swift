/// A workflow on its way: a root bead, a cooked graph, and how far its steps are.
package struct Molecule: Hashable, Sendable, Codable {
    package var root: BeadID
    package var formula: String
    package var title: String
    /// The bead that it is the way of working at; nil: it stands for itself.
    package var attached: BeadID?
    /// Steps to work at, if no loop ends early.
    package var steps: Int64
    package var done: Int64
    package var skipped: Int64
    /// For good: the molecule stands until a person decides.
    package var failed: Int64
    package var createdAt: Timestamp
    package var endedAt: Timestamp?
    /// Its steps are beads too, `<root>.<number>`, which are in the files of their home; nil: it is a wisp.
    package var isPoured: Bool?
    /// The bead that it was squashed into.
    package var digest: BeadID?
    /// It has not begun: its root waits for another bead. Not there otherwise.
    package var held: Bool?

    package init(
        root: BeadID, formula: String, title: String, attached: BeadID? = nil, steps: Int64, createdAt: Timestamp
    ) {
        self.root = root
        self.formula = formula
        self.title = title
        self.attached = attached
        self.steps = steps
        done = 0
        skipped = 0
        failed = 0
        self.createdAt = createdAt
    }

    package var isHeld: Bool { held == true }

    /// `<root>.<number>`: of a wisp no bead has it, and still it names the step.
    package func id(of step: Int64) -> String { "\(root).\(step)" }
}

/// One step of a molecule, filled in, with how it stands.
package struct MoleculeStep: Hashable, Sendable, Codable {
    package var number: Int64
    /// `moves.iter7.move`.
    package var path: String
    package var step: GraphStep
    package var state: StepState
    /// Who has it, or had when it ended.
    package var holder: String?
    /// From 1; 0: nobody has tried.
    package var attempt: Int
    package var beganAt: Timestamp?
    package var endedAt: Timestamp?
    package var output: [String: String]?
    /// Why it failed, rests or was skipped.
    package var note: String?

    package init(number: Int64, path: String, step: GraphStep, state: StepState, attempt: Int = 0) {
        self.number = number
        self.path = path
        self.step = step
        self.state = state
        self.attempt = attempt
    }
}

extension StepPlace {
    /// What the step says here, with what the loops around are at.
    package var step: GraphStep {
        let values = loopValues
        guard !values.isEmpty else { return graphNode.step }
        var step = graphNode.step
        // What a shell reads is told as it stands: it has the values in its environment.
        step.changeTexts({ LoopVariables.fill($0, values) }, shell: { $0 })
        return step
    }
}
