internal import TownModel

/// What a condition comes to, as the molecule stands now.
extension Walk {
    mutating func holds(_ condition: StepCondition, at place: StepPlace) throws(Book.Failure) -> Bool {
        try holds(condition.root, at: place)
    }

    private mutating func holds(_ term: StepCondition.Term, at place: StepPlace) throws(Book.Failure) -> Bool {
        switch term {
        case .not(let inner): return try !holds(inner, at: place)
        case .all(let one, let other):
            guard try holds(one, at: place) else { return false }
            return try holds(other, at: place)
        case .any(let one, let other):
            if try holds(one, at: place) { return true }
            return try holds(other, at: place)
        case .compare(let left, let comparison, let right):
            let isOfStatus = left.isStatus || right.isStatus
            let (left, right) = (try value(left, at: place), try value(right, at: place))
            guard isOfStatus else { return comparison.holds(left, right) }
            return comparison.holds(Self.stateWords[left] ?? left, Self.stateWords[right] ?? right)
        case .truth(let operand): return StepCondition.isTrue(try value(operand, at: place))
        }
    }

    /// The reference's words for `done`.
    private static var stateWords: [String: String] { ["complete": "done", "closed": "done"] }

    private mutating func value(
        _ operand: StepCondition.Operand, at place: StepPlace
    ) throws(Book.Failure) -> String {
        switch operand {
        case .literal(let text): return text
        case .output(let step?, let path):
            guard let asked = self.step(step, at: place) else { return "" }
            return try pad.row(asked.number)?.output[path.joined(separator: ".")] ?? ""
        case .output(nil, let path):
            // A group itself waits for its parts alone; what is asked about is what they wait for.
            let isGroup = place.graphNode.shape == .group
            for need in isGroup ? place.graphNode.needs : place.frame.list.needs[place.node] {
                let row = try pad.row(place.sibling(need.node).number)
                if let found = row?.output[path.joined(separator: ".")] { return found }
            }
            return ""
        case .status(let step):
            guard let asked = self.step(step, at: place) else { return "" }
            return (try pad.row(asked.number)?.state ?? .waiting).rawValue
        }
    }

    /// `step` is the last of the list, unless one is called so.
    private func step(_ id: String, at place: StepPlace) -> StepPlace? {
        place.named(id) ?? (id == "step" ? place.frame.list.nodes.indices.last.map(place.sibling) : nil)
    }
}
