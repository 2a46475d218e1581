internal import BeadsFormat
internal import TownModel
internal import Wire

/// A bead as a line of a Beads file: its columns, its edges, and whatever else its line had.
extension LedgerReader {
    /// What has no column, as it was written; a bead that was made here may have nothing.
    func storedLine(of id: BeadID) throws(LedgerError) -> BeadLine {
        let bytes = try rows("SELECT bytes FROM lines WHERE bead = ?", .text(id.text)) { (row) throws(SQLiteFailure) in
            row.blob(0)
        }.first
        guard let bytes else { return BeadLine(id: id.text) }
        do {
            return try BeadLine(bytes[...])
        } catch {
            throw .refuse(.bug, "the stored line of \(id) can't be read: \(error)", about: id.text)
        }
    }

    /// The line that a file has for it now: the very bytes that came in, unless something was changed.
    func line(of row: BeadRow) throws(LedgerError) -> BeadLine {
        var line = try storedLine(of: row.id)
        LineFields(row).write(into: &line, at: now)
        let edges = try storedEdges(from: row.id)
        let written = Set(line.edges.map(EdgeKey.init))
        let kept = Set(edges.map(\.key))
        line.setEdges(
            keeping: { $0.from != row.id.text || BeadID($0.to) == nil || kept.contains(EdgeKey($0)) },
            adding: edges.filter { !written.contains($0.key) }.map { $0.entry(from: row.id) })
        return line
    }

    func storedEdges(from id: BeadID) throws(LedgerError) -> [StoredEdge] {
        try rows(
            """
            SELECT target, type, created_at, created_by, gate, watched FROM edges WHERE source = ?
            ORDER BY created_at, target, type
            """, .text(id.text)
        ) { (row) throws(SQLiteFailure) in
            StoredEdge(
                key: EdgeKey(to: row.text(0), type: row.text(1)),
                createdAt: Timestamp(milliseconds: row.int(2)), createdBy: row.text(3), gate: row.optionalText(4),
                watched: row.optionalText(5))
        }
    }
}

/// What tells the edges of one bead apart.
struct EdgeKey: Hashable {
    var to: String
    var type: String

    init(to: String, type: String) {
        self.to = to
        self.type = type
    }

    init(_ edge: EdgeEntry) {
        to = edge.to
        type = edge.type
    }
}

struct StoredEdge: Hashable {
    var key: EdgeKey
    var createdAt: Timestamp
    var createdBy: String
    var gate: String?
    var watched: String?

    /// nil for what leads to no bead that there could be.
    init?(_ edge: EdgeEntry, at moment: Timestamp) {
        guard let target = BeadID(edge.to) else { return nil }
        key = EdgeKey(edge)
        createdAt = edge.createdAt.flatMap { Timestamp($0) } ?? moment
        createdBy = edge.createdBy ?? ""
        guard edge.type == EdgeType.waitsFor.rawValue else { return }
        gate = edge.metadata("gate").flatMap(ChildGate.init(rawValue:))?.rawValue ?? ChildGate.allChildren.rawValue
        watched = edge.metadata("spawner_id").flatMap(BeadID.init)?.text ?? target.text
    }

    init(key: EdgeKey, createdAt: Timestamp, createdBy: String, gate: String?, watched: String?) {
        self.key = key
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.gate = gate
        self.watched = watched
    }

    func entry(from id: BeadID) -> EdgeEntry {
        EdgeEntry(
            from: id.text, to: key.to, type: key.type, createdAt: createdAt.description, createdBy: createdBy,
            metadata: gate.map { #"{"gate":"\#($0)"}"# })
    }
}

extension Transaction {
    func store(_ line: BeadLine, of id: BeadID) throws(LedgerError) {
        try write(
            """
            INSERT INTO lines (bead, bytes) VALUES (?, ?) ON CONFLICT (bead) DO UPDATE SET bytes = excluded.bytes
            """, .text(id.text), .blob(line.bytes))
    }

    /// Makes the edges from a bead those of its line, in the ledger's own words. Nothing is counted here.
    func storeEdges(of line: BeadLine, from id: BeadID) throws(LedgerError) {
        try write("DELETE FROM edges WHERE source = ?", .text(id.text))
        for edge in line.edges where edge.from == id.text {
            guard let edge = StoredEdge(edge, at: now) else { continue }
            try write(
                """
                INSERT OR IGNORE INTO edges (source, target, type, created_at, created_by, gate, watched)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, .text(id.text), .text(edge.key.to), .text(edge.key.type), .int(edge.createdAt.milliseconds),
                .text(edge.createdBy), .optional(edge.gate), .optional(edge.watched))
        }
    }
}
