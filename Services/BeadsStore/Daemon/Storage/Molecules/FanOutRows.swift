internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Steps that fan out: a molecule for each element of a list that the step gave.
///
/// Who walks the molecule makes them, for formulas lie where he is; that each is made once, and what waits for them, is here.
extension LedgerReader {
    /// Those that are not over; nil where there is none, which costs nothing in a molecule whose formula has none.
    func fanOuts(of molecule: MoleculeRow) throws(LedgerError) -> [FanOutProgress]? {
        guard molecule.index.fansOut, molecule.molecule.endedAt == nil else { return nil }
        let found = try rows(
            "SELECT number, total, made, ended FROM fan_outs WHERE molecule = ? ORDER BY number LIMIT ?",
            .int(molecule.number), .int(Int64(MoleculeLimits.openShownMax))
        ) { (row) throws(SQLiteFailure) in (row.int(0), Int(row.int(1)), Int(row.int(2)), Int(row.int(3))) }
        let rig = found.isEmpty ? nil : try knownBead(molecule.molecule.root).bead.rig
        var all: [FanOutProgress] = []
        for (number, total, made, ended) in found {
            guard let place = molecule.index.place(of: number), let fanOut = place.step.fanOut,
                let row = try step(number, of: molecule.number),
                let elements = fanOut.elements(in: row.output)
            else { throw .refuse(.bug, "\(molecule.molecule.id(of: number)) fanned out over nothing") }
            let open = try texts(
                """
                SELECT child FROM step_children WHERE molecule = ? AND number = ? AND NOT ended ORDER BY position LIMIT ?
                """, .int(molecule.number), .int(number), .int(Int64(MoleculeLimits.openShownMax))
            ).compactMap(BeadID.init)
            let last = fanOut.isSequential ? (made == ended ? made + 1 : made) : made + MoleculeLimits.openShownMax
            let due = (made..<max(made, min(last, elements.count))).map {
                FanOutProgress.Element(position: $0, item: elements[$0])
            }
            all.append(
                FanOutProgress(
                    number: number, path: place.path, fanOut: fanOut, rig: rig, total: total, ended: ended,
                    open: open, due: due))
        }
        return all.isEmpty ? nil : all
    }
}

extension Transaction {
    /// How many molecules a step fans out into that ends with this output.
    func children(
        of place: StepPlace, _ output: [String: String], _ molecule: MoleculeRow
    ) throws(LedgerError) -> Int {
        guard place.graphNode.step.fanOut != nil, let fanOut = place.step.fanOut else { return 0 }
        let id = molecule.molecule.id(of: place.number)
        guard let elements = fanOut.elements(in: output) else {
            throw .refuse(
                .invalid, "\(id) (\(place.path)) fans out over \(fanOut.over), and its output has no such list",
                about: id,
                hint: "gt step output \(id) \(fanOut.over.prefix { $0 != "." })='[…]', a list in JSON, then end it")
        }
        guard elements.count <= MoleculeLimits.childrenMax else {
            throw .refuse(
                .tooLarge,
                "\(id) would fan out into \(elements.count) molecules, at most \(MoleculeLimits.childrenMax) are made",
                about: id, hint: "a loop, or fan-outs in the molecules themselves, have no such bound")
        }
        return elements.count
    }

    func fanOut(_ number: Int64, of molecule: MoleculeRow, into children: Int) throws(LedgerError) {
        guard children > 0 else { return }
        try write(
            "INSERT INTO fan_outs (molecule, number, total) VALUES (?, ?, ?)", .int(molecule.number), .int(number),
            .int(Int64(children)))
    }

    /// The molecule that was made before for this element; nil: it is to be made now.
    func child(_ place: FanOutPlace) throws(LedgerError) -> BeadID? {
        let parent = try knownMolecule(place.molecule, shelf)
        let id = parent.molecule.id(of: place.number)
        let known = try text(
            "SELECT child FROM step_children WHERE molecule = ? AND number = ? AND position = ?", .int(parent.number),
            .int(place.number), .int(Int64(place.position)))
        if let known { return BeadID(known) }
        let state = try rows(
            "SELECT made, total, ended FROM fan_outs WHERE molecule = ? AND number = ?", .int(parent.number),
            .int(place.number)
        ) { (row) throws(SQLiteFailure) in (made: row.int(0), total: row.int(1), ended: row.int(2)) }.first
        guard let state, state.made == Int64(place.position), state.made < state.total else {
            throw .refuse(
                .conflict, "\(id) does not fan out into a molecule number \(place.position) now", about: id,
                hint: "gt mol show \(place.molecule) says what is due")
        }
        let isSequential = parent.index.place(of: place.number)?.graphNode.step.fanOut?.isSequential == true
        guard !isSequential || state.made == state.ended else {
            throw .refuse(.conflict, "the molecule before it, of \(id), has not ended", about: id)
        }
        return nil
    }

    func add(child root: BeadID, at place: FanOutPlace) throws(LedgerError) {
        let parent = try knownMolecule(place.molecule, shelf)
        try write(
            "INSERT INTO step_children (molecule, number, position, child) VALUES (?, ?, ?, ?)", .int(parent.number),
            .int(place.number), .int(Int64(place.position)), .text(root.text))
        try write(
            "UPDATE fan_outs SET made = made + 1 WHERE molecule = ? AND number = ?", .int(parent.number),
            .int(place.number))
    }

    /// A molecule has ended, by whatever hand: the step that fanned out into it waits for one less.
    func childEnded(_ root: BeadID) throws(LedgerError) {
        let found = try rows(
            """
            SELECT c.molecule, c.number, m.root FROM step_children c JOIN molecules m ON m.number = c.molecule
            WHERE c.child = ? AND NOT c.ended
            """, .text(root.text)
        ) { (row) throws(SQLiteFailure) in (row.int(0), row.int(1), row.text(2)) }.first
        guard let (molecule, number, parent) = found, let parent = BeadID(parent) else { return }
        try write("UPDATE step_children SET ended = 1 WHERE child = ?", .text(root.text))
        try write(
            "UPDATE fan_outs SET ended = ended + 1 WHERE molecule = ? AND number = ?", .int(molecule), .int(number))
        let ended = try int(
            "SELECT ended FROM fan_outs WHERE molecule = ? AND number = ?", .int(molecule), .int(number))
        try write(
            "DELETE FROM fan_outs WHERE molecule = ? AND number = ? AND ended = total", .int(molecule), .int(number))
        try move(number, of: parent) { (walk, place, _, molecule) throws(LedgerError) in
            try walk.childEnded(place, isFirst: ended == 1)
            try tellFreed(place, molecule)
        }
    }

    /// A molecule that has ended leaves none behind that were only for it.
    func endChildren(of molecule: MoleculeRow) throws(LedgerError) {
        guard molecule.index.fansOut else { return }
        let open = try texts(
            "SELECT child FROM step_children WHERE molecule = ? AND NOT ended ORDER BY number, position",
            .int(molecule.number)
        ).compactMap(BeadID.init)
        try write("DELETE FROM fan_outs WHERE molecule = ?", .int(molecule.number))
        try write("DELETE FROM step_children WHERE molecule = ?", .int(molecule.number))
        for id in open {
            guard let row = try bead(id), !row.bead.status.isEnded else { continue }
            try close(row, reason: "\(molecule.molecule.root), which it was for, has ended", outcome: .skipped)
        }
    }
}
