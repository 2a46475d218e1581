package import TownModel

/// Writes the files of beads anew where something has changed, and commits them: now, not after a quiet time. Changes
/// nothing that the ledger knows, so it is a query; asked again under its id it does the same again.
package struct BeadSync: Query {
    package typealias Reply = SyncFacts
    package static let verb = "bead.sync"
    /// A remote's commit, in the repository already, whose files have been imported: the commit becomes its child too.
    package var merging: CommitID?

    package init(merging: CommitID? = nil) { self.merging = merging }
}

/// What the files of beads are now.
package struct SyncFacts: Codable, Hashable, Sendable {
    /// Where they are.
    package var directory: String
    /// Beads in each file, by home.
    package var beads: [String: Int]
    /// The commit that was made; nil when the last one says it all.
    package var commit: String?
    /// Where the repository's branch is now; nil: nothing was ever committed.
    package var head: CommitID?
    /// git's ids of the files in it, by home.
    package var blobs: [String: String]
    /// Files that somebody else had touched: what was in them is kept under these names.
    package var kept: [String]
    /// How long the writing took, the commit not counted.
    package var writeMilliseconds: Double

    package init(
        directory: String, beads: [String: Int], commit: String?, head: CommitID? = nil, blobs: [String: String] = [:],
        kept: [String], writeMilliseconds: Double
    ) {
        self.directory = directory
        self.beads = beads
        self.commit = commit
        self.head = head
        self.blobs = blobs
        self.kept = kept
        self.writeMilliseconds = writeMilliseconds
    }
}
