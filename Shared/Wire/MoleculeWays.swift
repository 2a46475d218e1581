package import TownModel

/// Makes a molecule that is on its way, and is nobody's, the way of working at a bead.
package struct MoleculeAttach: Command {
    package typealias Reply = MoleculeReply
    package static let verb = "mol.attach"
    package var molecule: BeadID
    /// An open bead that has no other.
    package var bead: BeadID

    package init(molecule: BeadID, bead: BeadID) {
        self.molecule = molecule
        self.bead = bead
    }
}

/// Parts a bead and the molecule that was its way: both go on by themselves. Claimed steps can be claimed by anybody again.
package struct MoleculeDetach: Command {
    package typealias Reply = MoleculeReply
    package static let verb = "mol.detach"
    /// The one or the other.
    package var id: BeadID

    package init(id: BeadID) { self.id = id }
}

/// Molecules that stand, the oldest first.
package struct MoleculeStale: Query {
    package typealias Reply = MoleculeStaleReply
    package static let verb = "mol.stale"
    /// For how long nothing must have happened.
    package var hours: Int
    package var limit: Int
    /// What the page before gave as `next`.
    package var after: Int64?

    package init(hours: Int = 24, limit: Int = 50, after: Int64? = nil) {
        self.hours = hours
        self.limit = limit
        self.after = after
    }
}

package struct MoleculeStaleReply: Codable, Hashable, Sendable {
    package var molecules: [StaleMolecule]
    /// Ask after this one for more; nil: that was all.
    package var next: Int64?

    package init(molecules: [StaleMolecule], next: Int64? = nil) {
        self.molecules = molecules
        self.next = next
    }
}

/// A molecule that somebody should look at.
package struct StaleMolecule: Codable, Hashable, Sendable {
    package var molecule: Molecule
    package var why: [StaleReason]
    /// When something last happened to it.
    package var since: Timestamp
    /// What it stands at: the first few open steps.
    package var open: [MoleculeStep]

    package init(molecule: Molecule, why: [StaleReason], since: Timestamp, open: [MoleculeStep]) {
        self.molecule = molecule
        self.why = why
        self.since = since
        self.open = open
    }
}

package enum StaleReason: String, Codable, Hashable, Sendable, CaseIterable {
    /// A step, or a loop, has failed for good.
    case failed
    /// Nothing has happened to it for so long.
    case idle
    /// There is no step left, and its root is open.
    case ended
}
