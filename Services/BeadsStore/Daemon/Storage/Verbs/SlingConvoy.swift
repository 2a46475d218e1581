internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A convoy formula that is slung: its legs are beads, each for a polecat of its own, and the synthesis begins when those that it
/// needs have ended.
extension Transaction {
    func slingConvoy(_ graph: CookedGraph, _ sling: WorkSling) throws(LedgerError) -> SlingReply {
        guard case .rig(let rig)? = sling.target, sling.beads.isEmpty else {
            throw .refuse(
                .invalid, "\(graph.formula) is a convoy: its legs are beads of their own, for polecats of a rig",
                about: graph.formula, hint: "gt sling \(graph.formula) <rig>")
        }
        guard !sling.dryRun, !sling.noConvoy else {
            throw .refuse(
                .invalid, "\(graph.formula) is a convoy: it is made, or it is not", about: graph.formula,
                hint: "gt formula cook \(graph.formula) shows what would be done")
        }
        let made = try make(MoleculeMake(graph: graph, rig: rig, title: sling.convoyTitle, isPoured: true)).molecule
        let row = try knownMolecule(made.root, shelf)
        var steps: [BeadID: GraphStep] = [:]
        for number in 1...max(1, row.index.count) {
            guard let place = row.index.place(of: number), let id = BeadID(row.molecule.id(of: number)) else {
                continue
            }
            steps[id] = place.step
        }
        var all = sling
        all.beads = steps.keys.sorted()
        let plan = try SlingPlanner(reader: self, sling: all).plan()
        // What waits, the synthesis, is fed by the convoy: on the terms of the last.
        let last = row.index.place(of: row.index.count)?.step
        let terms = last.map { sling.terms(of: $0) } ?? sling
        let convoy = try found(
            title: made.title, members: all.beads,
            feeding: Feeding(
                rig: rig, preset: terms.preset, arguments: terms.arguments, mergeMode: terms.mergeMode,
                notBefore: terms.notBefore))
        for item in plan.items { try carryOut(item, steps[item.row.id].map { sling.terms(of: $0) } ?? sling) }
        return SlingReply(
            slung: plan.items.map { $0.slung(notBefore: sling.notBefore.flatMap { $0 > now ? $0 : nil }) },
            convoy: convoy.id, molecule: made.root)
    }

    /// The leg that a bead is, if it only looks and writes what it finds: its work is kept under its ref, and nothing lands.
    func reviewOnlyStep(_ bead: BeadID) throws(LedgerError) -> (molecule: MoleculeRow, place: StepPlace)? {
        guard let step = StepID(bead.text), try isWalked(bead), let row = try molecule(step.root, shelf),
            let place = row.index.place(of: step.number), place.step.reviewOnly == true
        else { return nil }
        return (row, place)
    }

    /// A leg that only looks has handed in what it found.
    func keepFindings(
        of leg: (molecule: MoleculeRow, place: StepPlace), head: CommitID, by holder: Address
    ) throws(LedgerError) {
        var walk = walk(leg.molecule)
        let (place, row) = try knownStep(leg.place.number, of: leg.molecule, &walk)
        var output = ["head": head.text]
        if let path = place.step.metadata?["output"] { output["file"] = path }
        try done(
            place, row, by: holder.description, output: output, note: Ending.kept(head).closeReason, of: leg.molecule,
            &walk)
        _ = try settle(&walk, leg.molecule)
    }
}

extension WorkSling {
    /// As one step wants it.
    fileprivate func terms(of step: GraphStep) -> WorkSling {
        var sling = self
        sling.preset = preset ?? step.agent
        if step.reviewOnly == true { sling.mergeMode = .local }
        return sling
    }
}
