package import Formulas
package import Host
package import TownModel

/// Patrol formulas as a town's services find them: the rig's, the town's, those that come with the program, each with its
/// overlay. Not those of whoever's home or repository: a service is nobody's.
package struct TownPatrols: PatrolBook {
    private let layout: TownLayout

    package init(layout: TownLayout) { self.layout = layout }

    package func reading<Reflex: PatrolReflex>(
        of reflexes: Reflex.Type, rig: RigName?
    ) -> PatrolReading<Reflex> {
        guard let name = Reflex.formula else { return .plan(.shipped) }
        let shelf = FormulaShelf(FormulaPlaces(layout, rig: rig, directory: nil, home: nil))
        // A folder that can't be looked into may have had one.
        let blind = shelf.problems.filter { $0.severity == .error }
        guard blind.isEmpty else { return .damaged(Self.problem(name, rig, blind)) }
        guard let find = shelf[name], find.origin != .program || shelf.overlay(of: find) != nil else {
            return .plan(.shipped)
        }
        do throws(FormulaFailure) {
            return .plan(try PatrolFormula.plan(shelf.patrol(name), of: reflexes))
        } catch {
            return .damaged(Self.problem(name, rig, error.problems.filter { $0.severity == .error }))
        }
    }

    private static func problem(_ name: String, _ rig: RigName?, _ problems: [FormulaProblem]) -> PatrolProblem {
        let lines = problems.map { UntrustedText.line($0.description) }
        let more = lines.count > namedMax ? "\nand \(lines.count - namedMax) more" : ""
        let option = rig.map { " --rig \($0)" } ?? ""
        let text = """
            The patrol formula \(name) can't be used: \
            \(lines.prefix(namedMax).joined(separator: "\n"))\(more)
            Until that is mended the patrol is the one that comes with the program. Correct it, see with `gt formula lint \
            \(name)\(option)` that nothing is left, then `gt config reload`.
            """
        return PatrolProblem(text: text, mark: digest(lines.joined(separator: "\n")))
    }

    /// More faults than a person mends at once.
    private static var namedMax: Int { 5 }

    /// FNV-1a, 64 bits: short enough for an id, and nobody's secret.
    private static func digest(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

extension FormulaShelf {
    /// A formula as a patrol is made of it: cooked, and with the places of its steps.
    package func patrol(_ name: String) throws(FormulaFailure) -> PatrolFormula.Cooked {
        PatrolFormula.Cooked(
            formula: try composed(name).formula, graph: try cook(Cook.Order(name), mode: .ready).graph)
    }
}
