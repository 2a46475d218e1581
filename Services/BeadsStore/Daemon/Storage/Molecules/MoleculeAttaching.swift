internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What a molecule is the way of, when that changes on the way.
extension Transaction {
    func attach(_ attach: MoleculeAttach) throws(LedgerError) -> MoleculeReply {
        let row = try knownMolecule(attach.molecule, shelf)
        let root = row.molecule.root
        guard row.molecule.endedAt == nil else {
            throw .refuse(.conflict, "\(root) has ended: it is nobody's way", about: root.text)
        }
        if let bead = row.molecule.attached {
            guard bead != attach.bead else {
                throw .refuse(.already, "\(root) is the way of \(bead) already", about: root.text)
            }
            throw .refuse(
                .conflict, "\(root) is the way of \(bead)", about: root.text,
                hint: "gt mol detach \(root) parts them")
        }
        guard attach.bead != root else {
            throw .refuse(.invalid, "\(root) can't be its own way", about: root.text)
        }
        try checkCanCarry(attach.bead)
        try checkMayAttach(to: attach.bead)
        try write(
            "UPDATE molecules SET attached = ?, moved_at = ? WHERE number = ?", .text(attach.bead.text),
            .int(now.milliseconds), .int(row.number))
        try tellWay(of: root, from: nil, to: attach.bead)
        return try show(try knownMolecule(root, shelf))
    }

    func detach(_ detach: MoleculeDetach) throws(LedgerError) -> MoleculeReply {
        let row = try wayToPart(detach.id)
        let root = row.molecule.root
        try checkMayWalk(row)
        var walk = walk(row)
        // Loops that go round are claimed by nobody.
        let claimed = try openSteps(
            "state = ?2 AND holder IS NOT NULL ORDER BY number", row.number, .int(StepState.claimed.code))
        for held in claimed {
            // By the walk, which writes what it has read.
            guard var step = try walk.row(held.number) else { continue }
            step.note = "given back: \(root) is the way of \(row.molecule.attached?.text ?? "nothing") no more"
            walk.free(step)
        }
        try write(
            "UPDATE molecules SET attached = NULL, moved_at = ? WHERE number = ?", .int(now.milliseconds),
            .int(row.number))
        _ = try settle(&walk, row)
        try tellWay(of: root, from: row.molecule.attached, to: nil)
        return try show(try knownMolecule(root, shelf))
    }

    private func wayToPart(_ id: BeadID) throws(LedgerError) -> MoleculeRow {
        let named = try wayRoot(of: id)
        if let named { return try knownMolecule(named, shelf) }
        guard let row = try molecule(id, shelf) else {
            _ = try knownBead(id)
            throw .refuse(
                .conflict, "no molecule is the way of \(id)", about: id.text, hint: "gt mol list shows what there is")
        }
        guard row.molecule.attached != nil else {
            throw .refuse(.conflict, "\(id) is the way of nothing", about: id.text)
        }
        return row
    }

    /// Whoever has the bead on his hook decides how he works at it; so does a person.
    private func checkMayAttach(to bead: BeadID) throws(LedgerError) {
        guard !speaker.actor.isPerson else { return }
        let agent = try text("SELECT agent FROM hooks WHERE bead = ?", .text(bead.text))
        guard agent == speaker.actor.description else {
            throw .refuse(
                .conflict, "\(bead) is on \(agent ?? "nobody")'s hook, who decides how it is worked at",
                about: bead.text,
                hint: "gt hook shows what is on yours")
        }
    }

    /// The root's event says it.
    private func tellWay(of root: BeadID, from old: BeadID?, to new: BeadID?) throws(LedgerError) {
        let change = FieldChange(
            old: old.map { JSONText.quoted($0.text) }, new: new.map { JSONText.quoted($0.text) })
        try self.change(try knownBead(root), lineChanges: ["attached": change]) { _ in }
    }
}
