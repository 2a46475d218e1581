/// Brings a ledger's tables to the version this program knows: forward only, in one transaction, after a backup.
struct Migrations: Sendable {
    /// Each brings the schema to its version from the one before.
    let steps: [(version: Int64, sql: String)]

    static let current = Migrations(steps: [
        (1, Schema.version1), (2, Schema.version2), (3, Schema.version3), (4, Schema.version4),
        (5, Schema.version5), (6, Schema.version6), (7, Schema.version7), (8, Schema.version8),
        (9, Schema.version9 + Schema.residents), (10, Schema.version10), (11, Schema.version11),
        (12, Schema.version12),
        (13, Schema.version13), (14, Schema.version14), (15, Schema.version15),
        (16, Schema.version16), (17, Schema.version17), (18, Schema.version18),
        (19, Schema.version19), (20, Schema.version20), (21, Schema.version21),
    ])

    var newest: Int64 { steps.map(\.version).max() ?? 0 }

    /// `backup`: the ledger's path; the copy goes beside it as `<path>.before-<version>`. nil makes none.
    func bring(_ database: Database, backup path: String?) throws(any Error) {
        let found = try database.int("PRAGMA user_version") ?? 0
        guard found <= newest else {
            throw LedgerFault.newer(path: path ?? database.path, version: found, known: newest)
        }
        let missing = steps.filter { $0.version > found }
        guard !missing.isEmpty else { return }
        // A copy that a run before left half made is made again.
        if let path, found > 0 { try LedgerCopy.write(database, to: "\(path).before-\(newest)") }
        try database.run("BEGIN IMMEDIATE")
        do {
            for step in missing { try database.script(step.sql) }
            try database.script("PRAGMA user_version = \(newest)")
            try database.script("PRAGMA application_id = \(Ledger.applicationID)")
            try database.run("COMMIT")
        } catch {
            database.rollback()
            throw error
        }
    }
}
