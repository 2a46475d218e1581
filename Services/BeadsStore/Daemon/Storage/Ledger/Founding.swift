internal import TownModel
internal import Wire

/// Where a ledger lives.
package enum LedgerPlace: Hashable, Sendable {
    case file(String)
    /// For tests and the simulator: the same code, nothing on disk.
    case memory
}

/// What a new ledger is founded with. A ledger that exists keeps what it has.
package struct Founding: Hashable, Sendable {
    /// Random: tells towns apart wherever their ids and events travel.
    package var townID: String
    package var townName: String

    package init(townID: String, townName: String) {
        self.townID = townID
        self.townName = townName
    }
}

/// What the ledger knows of its town.
struct TownFacts: Hashable, Sendable {
    var id: String
    var name: String
    var epoch: Int64
    /// What ids of its own beads start with.
    var prefix = TownPrefix.standard

    /// The CloudEvents `source`.
    var source: String { "gastown://\(id)" }

    static func load(_ database: Database) throws(SQLiteFailure) -> TownFacts {
        var facts = TownFacts(id: "", name: "", epoch: 0)
        _ = try database.rows(
            "SELECT name, value FROM meta WHERE name IN ('town.id', 'town.name', 'town.prefix', 'epoch')"
        ) {
            (row) throws(SQLiteFailure) in
            switch row.text(0) {
            case "town.id": facts.id = row.text(1)
            case "town.name": facts.name = row.text(1)
            // Only what was checked is written there.
            case "town.prefix": facts.prefix = TownPrefix(row.text(1)) ?? .standard
            default: facts.epoch = Int64(row.text(1)) ?? 0
            }
        }
        return facts
    }
}

extension Database {
    func meta(_ name: String) throws(SQLiteFailure) -> String? {
        try text("SELECT value FROM meta WHERE name = ?", .text(name))
    }
}

extension LedgerReader {
    /// One of the town's own facts that is kept as JSON; nil: nobody has written it.
    func fact<Fact: Decodable>(_ type: Fact.Type, _ name: String) throws(LedgerError) -> Fact? {
        try value(type, "SELECT value FROM meta WHERE name = ?", .text(name))
    }

    /// The facts whose names begin with `place`, which ends with a slash: by the rest of their names.
    func metas(under place: String) throws(LedgerError) -> [(name: String, value: String)] {
        // '0' comes after '/'.
        try rows(
            "SELECT substr(name, length(?1) + 1), value FROM meta WHERE name >= ?1 AND name < ?2", .text(place),
            .text(place.dropLast() + "0")
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.text(1)) }
    }
}

extension Transaction {
    /// One of the town's own facts; nil takes it away.
    func setMeta(_ name: String, _ value: String?) throws(LedgerError) {
        changedTown = true
        guard let value else { return try write("DELETE FROM meta WHERE name = ?", .text(name)) }
        try write(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(name), .text(value))
    }

    /// Tells every stream: what concerns the whole town must reach roles that follow one rig only.
    func emitEverywhere(_ kind: EventKind, subject: String, _ data: EventData) throws(LedgerError) {
        try emit(kind, in: .town, subject: subject, data)
        for rig in try rigs() { try emit(kind, in: .rig(rig.name), subject: subject, data) }
    }
}
