internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A formula that is slung: it becomes the way of working at a bead, or the bead itself.
extension Transaction {
    /// Gives the command as it is carried out: with a bead, whose way the formula is. Slung a second time, the same formula on
    /// the same bead is nothing new.
    func layFormula(of sling: WorkSling) throws(LedgerError) -> WorkSling {
        guard let graph = sling.graph else { return sling }
        guard sling.beads.count <= 1 else {
            throw .refuse(
                .invalid, "\(graph.formula) is laid on one bead, not on \(sling.beads.count)", about: graph.formula,
                hint: "gt sling \(graph.formula) --on <bead>, once for each")
        }
        var sling = sling
        if sling.beads.isEmpty { sling.beads = [try bead(of: graph, for: sling)] }
        guard let id = sling.beads.first else { return sling }
        let row = try knownBead(id)
        if let root = try wayRoot(of: id), try knownMolecule(root, shelf).index.graph == graph { return sling }
        guard !sling.dryRun else { return sling }
        _ = try make(MoleculeMake(graph: graph, rig: row.bead.rig, attach: id))
        return sling
    }

    /// The piece of work that a formula by itself is.
    private func bead(of graph: CookedGraph, for sling: WorkSling) throws(LedgerError) -> BeadID {
        guard !sling.dryRun else {
            throw .refuse(
                .invalid, "nothing is made with --dry-run, so that there is no bead to look at", about: graph.formula,
                hint: "gt formula cook \(graph.formula) shows what would be done")
        }
        let rig: RigName? = if case .rig(let name) = sling.target { name } else { nil }
        return try create(BeadCreate(rig: rig, title: graph.title, description: graph.description)).bead.id
    }
}
