import TownModel
import Wire

/// What a worker is told of the molecule that is its bead's way of working.
extension PrimeText {
    var way: [String] {
        guard let reply = reply.molecule else { return [] }
        let molecule = reply.molecule
        var lines = [
            "It is worked at step by step, as the molecule \(molecule.root) says: \(MoleculeText.progress(molecule))."
        ]
        for step in reply.open.prefix(PrimeLimits.stepsMax) {
            let holder = step.holder.map { ", with \(FramedText.name($0))" } ?? ""
            lines.append(
                "  \(molecule.id(of: step.number)) \(FramedText.name(step.path)): \(step.state.rawValue)\(holder)")
        }
        return lines + [
            "gt mol next \(molecule.root) gives you your step and says what it is; gt mol next \(molecule.root) --done "
                + "N ends it and gives the next. When all are done: gt done."
        ]
    }
}
