/// Which gates of a run may start, given what has ended. A gate is known by its place in the list.
package struct GatePlan: Hashable, Sendable {
    package let gates: [Gate]
    /// By gate: the places of those that must have passed before it.
    private let needs: [Set<Int>]

    /// Why a list of gates can't be run.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is no gate of that name.
        case unknown(need: String, of: Int)
        /// Each needs the next, the last one the first.
        case cycle([String], at: Int)

        /// The gate that is to blame.
        package var gate: Int {
            switch self {
            case .unknown(_, let gate), .cycle(_, let gate): gate
            }
        }

        package var description: String {
            switch self {
            case .unknown(let need, _): "it needs \"\(need)\", and there is no gate of that name"
            case .cycle(let names, _):
                "these gates wait for each other: \((names + names.prefix(1)).joined(separator: " → "))"
            }
        }
    }

    package init(_ gates: [Gate]) throws(Fault) {
        var needs: [Set<Int>] = []
        for place in gates.indices { needs.append(try Self.needs(of: place, in: gates)) }
        self.gates = gates
        self.needs = needs
        if let circle = circle() { throw .cycle(circle.map { gates[$0].name }, at: circle[0]) }
    }

    /// Those that may start now, in the order of the list.
    /// - Parameter started: all that were, also those that have ended since.
    package func ready(passed: Set<Int>, started: Set<Int>) -> [Int] {
        gates.indices.filter { !started.contains($0) && needs[$0].isSubset(of: passed) }
    }

    private static func needs(of place: Int, in gates: [Gate]) throws(Fault) -> Set<Int> {
        let gate = gates[place]
        if let names = gate.needs {
            var found: Set<Int> = []
            for name in names {
                guard let need = gates.firstIndex(where: { $0.name == name }) else {
                    throw .unknown(need: name, of: place)
                }
                found.insert(need)
            }
            return found
        }
        guard let phase = gate.phase else { return place == 0 ? [] : [place - 1] }
        return Set(gates.indices.filter { other in gates[other].phase.map { $0 < phase } ?? false })
    }

    /// Some gates that wait for each other; nil: there are none.
    private func circle() -> [Int]? {
        var passed: Set<Int> = []
        while true {
            let next = ready(passed: passed, started: passed)
            if next.isEmpty { break }
            passed.formUnion(next)
        }
        guard var place = gates.indices.first(where: { !passed.contains($0) }) else { return nil }
        var path: [Int] = []
        while !path.contains(place) {
            path.append(place)
            guard let next = needs[place].subtracting(passed).min() else { return nil }
            place = next
        }
        return Array(path.drop { $0 != place })
    }
}
