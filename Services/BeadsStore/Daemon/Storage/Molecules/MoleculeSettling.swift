internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What a walk has come to, written: rows, numbers, gates, and the root when all is over.
extension Transaction {
    /// Gives the molecule as it is now.
    func settle(_ walk: inout MoleculeWalk, _ row: MoleculeRow) throws(LedgerError) -> MoleculeRow {
        var row = row
        try shutGates(&walk, row)
        let changes = walk.changes
        guard !changes.isEmpty else { return row }
        for change in changes {
            try write(change, of: row.number)
            guard let place = row.index.place(of: change.row.number) else { continue }
            if place.graphNode.shape == .step { row.molecule.count(change) }
            if change.row.state == .failed, change.before != .failed { try tellFailure(of: place, change.row, row) }
            if change.isFreed { try tellFreed(place, row) }
            if change.before == .gated, change.row.state != .gated {
                try dropWatch(of: place, row)
                try dropLook(at: place, of: row)
            }
        }
        if row.isPoured { try mirror(changes, of: row) }
        try write(
            "UPDATE molecules SET done = ?, skipped = ?, failed = ?, moved_at = ? WHERE number = ?",
            .int(row.molecule.done), .int(row.molecule.skipped), .int(row.molecule.failed), .int(now.milliseconds),
            .int(row.number))
        if walk.isOver { try end(&row) }
        return row
    }

    private func end(_ row: inout MoleculeRow) throws(LedgerError) {
        row.molecule.endedAt = now
        try write(
            """
            UPDATE molecules SET served = coalesce(attached, served), attached = NULL, ended_at = ? WHERE number = ?
            """, .int(now.milliseconds), .int(row.number))
        let root = try knownBead(row.molecule.root)
        if !root.bead.status.isEnded { try close(root, reason: "all its steps have ended") }
        try squashAtEnd(&row)
    }

    /// Arms what opens the gates that were shut just now; what is open already lets its step go on at once.
    private func shutGates(_ walk: inout MoleculeWalk, _ row: MoleculeRow) throws(LedgerError) {
        var looked = 0
        while looked < walk.reached.count {
            let place = walk.reached[looked]
            looked += 1
            guard place.graphNode.step.gate != nil, let gate = place.step.gate,
                try walk.row(place.number)?.state == .gated
            else { continue }
            // A timer opens then; of the others a person is told.
            if let seconds = gate.timeoutSeconds {
                try setTimer(.step(row.molecule.root, place.number), due: now.advanced(by: .seconds(seconds)))
            }
            if let watch = EventWatch(gate) {
                try self.watch(watch, for: place, of: row)
                continue
            }
            if [.exec, .forgeRun, .forgePull].contains(gate.kind) {
                try lookAt(place, of: row)
                continue
            }
            // Of a bead that is not there nobody can say that it has ended: a person opens the gate.
            guard gate.kind == .bead, let id = gate.subject.flatMap(BeadID.init), let bead = try bead(id) else {
                continue
            }
            guard !bead.bead.status.isEnded else {
                try dropTimer(.step(row.molecule.root, place.number))
                try walk.open(place)
                continue
            }
            try write(
                "INSERT INTO step_gates (bead, molecule, number) VALUES (?, ?, ?)", .text(id.text), .int(row.number),
                .int(place.number))
        }
    }

    /// Whoever walks it and had nothing to claim may go on.
    func tellFreed(_ place: StepPlace, _ row: MoleculeRow) throws(LedgerError) {
        let root = try knownBead(row.molecule.root)
        try emit(
            .stepFreed, in: root.bead.stream, subject: root.id.text,
            EventData(note: "\(row.molecule.id(of: place.number)) (\(place.path))"))
    }

    private func tellFailure(of place: StepPlace, _ step: StepRow, _ row: MoleculeRow) throws(LedgerError) {
        let id = row.molecule.id(of: step.number)
        try tell(
            "\(id) (\(place.path)) of \(row.molecule.title) has failed: \(step.note ?? "no reason was given")\n"
                + "The molecule stands until somebody decides: gt mol release \(id) has it tried once more.",
            about: id, of: row)
    }

    private func tell(_ text: String, about id: String, of row: MoleculeRow) throws(LedgerError) {
        _ = try raise(
            Escalation(
                severity: .high, title: BeadText.titleLine(of: text), text: text, source: "molecule/\(id)",
                about: row.molecule.root))
    }

