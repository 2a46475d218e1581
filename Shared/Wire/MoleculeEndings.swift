package import TownModel

/// Writes down what became of a molecule and lets its steps go: a closed bead with the label `digest`, in one transaction with
/// all the rest. One that has not ended is refused, unless it is forced: then its root is closed as skipped.
package struct MoleculeSquash: Command {
    package typealias Reply = MoleculeSquashReply
    package static let verb = "mol.squash"
    package var molecule: BeadID
    /// In place of a list of the steps.
    package var summary: String?
    /// It may be under way still.
    package var isForced: Bool?
    /// The steps stay to be looked at for as long as those of any molecule that has ended.
    package var keepsRows: Bool?

    package init(molecule: BeadID, summary: String? = nil, isForced: Bool = false, keepsRows: Bool = false) {
        self.molecule = molecule
        self.summary = summary
        self.isForced = isForced ? true : nil
        self.keepsRows = keepsRows ? true : nil
    }
}

package struct MoleculeSquashReply: Codable, Hashable, Sendable {
    package var molecule: Molecule
    /// The digest.
    package var bead: Bead

    package init(molecule: Molecule, bead: Bead) {
        self.molecule = molecule
        self.bead = bead
    }
}
