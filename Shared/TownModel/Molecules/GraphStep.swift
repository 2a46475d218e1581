/// What one step of a cooked graph says. Its texts have every variable filled in but those of loops around it.
package struct GraphStep: Hashable, Sendable, Codable {
    /// Unique in its list; `<loop>.iter<n>.<id>` names one in a loop.
    package var id: String
    package var title: String
    package var description: String?
    package var notes: String?
    /// When it counts as done, in words.
    package var acceptance: String?
    package var type: BeadType?
    package var priority: Priority?
    package var labels: [String]?
    /// Who is to do it, as written; nil: whoever has the molecule.
    package var assignee: String?
    /// Which agent preset a leg is worked at with.
    package var agent: String?
    /// The leg looks and writes its findings, and changes nothing that is merged.
    package var reviewOnly: Bool?
    /// A person is expected beside the agent.
    package var interactive: Bool?
    package var metadata: [String: String]?
    /// The shell command that the step is. Variables are in its environment, and `{{name}}` was replaced by
    /// `${GT_VAR_name}`: no value is ever read as shell.
    package var run: String?
    /// How long `run` may take, and the step's `gate` may stay shut; nil: without end for an agent's step.
    package var timeoutSeconds: Int64?
    package var retry: RetryRule?
    package var gate: StepGate?
    /// Looked at when all that it needs has ended: false, and it is skipped.
    package var condition: StepCondition?
    package var fanOut: FanOut?

    package init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// How often a step that failed is tried again, and how long after.
package struct RetryRule: Hashable, Sendable, Codable {
    /// Tries in all, 1 to 100.
    package var attemptsMax: Int
    /// Before the second try; doubles from one to the next.
    package var backoffSeconds: Int64

    package init(attemptsMax: Int, backoffSeconds: Int64 = 0) {
        self.attemptsMax = attemptsMax
        self.backoffSeconds = backoffSeconds
    }
}

/// What holds a step shut, when all that it needs has ended, until it opens. What can't be looked at stays shut.
package struct StepGate: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A person opens it.
        case human
        /// Opens `timeoutSeconds` after it shut.
        case timer
        /// Opens when the bead `subject` ends.
        case bead
        /// Opens when a mail comes whose subject begins with `subject`.
        case mail
        /// Opens with an event whose topic fits the pattern `subject`, since the molecule was made.
        case event
        /// Opens when the command `subject` exits 0.
        case exec
        /// Opens when the forge's run `subject` has succeeded.
        case forgeRun = "gh:run"
        /// Opens when the forge's pull request `subject` is merged.
        case forgePull = "gh:pr"
    }

    package var kind: Kind
    package var subject: String?
    /// A timer's time; of the others: after so long a person is told.
    package var timeoutSeconds: Int64?

    package init(kind: Kind, subject: String? = nil, timeoutSeconds: Int64? = nil) {
        self.kind = kind
        self.subject = subject
        self.timeoutSeconds = timeoutSeconds
    }

    /// Why it can never open by itself; nil when it can.
    package var complaint: String? {
        switch kind {
        case .human: nil
        case .timer: timeoutSeconds == nil ? "no time is said" : nil
        case .bead, .mail, .exec, .forgeRun, .forgePull:
            subject?.isEmpty == false ? nil : "what it looks at is not said"
        case .event: subject.map(TopicPattern.init).map(Self.complaint) ?? "what it looks at is not said"
        }
    }

    private static func complaint(_ pattern: TopicPattern) -> String? {
        pattern.isSignal ? "\(pattern.text): signals are in no log" : pattern.complaint
    }
}

/// A molecule for each element of a list that the step gave as its output.
package struct FanOut: Hashable, Sendable, Codable {
    /// Where the list is in the step's output: `files`, `result.items`.
    package var over: String
    /// The formula that each is made from.
    package var formula: String
    /// `{item}`, `{item.<field>}` and `{index}` are filled in.
    package var variables: [String: String]
    /// One after the other instead of side by side.
    package var isSequential: Bool

    package init(over: String, formula: String, variables: [String: String] = [:], isSequential: Bool = false) {
        self.over = over
        self.formula = formula
        self.variables = variables
        self.isSequential = isSequential
    }
}

/// What becomes of a molecule's record when it is squashed.
package struct SquashRule: Hashable, Sendable, Codable {
    /// `on_complete`: by itself when its last step ends; `manual`.
    package var trigger: String
    /// Which of the digest's forms: `operational`, `work` …, as written.
    package var template: String?
    /// The digest has how long each step took.
    package var hasMetrics: Bool

    package init(trigger: String, template: String? = nil, hasMetrics: Bool = false) {
        self.trigger = trigger
        self.template = template
        self.hasMetrics = hasMetrics
    }
}
