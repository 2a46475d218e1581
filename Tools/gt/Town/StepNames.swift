import TownModel
import Wire

/// A step of a wisp, which no bead has the name of.
struct MoleculeStepName: Encodable {
    let id: StepID
    let step: MoleculeStep

    func encode(to encoder: any Encoder) throws { try step.encode(to: encoder) }
}

extension TownClient {
    /// The step that a text names; nil where it names a bead, or nothing, or nobody can be asked: then it is looked for as a
    /// bead, and what is wrong with it is said there.
    func step(named text: String) async throws(CommandFailure) -> MoleculeStepName? {
        guard let id = StepID(text) else { return nil }
        do {
            let molecule = try await query(MoleculeShow(molecule: id.root)).molecule
            guard molecule.isPoured != true else { return nil }
            let steps = try await query(
                MoleculeSteps(molecule: id.root, after: id.number - 1, limit: 1, isFull: true)
            ).steps
            guard let step = steps.first, step.number == id.number else { return nil }
            return MoleculeStepName(id: id, step: step)
        } catch {
            if error.code == "not-found" || error.code == "conflict" || error.status == .away { return nil }
            throw error
        }
    }
}
