internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    /// It is a step of a molecule that is on its way here: what becomes of it is for the walk to say.
    func isWalked(_ id: BeadID) throws(LedgerError) -> Bool { try walkedStep(id) != nil }

    fileprivate func walkedStep(_ id: BeadID) throws(LedgerError) -> StepID? {
        guard let step = StepID(id.text),
            try exists(
                "SELECT 1 FROM molecules WHERE root = ? AND poured AND ended_at IS NULL", .text(step.root.text))
        else { return nil }
        return step
    }
}

/// What happens to a bead that is a step, told to its molecule.
extension Transaction {
    /// Taken, given back or closed: so is the step. What the walk can't follow refuses the whole command.
    func moveStep(with change: BeadStep) throws(LedgerError) {
        let (old, new) = (change.old.bead, change.new.bead)
        guard old.status != new.status || old.assignee != new.assignee, let step = try walkedStep(new.id),
            let molecule = try molecule(step.root, shelf), molecule.number != mirroring,
            let place = molecule.index.place(of: step.number)
        else { return }
        var walk = walk(molecule)
        let row = try walk.row(step.number) ?? StepRow(number: step.number, state: .waiting)
        if new.status.isEnded {
            try end(place, row, with: change, of: molecule, &walk)
        } else if row.state.isEnded {
            throw .refuse(
                .conflict, "\(new.id) has ended, and what comes after it has begun", about: new.id.text,
                hint: "gt mol show \(step.root) says how far it is")
        } else if new.status.isTaken {
            try take(place, row, with: new, of: molecule, &walk)
        } else if row.state == .claimed, place.graphNode.shape == .step {
            walk.free(row)
        }
        _ = try settle(&walk, molecule)
    }

    private func take(
        _ place: StepPlace, _ row: StepRow, with bead: Bead, of molecule: MoleculeRow, _ walk: inout MoleculeWalk
    ) throws(LedgerError) {
        let holder = bead.assignee ?? speaker.actor.description
        switch row.state {
        case .ready: walk.claim(place, row, by: holder)
        case .claimed where place.graphNode.shape == .step:
            var row = row
            row.holder = holder
            walk.put(row)
        case .waiting, .gated, .resting, .failed, .claimed, .done, .skipped:
            throw .refuse(
                .conflict, "\(bead.id) (\(place.path)) can't begin: it is \(row.state.rawValue)", about: bead.id.text,
                hint: "gt mol dag \(molecule.molecule.root) shows what it waits for")
        }
    }

    private func end(
        _ place: StepPlace, _ row: StepRow, with change: BeadStep, of molecule: MoleculeRow,
        _ walk: inout MoleculeWalk
    ) throws(LedgerError) {
        guard !row.state.isEnded else { return }
        let bead = change.new.bead
        guard bead.status != .tombstone else {
            throw .refuse(
                .conflict, "\(bead.id) is a step of \(molecule.molecule.root), which is on its way",
                about: bead.id.text, hint: "gt mol burn \(molecule.molecule.root) ends it")
        }
        let holder = change.old.bead.assignee ?? speaker.actor.description
        guard place.graphNode.shape == .step, row.state == .ready || row.state == .claimed else {
            throw .refuse(
                .conflict, "\(bead.id) (\(place.path)) can't end: it is \(row.state.rawValue)", about: bead.id.text,
                hint: "gt mol dag \(molecule.molecule.root) shows what it waits for")
        }
        switch bead.outcome ?? .success {
        case .success:
            try done(place, row, by: holder, output: [:], note: bead.closeReason, of: molecule, &walk)
        case .skipped: try walk.skipped(place, row, note: bead.closeReason ?? "skipped by hand")
        case .failed:
            var row = row
            row.holder = holder
            try failed(place, row, output: [:], note: bead.closeReason, of: molecule, &walk)
        }
    }

    /// Ready, as the walk says, and as its bead's own edges and queue do; the first by number, but one that was just ended comes
    /// after all others.
    func firstFreeBead(of molecule: MoleculeRow, after ended: Int64?) throws(LedgerError) -> Int64? {
        let ready = try openSteps(
            "state = ?2 AND number <> ?3 ORDER BY number", molecule.number, .int(StepState.ready.code),
            .int(ended ?? 0))
        for row in ready {
            guard let id = BeadID(molecule.molecule.id(of: row.number)) else { continue }
            if try bead(id)?.bead.disposition == .ready { return row.number }
        }
        return nil
    }

    /// A step whose bead is on somebody's hook, or in a queue, ends and is given back there.
    func checkNoHandHas(_ number: Int64, of molecule: MoleculeRow) throws(LedgerError) {
        guard molecule.isPoured, let id = BeadID(molecule.molecule.id(of: number)), let row = try bead(id),
            try isHeldHere(row)
        else { return }
        throw .refuse(
            .conflict, "\(id) is in work: \(try waitsFor(row).first ?? "somebody has it")", about: id.text,
            hint: "it ends when it has landed; gt unsling \(id) gives it back")
    }
}
