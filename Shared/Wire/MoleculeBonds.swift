package import TownModel

/// Joins a second molecule to one, in one transaction: one that is there, or one that is made for it.
///
/// Said of roots, as edges between beads are: see `BondType`. What is to wait must not have begun; it begins by itself.
package struct MoleculeBond: Command {
    package typealias Reply = MoleculeBondReply
    package static let verb = "mol.bond"
    package var molecule: BeadID
    package var type: BondType
    /// The second; or `graph`.
    package var other: BeadID?
    /// What the second is made of.
    package var graph: CookedGraph?
    /// Of the one that is made; nil: the graph's.
    package var title: String?

    package init(molecule: BeadID, type: BondType, other: BeadID) {
        self.molecule = molecule
        self.type = type
        self.other = other
    }

    package init(molecule: BeadID, type: BondType, graph: CookedGraph, title: String? = nil) {
        self.molecule = molecule
        self.type = type
        self.graph = graph
        self.title = title
    }
}

package enum BondType: String, Codable, Hashable, Sendable, CaseIterable {
    /// The second begins when the first has ended, however it did.
    case sequential
    /// Both are parts of one bead, which ends with them.
    case parallel
    /// The second begins if the first fails, and is skipped if it ends in another way.
    case conditional
}

package struct MoleculeBondReply: Codable, Hashable, Sendable {
    package var molecule: Molecule
    package var other: Molecule
    /// Of parallel ones, the bead that both are parts of.
    package var parent: BeadID?

    package init(molecule: Molecule, other: Molecule, parent: BeadID? = nil) {
        self.molecule = molecule
        self.other = other
        self.parent = parent
    }
}
