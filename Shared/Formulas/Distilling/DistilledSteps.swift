internal import TownModel

/// The tree as steps: which bead is which, what each needs, and what can't be said.
struct DistilledSteps {
    /// A bead's place among the steps.
    struct Step {
        var part: BeadTree.Part
        /// Of the step, or of the group.
        var id: String
        /// Of a group: the step that is the bead's own work; nil for an epic, which has none.
        var own: String?
        var children: [Step]

        /// What has ended when the bead has. An epic ends with its children, each by its own end: the group says that as
        /// long as none of them is worked at and has parts, which may go on.
        var ends: [String] {
            if let own { return [own] }
            return isWhole ? [id] : children.flatMap(\.ends)
        }

        /// The bead, and each of its children.
        var allEnds: [String] {
            children.allSatisfy(\.isWhole) ? [id] : (own.map { [$0] } ?? []) + children.flatMap(\.ends)
        }

        private var isWhole: Bool { own == nil && children.allSatisfy(\.isWhole) }
    }

    private(set) var top: [Step] = []
    private(set) var warnings: [String] = []
    /// Where each bead stands, in the order of the text.
    private var steps: [BeadID: (at: Int, step: Step, above: [BeadID])] = [:]
    private let root: BeadTree.Part

    init(_ tree: BeadTree) {
        root = tree.root
        var below: [BeadID: [BeadTree.Part]] = [:]
        for part in tree.parts.sorted(by: Self.comesBefore) where part.id != root.id {
            guard part.type == .epic || part.type.isWork else {
                warn(part, "is of type \(part.type.rawValue), which is no step, and is left out")
                continue
            }
            if let parent = part.parent { below[parent, default: []].append(part) }
        }
        var names = StepNames()
        var seen: Set<BeadID> = [root.id]
        top = lay(root.id, below, &names, &seen)
        place(top, above: [])
        for part in tree.parts where !seen.contains(part.id) && (part.type == .epic || part.type.isWork) {
            warn(part, "hangs under nothing that becomes a step, and is left out")
        }
    }

    private static func comesBefore(_ one: BeadTree.Part, _ other: BeadTree.Part) -> Bool {
        if one.createdAt != other.createdAt { return one.createdAt < other.createdAt }
        // `x.2` before `x.10`.
        return (one.id.text.utf8.count, one.id.text) < (other.id.text.utf8.count, other.id.text)
    }

    private func lay(
        _ parent: BeadID, _ below: [BeadID: [BeadTree.Part]], _ names: inout StepNames, _ seen: inout Set<BeadID>
    ) -> [Step] {
        var steps: [Step] = []
        for part in below[parent] ?? [] where seen.insert(part.id).inserted {
            let id = names.name(for: part.title)
            let isGroup = below[part.id]?.contains { !seen.contains($0.id) } == true
            let own = isGroup && part.type != .epic ? names.name(for: part.title, ending: "-itself") : nil
            steps.append(Step(part: part, id: id, own: own, children: lay(part.id, below, &names, &seen)))
        }
        return steps
    }

    private mutating func place(_ list: [Step], above: [BeadID]) {
        for step in list {
            steps[step.part.id] = (steps.count, step, above)
            place(step.children, above: above + [step.part.id])
        }
    }

    private mutating func warn(_ part: BeadTree.Part, _ what: String) { warnings.append("\(part.id) \(what)") }

    /// All of it, in TOML.
    mutating func text(_ concealing: inout Concealing) -> String {
        for edge in root.edges where EdgeType.holding.contains(edge.type) {
            warn(root, "has a \(edge.type.rawValue) edge to \(edge.to): a formula waits for nothing outside of it")
        }
        return top.map { text(of: $0, "steps", &concealing) }.joined()
    }

    private mutating func text(of step: Step, _ table: String, _ concealing: inout Concealing) -> String {
        let part = step.part
        var lines = ["", "[[\(table)]]"]
        let needs = needs(of: part)
        if !part.rest.isEmpty {
            warn(part, "has \(part.rest.joined(separator: ", ")), which a step has no place for")
        }
        guard let own = step.own else {
            lines += said(of: part, id: step.id, needs, &concealing)
            return lines.joined(separator: "\n") + "\n" + children(of: step, table, &concealing)
        }
        lines += ["id = \"\(step.id)\"", "title = \(TOMLText.string(concealing.conceal(part.title)))"]
        if !needs.isEmpty { lines.append("needs = \(TOMLText.list(needs))") }
        lines += ["", "[[\(table).children]]"] + said(of: part, id: own, [], &concealing)
        return lines.joined(separator: "\n") + "\n" + children(of: step, table, &concealing)
    }

    private mutating func children(of step: Step, _ table: String, _ concealing: inout Concealing) -> String {
        step.children.map { text(of: $0, "\(table).children", &concealing) }.joined()
    }

    private mutating func said(
        of part: BeadTree.Part, id: String, _ needs: [String], _ concealing: inout Concealing
    ) -> [String] {
        var lines = ["id = \"\(id)\"", "title = \(TOMLText.string(concealing.conceal(part.title)))"]
        for (key, text) in [
            ("description", part.description), ("acceptance", part.acceptance), ("notes", part.notes),
        ] {
            guard let text, !text.isEmpty else { continue }
            lines.append("\(key) = \(TOMLText.string(concealing.conceal(text)))")
        }
        if !needs.isEmpty { lines.append("needs = \(TOMLText.list(needs))") }
        if part.type != .task {
            if BeadType.creatable.contains(part.type) {
                lines.append("type = \"\(part.type.rawValue)\"")
            } else {
                warn(part, "is of type \(part.type.rawValue): its step is a task")
            }
        }
        if part.priority != .normal { lines.append("priority = \(part.priority.rawValue)") }
        let labels = part.labels.filter { $0 != Bead.templateLabel }.map { concealing.conceal($0) }
        if !labels.isEmpty { lines.append("labels = \(TOMLText.list(labels))") }
        return lines
    }

    /// In the order of the steps, each once.
    private mutating func needs(of part: BeadTree.Part) -> [String] {
        guard let own = steps[part.id] else { return [] }
        var found: [(at: Int, id: String)] = []
        for edge in part.edges.sorted(by: { ($0.to, $0.type.rawValue) < ($1.to, $1.type.rawValue) }) {
            if edge.type == .parentChild {
                if edge.to != part.parent { warn(part, "is a child of \(edge.to) too, which a step can't be") }
                continue
            }
            guard EdgeType.holding.contains(edge.type) else {
                warn(part, "has a \(edge.type.rawValue) edge to \(edge.to), which a formula can't say")
                continue
            }
            guard let (at, step, above) = steps[edge.to] else {
                warn(part, "waits for \(edge.to), which is no step of this")
                continue
            }
            guard edge.to != part.id, !own.above.contains(edge.to), !above.contains(part.id) else {
                warn(part, "waits for \(edge.to), and one of them is a part of the other")
                continue
            }
            switch edge.type {
            case .conditionalBlocks:
                warn(
                    part, "is only for the case that \(edge.to) fails, which a formula can't say: it waits for nothing")
            case .waitsFor where edge.gate == .anyChildren:
                warn(part, "waits for any child of \(edge.to), which a formula can't say: it waits for nothing")
            case .waitsFor: found += step.allEnds.map { (at, $0) }
            default: found += step.ends.map { (at, $0) }
            }
        }
        var seen: Set<String> = []
        return found.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.map(\.id).filter { seen.insert($0).inserted }
    }
}
