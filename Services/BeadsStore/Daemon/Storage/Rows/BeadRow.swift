internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A bead with the facts that its readiness is computed from.
struct BeadRow: Hashable, Sendable {
    var bead: Bead
    /// Edges whose hold is over when the other bead ends, and that hold it now: counted up and down.
    var blockers = 0
    /// Other edges that hold it now: counted anew whenever one may have changed.
    var waiting = 0
    var inherited: Inheritance = []
    var queued = false
    var marks: BeadMarks = []
    /// Its newest event of those about beads; nil where the log does not have it.
    var event: Int64?

    var id: BeadID { bead.id }

    var readiness: Readiness {
        Readiness(
            status: bead.status, type: bead.type, pinned: bead.pinned, deferred: bead.deferUntil != nil,
            blockers: blockers + waiting, inherited: inherited, queued: queued, marks: marks)
    }

    var standing: Standing {
        Standing(status: bead.status, outcome: bead.outcome, closeReason: bead.closeReason)
    }

    /// Brings the stored disposition in line with the facts.
    mutating func settle() { bead.disposition = readiness.disposition }
}

extension BeadRow {
    /// Between labels where several travel in one column; no label has it.
    static let labelSeparator = "\u{1F}"

    static let columns = """
        id, rig, title, description, status, priority, type, assignee, created_at, created_by, updated_at, closed_at, \
        close_reason, outcome, defer_until, pinned, parent, version, blockers, waiting, inherited, \
        taken, marks, (SELECT group_concat(label, char(31)) FROM labels WHERE bead = beads.id), event
        """

    fileprivate static let byID = "SELECT \(columns) FROM beads WHERE id = ?"

    /// nil for a row that no command of ours wrote: an id or a rig that is none.
    init?(_ row: Statement) {
        guard let id = BeadID(row.text(0)), let priority = Priority(rawValue: Int(row.int(5))) else { return nil }
        let home = BeadHomeText(row.text(1))
        bead = Bead(
            id: id, rig: home.rig, title: row.text(2), description: row.text(3),
            status: BeadStatus(rawValue: row.text(4)), priority: priority, type: BeadType(rawValue: row.text(6)),
            assignee: row.optionalText(7),
            labels: row.optionalText(23).map { $0.split(separator: Self.labelSeparator).map(String.init).sorted() }
                ?? [],
            createdAt: Timestamp(milliseconds: row.int(8)), createdBy: row.text(9),
            updatedAt: Timestamp(milliseconds: row.int(10)),
            closedAt: row.optionalInt(11).map(Timestamp.init(milliseconds:)), closeReason: row.optionalText(12),
            outcome: row.optionalText(13).flatMap(Outcome.init(rawValue:)),
            deferUntil: row.optionalInt(14).map(Timestamp.init(milliseconds:)), pinned: row.flag(15),
            parent: row.optionalText(16).flatMap(BeadID.init), version: row.int(17))
        blockers = Int(row.int(18))
        waiting = Int(row.int(19))
        inherited = Inheritance(rawValue: Int(row.int(20)))
        queued = row.flag(21)
        marks = BeadMarks(rawValue: Int(row.int(22)))
        event = row.optionalInt(24)
        settle()
    }
}

/// The column that says whose a bead is: a rig's name, or `hq` for the town's own.
struct BeadHomeText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }
    init(_ rig: RigName?) { text = rig?.text ?? Self.town }

    var rig: RigName? { text == Self.town ? nil : RigName(text) }

    private static let town = "hq"
}

extension LedgerReader {
    func bead(_ id: BeadID) throws(LedgerError) -> BeadRow? {
        try read { (db) throws(SQLiteFailure) in
            try db.first(BeadRow.byID, [.text(id.text)]) { (row) throws(SQLiteFailure) in BeadRow(row) } ?? nil
        }
    }

    func knownBead(_ id: BeadID) throws(LedgerError) -> BeadRow {
        guard let row = try bead(id) else {
            throw .refuse(
                .notFound, "there is no bead \(id)", about: id.text, hint: "gt bead list shows what there is")
        }
        return row
    }

    func openChildren(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts(
            "SELECT id FROM beads WHERE parent = ? AND status NOT IN ('closed', 'tombstone') ORDER BY id",
            .text(id.text)
        ).compactMap(BeadID.init)
    }

    /// The open work under an epic, at any depth, in the order of the ids.
    func leaves(of epic: BeadRow) throws(LedgerError) -> [BeadRow] {
        var leaves: [BeadRow] = []
        var waiting = [epic.id]
        while let id = waiting.popLast() {
            for child in try openChildren(of: id) {
                waiting.append(child)
                let row = try knownBead(child)
                if row.bead.type.isWork, !row.bead.pinned { leaves.append(row) }
            }
        }
        return leaves.sorted { $0.id < $1.id }
    }

    /// The same, of an epic that is to be worked at: there must be some.
    func openLeaves(of epic: BeadRow) throws(LedgerError) -> [BeadRow] {
        let leaves = try leaves(of: epic)
        guard !leaves.isEmpty else {
            throw .refuse(
                .conflict, "the epic \(epic.id) has no open beads", about: epic.id.text,
                hint: "gt bead create --parent \(epic.id) makes one")
        }
        return leaves
    }

    func hasOpenChild(_ id: BeadID) throws(LedgerError) -> Bool {
        try exists(
            "SELECT 1 FROM beads WHERE parent = ? AND status NOT IN ('closed', 'tombstone') LIMIT 1", .text(id.text))
    }
}
