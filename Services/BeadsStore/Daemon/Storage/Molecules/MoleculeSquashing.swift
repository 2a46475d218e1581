internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What stays of a molecule: a digest, in the transaction in which its rows begin to go.
extension Transaction {
    func squash(_ squash: MoleculeSquash) throws(LedgerError) -> MoleculeSquashReply {
        let row = try knownMolecule(squash.molecule, shelf)
        try checkMayWalk(row)
        let root = row.molecule.root
        if let digest = row.molecule.digest {
            throw .refuse(
                .already, "\(root) is squashed already: \(digest) is its digest", about: root.text,
                hint: "gt bead show \(digest) shows it")
        }
        guard row.molecule.endedAt != nil || squash.isForced == true else {
            throw .refuse(
                .conflict, "\(root) has not ended: \(row.molecule.done) of \(row.molecule.steps) steps are done",
                about: root.text, hint: "gt mol squash \(root) --force ends it as skipped")
        }
        if let summary = squash.summary {
            try BeadText.check(description: summary)
            guard !summary.trimmed.isEmpty else {
                throw .refuse(.invalid, "the summary says nothing", about: root.text, hint: "leave it out")
            }
        }
        let digest = try writeDigest(of: row, summary: squash.summary?.trimmed)
        let bead = try knownBead(root)
        if !bead.bead.status.isEnded {
            try close(
                bead, reason: "squashed: \(digest) is its digest",
                outcome: row.molecule.endedAt == nil ? .skipped : .success)
        }
        try settle(row, squashedInto: digest, keepsRows: squash.keepsRows == true)
        return MoleculeSquashReply(
            molecule: try knownMolecule(root, shelf).molecule, bead: try knownBead(digest).bead)
    }

    /// As its formula wants it: in the transaction in which the last step has ended.
    func squashAtEnd(_ row: inout MoleculeRow) throws(LedgerError) {
        guard row.index.graph.squash?.trigger == "on_complete" else { return }
        let digest = try writeDigest(of: row, summary: nil)
        try settle(row, squashedInto: digest, keepsRows: false)
        row.molecule.digest = digest
    }

    private func writeDigest(of row: MoleculeRow, summary: String?) throws(LedgerError) -> BeadID {
        let served = try text("SELECT coalesce(attached, served) FROM molecules WHERE number = ?", .int(row.number))
            .flatMap(BeadID.init)
        var digest = Digest(
            molecule: row.molecule, served: served, rule: row.index.graph.squash, end: row.molecule.endedAt ?? now)
        digest.summary = summary
        if summary == nil { digest.steps = try stepsToTell(of: row) }
        let home = try knownBead(row.molecule.root).bead.rig
        let prefix = try home.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
        let id = try mint(prefix: prefix)
        try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: home, title: digest.title, description: digest.text, status: .closed, type: .task,
                    labels: [MoleculeLimits.digestLabel], createdAt: now, createdBy: speaker.actor.description,
                    updatedAt: now, closedAt: now, closeReason: "a record of what was done", outcome: .success)))
        try setLabels([MoleculeLimits.digestLabel], of: id)
        // Not a child: what waits for children would take it for one that was worked at.
        if let served, try bead(served) != nil { try add(Edge(from: id, to: served, type: .related)) }
        return id
    }

    /// Bounded, however long the molecule is.
    private func stepsToTell(of row: MoleculeRow) throws(LedgerError) -> [MoleculeStep] {
        func tell(_ steps: [StepRow]) -> [MoleculeStep] {
            steps.compactMap { step in
                guard let place = row.index.place(of: step.number) else { return nil }
                // Groups and loops say nothing of their own, unless they have failed.
                guard place.graphNode.shape == .step || step.state == .failed else { return nil }
                return told(place, step)
            }
        }
        let limit = SQLiteValue.int(Int64(DigestChoice.lookedAt))
        return DigestChoice.choose(
            first: tell(try steps("state > 0 ORDER BY number LIMIT ?2", row.number, limit)),
            last: tell(try steps("state > 0 ORDER BY number DESC LIMIT ?2", row.number, limit)),
            failed: tell(
                try openSteps(
                    "state = ?2 ORDER BY number LIMIT ?3", row.number, .int(StepState.failed.code),
                    .int(Int64(DigestChoice.tellingMax)))))
    }

    /// The molecule's own row stays as long as that of any that has ended: who asks for its next step again, because he did not
    /// hear the answer, is told that it is over.
    private func settle(
        _ row: MoleculeRow, squashedInto digest: BeadID, keepsRows: Bool
    ) throws(LedgerError) {
        try write(
            "UPDATE molecules SET digest = ?, cleared = ? WHERE number = ?", .text(digest.text), .flag(!keepsRows),
            .int(row.number))
        try dropWaits(of: row)
        guard !keepsRows else { return }
        // What is open is little, and is asked for by holder: it goes at once.
        try write("DELETE FROM \(StepSQL.open) WHERE molecule = ? AND \(StepSQL.isOpen)", .int(row.number))
        try clearSquashed(row.molecule.root)
    }

    /// A part of the rows of a squashed molecule; a timer has the rest go, part by part.
    func clearSquashed(_ root: BeadID) throws(LedgerError) {
        let number = try int("SELECT number FROM molecules WHERE root = ? AND cleared = 1", .text(root.text))
        guard let number else { return }
        guard try !deleteSteps(of: number, rowsMax: MoleculeLimits.squashedRowsMax) else { return }
        try setTimer(.clearSquashed(root), due: now.advanced(by: .seconds(1)))
    }

    /// The first of them; true when none is left.
    func deleteSteps(of molecule: Int64, rowsMax: Int64) throws(LedgerError) -> Bool {
        try write(
            """
            DELETE FROM steps WHERE molecule = ?1 AND number IN (
                SELECT number FROM steps WHERE molecule = ?1 ORDER BY number LIMIT ?2)
            """, .int(molecule), .int(rowsMax))
        return try !exists("SELECT 1 FROM steps WHERE molecule = ? LIMIT 1", .int(molecule))
    }
}

extension LedgerReader {
    /// Steps of a squashed molecule that are gone would look like steps that wait.
    func checkHasRows(_ row: MoleculeRow) throws(LedgerError) {
        guard let digest = row.molecule.digest,
            try exists("SELECT 1 FROM molecules WHERE number = ? AND cleared = 1", .int(row.number))
        else { return }
        throw .refuse(
            .conflict, "the steps of \(row.molecule.root) were squashed into \(digest)",
            about: row.molecule.root.text, hint: "gt bead show \(digest) shows what was done")
    }
}
