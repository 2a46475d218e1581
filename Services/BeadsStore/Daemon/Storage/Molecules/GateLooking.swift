internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Gates that somebody with hands looks at: which are shut, when each is to be looked at, and what was found.
extension Transaction {
    /// The Deacon is told, and looks at once.
    func lookAt(_ place: StepPlace, of row: MoleculeRow) throws(LedgerError) {
        try write(
            "INSERT INTO gate_looks (molecule, number, look, due) VALUES (?, ?, 1, ?)", .int(row.number),
            .int(place.number), .int(now.milliseconds))
        try tellLook(
            GateLook(
                molecule: row.molecule.root, number: place.number, rig: try bead(row.molecule.root)?.bead.rig, due: now)
        )
    }

    private func tellLook(_ gate: GateLook) throws(LedgerError) {
        try emit(.stepGated, in: .town, subject: gate.id, EventData(gate: gate))
    }

    /// What was found is written down only of the look that is due: of one that is over, or of a gate that is not shut any
    /// more, nothing is.
    func note(_ report: StepGateReport) throws(LedgerError) {
        guard speaker.role == .deacon else {
            throw .refuse(
                .forbidden, "\(speaker.actor) does not look at gates: the Deacon does", about: report.molecule.text)
        }
        if let note = report.note { try BeadText.check(reason: note) }
        try move(report.number, of: report.molecule) { (walk, place, row, molecule) throws(LedgerError) in
            guard row.state == .gated,
                let look = try look(at: report.number, of: molecule), look.look == report.look
            else { return }
            var row = row
            row.note = report.isOpen ? nil : report.note
            walk.put(row)
            guard report.isOpen else { return try put(look.next(after: now), molecule) }
            try dropTimer(.step(report.molecule, report.number))
            try walk.open(place)
        }
    }

    private func put(_ gate: GateLook, _ row: MoleculeRow) throws(LedgerError) {
        try write(
            "UPDATE gate_looks SET look = ?, due = ? WHERE molecule = ? AND number = ?", .int(gate.look),
            .int(gate.due.milliseconds), .int(row.number), .int(gate.number))
    }

    private func look(at number: Int64, of row: MoleculeRow) throws(LedgerError) -> GateLook? {
        try rows(
            "SELECT look, due FROM gate_looks WHERE molecule = ? AND number = ?", .int(row.number), .int(number)
        ) { (found) throws(SQLiteFailure) in
            GateLook(
                molecule: row.molecule.root, number: number, look: found.int(0),
                due: Timestamp(milliseconds: found.int(1)))
        }.first
    }

    func dropLook(at place: StepPlace, of row: MoleculeRow) throws(LedgerError) {
        try write(
            "DELETE FROM gate_looks WHERE molecule = ? AND number = ?", .int(row.number), .int(place.number))
    }

    /// A molecule that had ended goes on: its gates are looked at again.
    func lookAgain(of root: BeadID) throws(LedgerError) {
        for gate in try gateLooks("m.root = ?1", .text(root.text)) { try tellLook(gate) }
    }
}

extension LedgerReader {
    /// Those that are due first, as many as a listing may have: the rest comes when they have been looked at.
    func listedGateLooks() throws(LedgerError) -> [GateLook]? {
        let looks = try gateLooks("TRUE")
        return looks.isEmpty ? nil : looks
    }

    func gateLooks(_ condition: String, _ values: SQLiteValue...) throws(LedgerError) -> [GateLook] {
        let found = try read { (db) throws(SQLiteFailure) in
            try db.rows(
                """
                SELECT m.root, l.number, l.look, l.due FROM gate_looks l JOIN molecules m ON m.number = l.molecule
                WHERE m.ended_at IS NULL AND \(condition) ORDER BY l.due LIMIT \(MoleculeLimits.looksListedMax)
                """, values
            ) { (row) throws(SQLiteFailure) in
                BeadID(row.text(0)).map {
                    GateLook(
                        molecule: $0, number: row.int(1), look: row.int(2), due: Timestamp(milliseconds: row.int(3)))
                }
            }
        }
        var looks = found.compactMap(\.self)
        for at in looks.indices { looks[at].rig = try bead(looks[at].molecule)?.bead.rig }
        return looks
    }
}
