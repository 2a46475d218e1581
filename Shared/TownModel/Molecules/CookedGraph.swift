/// What cooking a formula gives: every step of a molecule and what each waits for, as a value. Loops stay folded, so that a
/// million steps are a few nodes.
///
/// Nodes stand in the order of the formula's text, a part after its group. Steps are numbered from 1 in that order (`GraphIndex`
/// has the arithmetic); `<root>.<number>` names one for good.
package struct CookedGraph: Hashable, Sendable, Codable {
    /// The formula's name.
    package var formula: String
    package var version: Int
    package var kind: GraphKind
    package var title: String
    package var description: String
    /// What every variable stands for; programs that are run get them as `GT_VAR_<name>`.
    package var variables: [String: String]
    package var nodes: [GraphNode]
    package var squash: SquashRule?

    package init(
        formula: String, version: Int = 1, kind: GraphKind = .workflow, title: String, description: String = "",
        variables: [String: String] = [:], nodes: [GraphNode], squash: SquashRule? = nil
    ) {
        self.formula = formula
        self.version = version
        self.kind = kind
        self.title = title
        self.description = description
        self.variables = variables
        self.nodes = nodes
        self.squash = squash
    }
}

package enum GraphKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Steps that one agent walks.
    case workflow
    /// Legs that agents work at side by side, then a synthesis.
    case convoy
}

/// A step, a group of steps, or a loop, with what must have ended before it begins.
package struct GraphNode: Hashable, Sendable, Codable {
    /// Of a loop: its id, and what holds for it as a whole (condition, gate).
    package var step: GraphStep
    /// Each names a node of the same list once; there is no cycle.
    package var needs: [GraphNeed]
    /// Where in the same list the group stands that this is a part of.
    package var group: Int?
    private var isGroup: Bool?
    private var loop: GraphLoop?

    package var shape: NodeShape {
        get { loop.map(NodeShape.loop) ?? (isGroup == true ? .group : .step) }
        set {
            (isGroup, loop) = (nil, nil)
            switch newValue {
            case .step: break
            case .group: isGroup = true
            case .loop(let loop): self.loop = loop
            }
        }
    }

    package init(step: GraphStep, needs: [GraphNeed] = [], group: Int? = nil, shape: NodeShape = .step) {
        self.step = step
        self.needs = needs
        self.group = group
        self.shape = shape
    }
}

package enum NodeShape: Hashable, Sendable {
    case step
    /// Nobody works at it: it ends when its parts have ended. Its parts wait for its needs too.
    case group
    case loop(GraphLoop)
}

/// What a node waits for.
package struct GraphNeed: Hashable, Sendable, Codable {
    /// Where it stands in the list.
    package var node: Int
    package var rule: NeedRule

    package init(_ node: Int, _ rule: NeedRule = .ended) {
        self.node = node
        self.rule = rule
    }
}

package enum NeedRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The step, the group or the loop has ended.
    case ended
    /// It has, and so have all molecules that it fanned out into.
    case allChildren = "all-children"
    /// One of its parts, or of the molecules that it fanned out into, has ended.
    case anyChild = "any-children"
}

/// A body that is walked again and again: an iteration begins when the one before has ended.
package struct GraphLoop: Hashable, Sendable, Codable {
    /// Iterations; with `until` at most so many.
    package var count: Int64
    /// The first value of `variable`; it grows by one.
    package var first: Int64
    /// Stands in the body's texts as `{{name}}`; nil: nothing there names the iteration.
    package var variable: String?
    /// No iteration begins after the one that leaves this true.
    package var until: StepCondition?
    /// Their needs are among themselves.
    package var body: [GraphNode]

    package init(
        count: Int64, first: Int64 = 1, variable: String? = nil, until: StepCondition? = nil, body: [GraphNode]
    ) {
        self.count = count
        self.first = first
        self.variable = variable
        self.until = until
        self.body = body
    }
}
