internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// The beads of a poured molecule and its walk, kept in step both ways: a bead shows how its step stands, and whoever takes
/// or closes the bead has taken or ended the step.
extension Transaction {
    /// Brings beads in line with what the walk has come to.
    func mirror(_ changes: [StepChange], of molecule: MoleculeRow) throws(LedgerError) {
        try whileMirroring(molecule) { () throws(LedgerError) in
            for change in changes {
                let row = change.row
                guard let place = molecule.index.place(of: row.number),
                    let id = BeadID(molecule.molecule.id(of: row.number)), let bead = try bead(id)
                else { continue }
                try mirror(change, at: place, on: bead)
                // A loop that has ended before its last round: the other rounds are not walked.
                if row.state.isEnded, place.graphNode.shape != .step {
                    try closeRest(of: molecule, under: id, reason: "its loop has ended")
                }
            }
        }
    }

    private func mirror(_ change: StepChange, at place: StepPlace, on bead: BeadRow) throws(LedgerError) {
        let row = change.row
        let status = bead.bead.status
        switch row.state {
        case .waiting: return
        case .done, .skipped:
            // What it fanned out into is a part of it.
            guard !status.isEnded, row.isOver else { return }
            let reason = row.note ?? (row.state == .done ? "done" : "skipped")
            try close(bead, reason: reason, outcome: row.state == .done ? .success : .skipped)
        case .claimed:
            // Nobody has a loop that goes round.
            guard let holder = row.holder, !status.isTaken || bead.bead.assignee != holder else { return }
            try move(bead, to: .inProgress, for: holder, note: "taken by \(holder)")
        case .ready:
            // Whoever gave it back may have said that something is in the way.
            guard status.isTaken || status.isEnded || (status == .blocked && change.before != .claimed) else { return }
            try move(bead, to: .open, for: place.step.assignee?.nonEmpty, note: row.note)
        case .gated, .resting, .failed:
            guard status != .blocked else { return }
            let why = row.state == .gated ? "waits for its gate" : row.note ?? row.state.rawValue
            try move(bead, to: .blocked, for: place.step.assignee?.nonEmpty, note: why)
        }
    }

    private func move(
        _ bead: BeadRow, to status: BeadStatus, for holder: String?, note: String?
    ) throws(LedgerError) {
        let isReopened = bead.bead.status.isEnded
        let inherited = isReopened ? try inheritance(of: bead) : bead.inherited
        try change(bead, as: isReopened ? .beadReopened : .beadChanged, note: note) {
            if isReopened { $0.free() }
            $0.inherited = inherited
            $0.bead.status = status
            $0.bead.assignee = holder
        }
    }

    private func whileMirroring(
        _ molecule: MoleculeRow, _ body: () throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let outer = mirroring
        mirroring = molecule.number
        defer { mirroring = outer }
        try body()
    }

    /// What is open below a bead is not worked at any more.
    private func closeRest(of molecule: MoleculeRow, under id: BeadID, reason: String) throws(LedgerError) {
        var parents = [id]
        while let parent = parents.popLast() {
            // Others may have hung work of theirs under it, which is theirs.
            for child in try openChildren(of: parent) where molecule.hasStep(child) {
                parents.append(child)
                let row = try knownBead(child)
                if try isHeldHere(row) {
                    throw .refuse(
                        .conflict, "\(child) is in work: \(try waitsFor(row).first ?? "somebody has it")",
                        about: child.text, hint: "gt unsling \(child) first")
                }
                try close(row, reason: reason, outcome: .skipped)
            }
        }
    }

    /// The molecule ends without the steps that are open.
    func skipRest(of molecule: MoleculeRow, under root: BeadID, reason: String) throws(LedgerError) {
        try whileMirroring(molecule) { () throws(LedgerError) in
            try closeRest(of: molecule, under: root, reason: reason)
        }
    }

    /// What was only for it ends with it.
    func skipRest(ofEnded root: BeadRow) throws(LedgerError) {
        guard let molecule = try molecule(root.id, shelf) else { return }
        try endChildren(of: molecule)
        if molecule.isPoured { try skipRest(of: molecule, root) }
    }

    private func skipRest(of molecule: MoleculeRow, _ root: BeadRow) throws(LedgerError) {
        try skipRest(of: molecule, under: root.id, reason: "\(root.id) has ended")
    }

    /// Steps that were closed with their molecule's root are not taken back.
    func checkGoesOn(_ root: BeadID) throws(LedgerError) {
        guard let molecule = try molecule(root, shelf), molecule.isPoured,
            try !openSteps("number > 0 LIMIT 1", molecule.number).isEmpty
        else { return }
        throw .refuse(
            .conflict, "\(root) was closed before its steps had ended, and they with it", about: root.text,
            hint: "gt mol pour \(molecule.molecule.formula) begins anew")
    }
}

extension MoleculeRow {
    var isPoured: Bool { molecule.isPoured == true }

    fileprivate func hasStep(_ id: BeadID) -> Bool {
        guard let step = StepID(id.text) else { return false }
        return step.root == molecule.root && step.number <= index.count
    }
}

extension BeadStatus {
    /// In somebody's hands, or in the merge queue.
    var isTaken: Bool { [.hooked, .inProgress, .submitted].contains(self) }
}
