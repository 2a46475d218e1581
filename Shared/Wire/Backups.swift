/// Copies the whole ledger into the town's `backups` directory while everything goes on, and reads the copy through. The
/// overseer's and the Deacon's alone. Changes nothing that the ledger knows, so it is a query; asked again under its id
/// it is the same copy.
package struct BackupMake: Query {
    package typealias Reply = BackupFacts
    package static let verb = "backup.make"

    package init() {}
}

/// Reads a copy through, wherever it lies on the store's machine.
package struct BackupVerify: Query {
    package typealias Reply = BackupFacts
    package static let verb = "backup.verify"
    /// Absolute.
    package var path: String

    package init(path: String) { self.path = path }
}

/// A copy of a ledger that was found sound.
package struct BackupFacts: Codable, Hashable, Sendable {
    package var path: String
    package var bytes: Int64
    package var town: String
    package var townID: String
    package var schema: Int64
    package var epoch: Int64
    /// The last event in it.
    package var sequence: Int64
    package var beads: Int64

    package init(
        path: String, bytes: Int64, town: String, townID: String, schema: Int64, epoch: Int64, sequence: Int64,
        beads: Int64
    ) {
        self.path = path
        self.bytes = bytes
        self.town = town
        self.townID = townID
        self.schema = schema
        self.epoch = epoch
        self.sequence = sequence
        self.beads = beads
    }
}
