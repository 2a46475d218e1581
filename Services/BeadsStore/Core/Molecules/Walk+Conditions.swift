package import TownModel

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
            let (left, right) = (try value(left, at: place), try value(right, at: place))
            return comparison.holds(left, right)
        case .truth(let operand): return Truth.of(try value(operand, at: place))
        }
    }

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

extension StepCondition.Comparison {
    /// As numbers where both are, else as texts. `complete` and `closed` are the reference's words for `done`.
    package func holds(_ left: String, _ right: String) -> Bool {
        let words = ["complete": "done", "closed": "done"]
        let (left, right) = (words[left] ?? left, words[right] ?? right)
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

/// What counts as no.
enum Truth {
    static func of(_ text: String) -> Bool { !["", "false", "0", "no", "off"].contains(text.lowercased()) }
}
