internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// How a molecule begins, and how it ends without its work.
extension Transaction {
    func make(_ make: MoleculeMake) throws(LedgerError) -> MoleculeReply {
        var make = make
        if let place = make.parent {
            if let known = try child(place) { return try show(try knownMolecule(known, shelf)) }
            make.rig = try knownBead(place.molecule).bead.rig
        }
        try check(make.graph, isPoured: make.isPoured == true)
        let prefix = try make.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
        if let bead = make.attach { try checkCanCarry(bead) }
        let index = GraphIndex(make.graph)
        let isPoured = make.isPoured == true
        if isPoured { try checkCanPour(index) }
        let root = try mint(prefix: prefix, kind: isPoured ? "mol" : "wisp")
        let title = try BeadText.title(make.title ?? make.graph.title)
        try BeadText.check(description: make.graph.description)
        let bead = try insert(
            BeadRow(
                bead: Bead(
                    id: root, rig: make.rig, title: title, description: make.graph.description, type: .molecule,
                    createdAt: now, createdBy: speaker.actor.description, updatedAt: now),
                marks: isPoured ? [] : [.ephemeral]))
        if isPoured { try pour(index, under: bead) }
        var molecule = Molecule(
            root: root, formula: make.graph.formula, title: title, attached: make.attach, steps: index.steps,
            createdAt: now)
        molecule.isPoured = isPoured ? true : nil
        let row = MoleculeRow(number: try add(molecule, make.graph), molecule: molecule, index: index)
        if let place = make.parent { try add(child: root, at: place) }
        var walk = walk(row)
        try walk.begin()
        return try show(try settle(&walk, row))
    }

    private func check(_ graph: CookedGraph, isPoured: Bool) throws(LedgerError) {
        do {
            try graph.check()
        } catch {
            throw .refuse(
                .invalid, "the graph of \(graph.formula) can't be walked: \(error.node): \(error.sentence)",
                about: graph.formula, hint: "gt formula lint \(graph.formula) says where")
        }
        guard graph.kind == .workflow || isPoured else {
            throw .refuse(
                .invalid, "\(graph.formula) is a convoy, whose legs are beads", about: graph.formula,
                hint: "gt sling \(graph.formula) <rig>; gt mol pour makes them and slings none")
        }
        try refuseUnwalked(graph.nodes)
    }

    /// What nobody here carries out is refused by name, not accepted in silence.
    private func refuseUnwalked(_ nodes: [GraphNode]) throws(LedgerError) {
        for node in nodes {
            let step = node.step
            if let gate = step.gate {
                // A key from afar is no shell on this machine.
                if gate.kind == .exec, speaker.remote != nil {
                    throw .refuse(
                        .forbidden,
                        "the gate of step \(step.id) is a command, and whoever comes from afar has none run here",
                        about: step.id, hint: "make the molecule on the town's own machine")
                }
                if let complaint = gate.complaint {
                    throw .refuse(
                        .invalid, "the gate of step \(step.id) can never open: \(complaint)", about: step.id,
                        hint: "gt formula lint says where")
                }
            }
            if step.gate != nil, node.shape == .group {
                throw .refuse(
                    .invalid, "\(step.id) is a group and has a gate", about: step.id,
                    hint: "put the gate on a step that its parts need")
            }
            for need in node.needs where need.rule == .anyChild {
                let other = nodes[need.node]
                guard other.shape != .group, other.step.fanOut == nil else { continue }
                throw .refuse(
                    .invalid, "step \(step.id) waits for any child of \(other.step.id), which has none", about: step.id,
                    hint: "wait for it as for any step, or for one of a group")
            }
            if case .loop(let loop) = node.shape { try refuseUnwalked(loop.body) }
        }
    }

    func checkCanCarry(_ bead: BeadID) throws(LedgerError) {
        let row = try knownBead(bead)
        guard !row.bead.status.isEnded else {
            throw .refuse(.conflict, "\(bead) is closed: nobody works at it", about: bead.text)
        }
        guard let other = try wayRoot(of: bead) else { return }
        throw .refuse(
            .conflict, "\(bead) is worked at by the molecule \(other)", about: bead.text,
            hint: "gt mol burn \(other) ends it")
    }

    func burn(_ burn: MoleculeBurn) throws(LedgerError) -> BeadReply {
        try BeadText.check(reason: burn.reason)
        let row = try knownMolecule(burn.molecule, shelf)
        try checkMayWalk(row)
        if row.isPoured { try skipRest(of: row, under: row.molecule.root, reason: burn.reason) }
        try endChildren(of: row)
        try remove(row)
        let root = try knownBead(burn.molecule)
        if !root.bead.status.isEnded {
            try close(root, reason: burn.reason, outcome: try outcome(ofBurning: root.id))
        }
        return try reply(burn.molecule)
    }

    /// The work is done, whatever of its way was not gone: if it comes back, it is another way.
    func endWay(of bead: BeadID, reason: String) throws(LedgerError) {
        guard let root = try wayRoot(of: bead), let row = try self.bead(root), !row.bead.status.isEnded else { return }
        try close(row, reason: reason)
    }

    /// A molecule ends with its root, by whatever hand, and goes on when that is opened again; and its root ends with the bead
    /// that it was the way of.
    func moveMolecules(with row: BeadRow) throws(LedgerError) {
        if row.bead.type == .molecule {
            guard row.bead.status.isEnded else {
                try checkGoesOn(row.id)
                try write(
                    """
                    UPDATE molecules SET ended_at = NULL WHERE root = ? AND digest IS NULL AND (held = 1
                    OR EXISTS (SELECT 1 FROM \(StepSQL.open) WHERE molecule = molecules.number AND \(StepSQL.isOpen)))
                    """, .text(row.id.text))
                try watchAgain(of: row.id)
                try lookAgain(of: row.id)
                return try beginHeld(row)
            }
            try write(
                """
                UPDATE molecules SET ended_at = ?, served = coalesce(attached, served), attached = NULL
                WHERE root = ? AND ended_at IS NULL
                """,
                .int(now.milliseconds), .text(row.id.text))
            try skipRest(ofEnded: row)
            try childEnded(row.id)
        }
        guard row.bead.status.isEnded,
            let root = try wayRoot(of: row.id), let bead = try bead(root), !bead.bead.status.isEnded
        else { return }
        try close(bead, reason: "\(row.id) has ended", outcome: row.bead.outcome ?? .success)
    }

    /// Clears rows of the molecule that ended first, if that is long enough ago; of a long one a part at a time.
    func sweepMolecules(rowsMax: Int64) throws(LedgerError) {
        let before = now.milliseconds - MoleculeLimits.endedAgeMaxMilliseconds
        let found = try text("SELECT root FROM molecules WHERE ended_at < ? ORDER BY ended_at LIMIT 1", .int(before))
        guard let root = found.flatMap(BeadID.init), let row = try molecule(root, shelf) else { return }
        guard try deleteSteps(of: row.number, rowsMax: rowsMax) else { return }
        try remove(row)
    }
}
