internal import BeadsStoreCore
internal import Hashing
internal import TownModel
internal import Wire

/// A molecule with its place in the tables.
struct MoleculeRow {
    /// Of its steps' rows.
    var number: Int64
    var molecule: Molecule
    var index: GraphIndex

    static let columns =
        "root, formula, title, attached, steps, done, skipped, failed, created_at, ended_at, poured, "
        + "digest, held"

    /// One text for good: its statement is found without a look at it (see `RecentStatements`).
    static let one = "SELECT \(columns), number, graph FROM molecules WHERE root = ?"

    /// nil for a row that no command of ours wrote.
    static func molecule(_ row: Statement) -> Molecule? {
        guard let root = BeadID(row.text(0)) else { return nil }
        var molecule = Molecule(
            root: root, formula: row.text(1), title: row.text(2), attached: row.optionalText(3).flatMap(BeadID.init),
            steps: row.int(4), createdAt: Timestamp(milliseconds: row.int(8)))
        molecule.done = row.int(5)
        molecule.skipped = row.int(6)
        molecule.failed = row.int(7)
        molecule.endedAt = row.optionalInt(9).map(Timestamp.init(milliseconds:))
        molecule.isPoured = row.flag(10) ? true : nil
        molecule.digest = row.optionalText(11).flatMap(BeadID.init)
        molecule.held = row.flag(12) ? true : nil
        return molecule
    }
}

extension LedgerReader {
    func knownMolecule(_ root: BeadID, _ shelf: GraphShelf) throws(LedgerError) -> MoleculeRow {
        guard let row = try molecule(root, shelf) else {
            guard try bead(root) == nil else {
                throw .refuse(
                    .conflict, "\(root) is no molecule, or was burned", about: root.text,
                    hint: "gt mol list shows what is on its way")
            }
            throw .refuse(
                .notFound, "there is no molecule \(root)", about: root.text, hint: "gt mol list shows what there is")
        }
        return row
    }

    /// The molecule that is the way of working at a bead; nil: it has none.
    func wayRoot(of bead: BeadID) throws(LedgerError) -> BeadID? {
        try text("SELECT root FROM molecules WHERE attached = ?", .text(bead.text)).flatMap(BeadID.init)
    }

    func molecule(_ root: BeadID, _ shelf: GraphShelf) throws(LedgerError) -> MoleculeRow? {
        let found = try rows(MoleculeRow.one, .text(root.text)) { (row) throws(SQLiteFailure) in
            (MoleculeRow.molecule(row), row.int(13), row.text(14))
        }.first
        guard let (molecule, number, hash) = found, let molecule else { return nil }
        let index = try shelf.graph(hash) { (hash) throws(LedgerError) in try graph(hash) }
        return MoleculeRow(number: number, molecule: molecule, index: index)
    }

    private func graph(_ hash: String) throws(LedgerError) -> CookedGraph {
        guard let graph = try value(CookedGraph.self, "SELECT bytes FROM graphs WHERE hash = ?", .text(hash)) else {
            throw .refuse(.bug, "the graph \(hash.prefix(12)) of a molecule is not in the ledger", about: hash)
        }
        return graph
    }

    /// A step as it is told; `row` is nil for one that was not reached.
    func told(_ place: StepPlace, _ row: StepRow?) -> MoleculeStep {
        var step = MoleculeStep(
            number: place.number, path: place.path, step: place.step, state: row?.state ?? .waiting,
            attempt: row?.attempt ?? 0)
        guard let row else { return step }
        step.holder = row.holder
        step.beganAt = row.beganAt
        step.endedAt = row.endedAt
        step.output = row.output.isEmpty ? nil : row.output
        step.note = row.note
        return step
    }
}

extension Transaction {
    /// The molecule's own row; gives its number.
    func add(_ molecule: Molecule, _ graph: CookedGraph) throws(LedgerError) -> Int64 {
        let bytes = JSONText.encode(graph)
        let hash = SHA256.hex(bytes)
        try write("INSERT OR IGNORE INTO graphs (hash, bytes) VALUES (?, ?)", .text(hash), .utf8(bytes))
        let number = try next("molecule")
        try write(
            """
            INSERT INTO molecules (number, root, graph, formula, title, attached, steps, created_at, poured,
                since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, .int(number), .text(molecule.root.text), .text(hash), .text(molecule.formula), .text(molecule.title),
            .optional(molecule.attached?.text), .int(molecule.steps), .int(molecule.createdAt.milliseconds),
            .flag(molecule.isPoured == true), .int(sequence))
        return number
    }

    /// Gates and times that its steps wait for.
    func dropWaits(of row: MoleculeRow) throws(LedgerError) {
        try write("DELETE FROM step_gates WHERE molecule = ?", .int(row.number))
        try dropWatches(of: row.number)
        try write("DELETE FROM gate_looks WHERE molecule = ?", .int(row.number))
        // '/' is the character after '.'.
        for kind in ["step", "open-step"] {
            try write(
                "DELETE FROM timers WHERE name BETWEEN ? AND ?", .text("\(kind)/\(row.molecule.root)."),
                .text("\(kind)/\(row.molecule.root)/"))
        }
    }

    /// Its rows, its place and, if nobody else has it, its graph.
    func remove(_ row: MoleculeRow) throws(LedgerError) {
        let hash = try text("SELECT graph FROM molecules WHERE number = ?", .int(row.number))
        try write("DELETE FROM steps WHERE molecule = ?", .int(row.number))
        try dropWaits(of: row)
        try write("DELETE FROM molecules WHERE number = ?", .int(row.number))
        guard let hash, try !exists("SELECT 1 FROM molecules WHERE graph = ?", .text(hash)) else { return }
        try write("DELETE FROM graphs WHERE hash = ?", .text(hash))
    }
}
