package import TownModel

/// Makes a molecule of a cooked graph. As a wisp: a root bead that is in no file, and rows for the steps that are reached.
/// Poured: its root and each of its steps is a bead as any other. All or nothing; the store checks the graph, whoever cooked it.
package struct MoleculeMake: Command {
    package typealias Reply = MoleculeReply
    package static let verb = "mol.make"
    package var graph: CookedGraph
    /// nil: the town's own.
    package var rig: RigName?
    /// nil: the graph's.
    package var title: String?
    /// What it is the way of working at: an open bead that has no other.
    package var attach: BeadID?
    /// true: as beads; nil: as a wisp.
    package var isPoured: Bool?
    /// The step that fanned out into it: made once for each element, in the parent's rig.
    package var parent: FanOutPlace?

    package init(
        graph: CookedGraph, rig: RigName? = nil, title: String? = nil, attach: BeadID? = nil, isPoured: Bool? = nil,
        parent: FanOutPlace? = nil
    ) {
        self.parent = parent
        self.isPoured = isPoured
        self.graph = graph
        self.rig = rig
        self.title = title
        self.attach = attach
    }
}

package struct MoleculeReply: Codable, Hashable, Sendable {
    package var molecule: Molecule
    /// Not ended, and not waiting for other steps; the first few, by number.
    package var open: [MoleculeStep]
    /// Steps that have fanned out into molecules, not all of which have ended; nil: none has.
    package var fanOuts: [FanOutProgress]?

    package init(molecule: Molecule, open: [MoleculeStep], fanOuts: [FanOutProgress]? = nil) {
        self.molecule = molecule
        self.open = open
        self.fanOuts = fanOuts
    }
}

/// Ends a step of a molecule and claims the next, in one transaction. Either may be left out.
///
/// Not kept by its id: what has been reached makes it idempotent. Sent again, it finds the step ended as it wanted, and gives
/// the step that its sender has claimed.
package struct MoleculeNext: PlainCommand {
    package typealias Reply = MoleculeNextReply
    package static let verb = "mol.next"
    package var molecule: BeadID
    /// Which step is ended; nil: none.
    package var ends: Int64?
    /// It failed, and is tried again if its formula says so.
    package var failed: Bool?
    /// What it gave, by name; added to what was written down before.
    package var output: [String: String]?
    /// Why, or with what result.
    package var note: String?
    /// false: nothing is claimed.
    package var claims: Bool
    /// Who works at it; nil: the speaker.
    package var holder: String?

    package init(molecule: BeadID, claims: Bool = true, holder: String? = nil) {
        self.molecule = molecule
        self.claims = claims
        self.holder = holder
    }

    /// One that ends a step, and claims the next.
    package init(
        molecule: BeadID, ends number: Int64, failed: Bool = false, output: [String: String]? = nil,
        note: String? = nil, claims: Bool = true
    ) {
        self.init(molecule: molecule, claims: claims)
        ends = number
        self.failed = failed ? true : nil
        self.output = output
        self.note = note
    }
}

package struct MoleculeNextReply: Codable, Hashable, Sendable {
    package var molecule: Molecule
    /// What was claimed, or what the sender had claimed before and is still at.
    package var next: MoleculeStep?
    /// When nothing could be claimed: steps that are open, and what each waits for; the first few.
    package var open: [MoleculeStep]?
    /// Steps that have fanned out into molecules, not all of which have ended; nil: none has.
    package var fanOuts: [FanOutProgress]?

    package init(molecule: Molecule, next: MoleculeStep? = nil, open: [MoleculeStep]? = nil) {
        self.molecule = molecule
        self.next = next
        self.open = open
    }
}

/// Writes down what a claimed step has found out, before it ends.
package struct StepOutput: Command {
    package typealias Reply = StepReply
    package static let verb = "mol.output"
    package var molecule: BeadID
    package var number: Int64
    /// Added to what is there; an empty value takes the name away.
    package var output: [String: String]

    package init(molecule: BeadID, number: Int64, output: [String: String]) {
        self.molecule = molecule
        self.number = number
        self.output = output
    }
}

package struct StepReply: Codable, Hashable, Sendable {
    package var molecule: Molecule
    package var step: MoleculeStep

    package init(molecule: Molecule, step: MoleculeStep) {
        self.molecule = molecule
        self.step = step
    }
}