    /// Steps whose gate this bead was.
    func openStepGates(awaiting id: BeadID) throws(LedgerError) {
        let found = try rows(
            """
            SELECT m.root, g.number FROM step_gates g JOIN molecules m ON m.number = g.molecule WHERE g.bead = ?
            ORDER BY g.molecule, g.number
            """, .text(id.text)
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.int(1)) }
        guard !found.isEmpty else { return }
        try write("DELETE FROM step_gates WHERE bead = ?", .text(id.text))
        for (root, number) in found {
            guard let root = BeadID(root) else { continue }
            try dropTimer(.step(root, number))
            try move(number, of: root) { (walk, place, row, _) throws(LedgerError) in
                if row.state == .gated { try walk.open(place) }
            }
        }
    }

    /// Its gate's time has come, or it has rested long enough.
    func stepIsDue(_ number: Int64, of root: BeadID) throws(LedgerError) {
        try move(number, of: root) { (walk, place, row, molecule) throws(LedgerError) in
            switch row.state {
            case .gated where place.graphNode.step.gate?.kind == .timer: try walk.open(place)
            case .gated:
                let id = molecule.molecule.id(of: number)
                try tell(
                    "\(id) (\(place.path)) of \(molecule.molecule.title) waits for its gate since "
                        + "\(row.beganAt?.description ?? "long")\(row.note.map { ": \($0)" } ?? "")\n"
                        + "gt mol release \(id) opens it.",
                    about: id, of: molecule)
            case .resting: walk.free(row)
            case .waiting, .ready, .claimed, .done, .skipped, .failed: break
            }
        }
    }

    /// Nothing happens where the molecule is gone, or has ended.
    func move(
        _ number: Int64, of root: BeadID,
        _ body: (inout MoleculeWalk, StepPlace, StepRow, MoleculeRow) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        guard let molecule = try molecule(root, shelf), molecule.molecule.endedAt == nil,
            let place = molecule.index.place(of: number)
        else { return }
        var walk = walk(molecule)
        guard let row = try walk.row(number) else { return }
        try body(&walk, place, row, molecule)
        _ = try settle(&walk, molecule)
    }

    func note(_ output: StepOutput) throws(LedgerError) -> StepReply {
        let molecule = try knownMolecule(output.molecule, shelf)
        try checkMayWalk(molecule)
        var walk = walk(molecule)
        var (place, row) = try knownStep(output.number, of: molecule, &walk)
        let id = molecule.molecule.id(of: output.number)
        guard row.state == .claimed else {
            throw .refuse(
                .conflict, "\(id) is \(row.state.rawValue): only a step that is worked at gives something", about: id,
                hint: "gt mol next \(molecule.molecule.root) claims one")
        }
        guard row.holder == speaker.actor.description || speaker.actor.isPerson else {
            throw .refuse(.conflict, "\(id) is with \(row.holder ?? "another")", about: id)
        }
        row.output.merge(output.output) { _, new in new }
        row.output = try checked(row.output.filter { !$0.value.isEmpty }, place, molecule)
        walk.put(row)
        return StepReply(molecule: try settle(&walk, molecule).molecule, step: told(place, row))
    }

    func release(_ release: StepRelease) throws(LedgerError) -> StepReply {
        try BeadText.check(reason: release.reason)
        let molecule = try knownMolecule(release.molecule, shelf)
        try checkMayWalk(molecule)
        let id = molecule.molecule.id(of: release.number)
        guard molecule.molecule.endedAt == nil, let place = molecule.index.place(of: release.number) else {
            throw .refuse(.conflict, "\(id) is no step of a molecule that is on its way", about: id)
        }
        var walk = walk(molecule)
        guard var row = try walk.row(release.number) else {
            throw .refuse(.conflict, "\(id) waits for other steps, and nothing was begun of it", about: id)
        }
        guard speaker.actor.isPerson || (row.state == .claimed && row.holder == speaker.actor.description) else {
            throw .refuse(
                .forbidden, "\(id) is \(row.state.rawValue): only a person lets it go on", about: id,
                hint: "gt mail send overseer says why it should")
        }
        try checkNoHandHas(release.number, of: molecule)
        row.note = release.reason
        try dropTimer(.step(release.molecule, release.number))
        switch (row.state, place.graphNode.shape) {
        case (.gated, _):
            walk.put(row)
            try walk.open(place)
        case (.failed, .loop): try walk.done(place, row, by: speaker.actor.description, output: [:], note: row.note)
        case (.claimed, .step), (.failed, .step), (.resting, .step): walk.free(row)
        case (.waiting, _), (.ready, _), (.claimed, _), (.done, _), (.skipped, _), (.failed, _), (.resting, _):
            throw .refuse(.conflict, "\(id) is \(row.state.rawValue): nothing holds it that could let go", about: id)
        }
        let settled = try settle(&walk, molecule)
        return StepReply(molecule: settled.molecule, step: told(place, try walk.row(release.number)))
    }
}

extension Molecule {
    fileprivate mutating func count(_ change: StepChange) {
        func shift(_ state: StepState) -> Int64 {
            (change.row.state == state ? 1 : 0) - (change.before == state ? 1 : 0)
        }
        done += shift(.done)
        skipped += shift(.skipped)
        failed += shift(.failed)
    }
}
