import TownModel
import Wire

/// Makes the molecules that steps have fanned out into: formulas lie where their walker is. Who is killed in between leaves the
/// rest to whoever asks next.
struct FanOutMaker {
    let call: Invocation
    let client: TownClient

    /// Molecules of a molecule's steps that are open, the first few, after what is due was made; nil: nothing has fanned out, or all
    /// has ended.
    func children(of root: BeadID, _ fanOuts: [FanOutProgress]?) async throws -> [BeadID]? {
        guard var known = fanOuts else { return nil }
        while known.contains(where: { !$0.due.isEmpty }) {
            for progress in known { try await make(progress, of: root) }
            guard let now = try await client.query(MoleculeShow(molecule: root)).fanOuts else { return nil }
            known = now
            // Of many, the first are walked before more are made.
            if known.contains(where: { !$0.open.isEmpty }) { break }
        }
        return known.flatMap(\.open)
    }

    private func make(_ progress: FanOutProgress, of root: BeadID) async throws {
        for element in progress.due {
            let graph = try call.graph(
                of: progress.fanOut.formula, values: progress.fanOut.variables(for: element), rig: progress.rig)
            let place = FanOutPlace(molecule: root, number: progress.number, position: element.position)
            let made = try await client.command(
                MoleculeMake(graph: graph, rig: progress.rig, parent: place),
                id: CommandID(composed: "fan-out", root.text, String(place.number), String(place.position)))
            call.note("\(progress.path) fans out: \(MoleculeText.line(made.molecule, call.screen))")
        }
    }
}