/// Lets a step go on: gives back one that is claimed, has one tried once more that failed or rests, opens a gate.
package struct StepRelease: Command {
    package typealias Reply = StepReply
    package static let verb = "mol.release"
    package var molecule: BeadID
    package var number: Int64
    package var reason: String

    package init(molecule: BeadID, number: Int64, reason: String) {
        self.molecule = molecule
        self.number = number
        self.reason = reason
    }
}

/// What a look at a shut gate came to. Of another look than the one that is due, or of a gate that is not shut any more, it is
/// ignored. Not kept by its id: the number of the look says whether it was carried out.
package struct StepGateReport: Command {
    package typealias Reply = Done
    package static let verb = "mol.gate"
    package var molecule: BeadID
    package var number: Int64
    package var look: Int64
    package var isOpen: Bool
    /// Why it is shut.
    package var note: String?

    package init(molecule: BeadID, number: Int64, look: Int64, isOpen: Bool, note: String? = nil) {
        self.molecule = molecule
        self.number = number
        self.look = look
        self.isOpen = isOpen
        self.note = note
    }
}

/// Ends a molecule without its work: its rows go at once, its root is closed with the reason.
package struct MoleculeBurn: Command {
    package typealias Reply = BeadReply
    package static let verb = "mol.burn"
    package var molecule: BeadID
    package var reason: String

    package init(molecule: BeadID, reason: String) {
        self.molecule = molecule
        self.reason = reason
    }
}

/// One molecule, with its open steps.
package struct MoleculeShow: Query {
    package typealias Reply = MoleculeReply
    package static let verb = "mol.show"
    package var molecule: BeadID

    package init(molecule: BeadID) { self.molecule = molecule }
}

/// Where somebody is: the steps that he has claimed, in every molecule; then molecules of beads on his hook.
package struct MoleculeCurrent: Query {
    package typealias Reply = MoleculeCurrentReply
    package static let verb = "mol.current"
    /// nil: the speaker.
    package var holder: String?

    package init(holder: String? = nil) { self.holder = holder }
}

package struct MoleculeCurrentReply: Codable, Hashable, Sendable {
    package var molecules: [MoleculeReply]

    package init(molecules: [MoleculeReply]) { self.molecules = molecules }
}

/// Molecules that are on their way, the newest first.
package struct MoleculeList: Query {
    package typealias Reply = MoleculeListReply
    package static let verb = "mol.list"
    package var includeEnded: Bool
    package var limit: Int

    package init(includeEnded: Bool = false, limit: Int = 50) {
        self.includeEnded = includeEnded
        self.limit = limit
    }
}

package struct MoleculeListReply: Codable, Hashable, Sendable {
    package var molecules: [Molecule]
    package var hasMore: Bool

    package init(molecules: [Molecule], hasMore: Bool) {
        self.molecules = molecules
        self.hasMore = hasMore
    }
}

/// A molecule's steps in the order of their numbers, a page of them; those that were not reached are left out unless wanted.
package struct MoleculeSteps: Query {
    package typealias Reply = MoleculeStepsReply
    package static let verb = "mol.steps"
    package var molecule: BeadID
    /// Those after this number.
    package var after: Int64
    package var limit: Int
    package var onlyReached: Bool
    /// true: with the long texts.
    package var isFull: Bool?

    package init(
        molecule: BeadID, after: Int64 = 0, limit: Int = 100, onlyReached: Bool = false, isFull: Bool? = nil
    ) {
        self.isFull = isFull
        self.molecule = molecule
        self.after = after
        self.limit = limit
        self.onlyReached = onlyReached
    }
}

package struct MoleculeStepsReply: Codable, Hashable, Sendable {
    /// Without descriptions, unless wanted.
    package var steps: [MoleculeStep]
    /// Ask after this one for more; nil: that was all.
    package var next: Int64?

    package init(steps: [MoleculeStep], next: Int64? = nil) {
        self.steps = steps
        self.next = next
    }
}

/// The graph that a molecule is made of.
package struct MoleculeGraph: Query {
    package typealias Reply = CookedGraph
    package static let verb = "mol.graph"
    package var molecule: BeadID

    package init(molecule: BeadID) { self.molecule = molecule }
}
