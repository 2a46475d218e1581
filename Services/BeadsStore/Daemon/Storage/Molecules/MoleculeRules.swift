internal import TownModel
internal import Wire

/// Molecules: what is asked of them.
extension VerbRule {
    static let molecules: [VerbRule] = [
        .command(MoleculeMake.self) { (make, transaction) throws(LedgerError) in try transaction.make(make) },
        .command(MoleculeNext.self, isKept: false) { (next, transaction) throws(LedgerError) in
            try transaction.next(next)
        },
        .command(StepOutput.self, isKept: false) { (output, transaction) throws(LedgerError) in
            try transaction.note(output)
        },
        .command(StepRelease.self) { (release, transaction) throws(LedgerError) in try transaction.release(release) },
        .command(StepGateReport.self, isKept: false) { (report, transaction) throws(LedgerError) in
            try transaction.note(report)
            return Done()
        },
        .command(MoleculeBurn.self) { (burn, transaction) throws(LedgerError) in try transaction.burn(burn) },
        .command(MoleculeSquash.self) { (squash, transaction) throws(LedgerError) in try transaction.squash(squash) },
        .command(MoleculeBond.self) { (bond, transaction) throws(LedgerError) in try transaction.bond(bond) },
        .command(MoleculeAttach.self) { (attach, transaction) throws(LedgerError) in try transaction.attach(attach) },
        .command(MoleculeDetach.self) { (detach, transaction) throws(LedgerError) in try transaction.detach(detach) },
    ]
}

extension QueryRule {
    static let molecules: [QueryRule] = [
        .query(MoleculeShow.self) { (show, reading) throws(LedgerError) in
            try reading.show(try reading.knownMolecule(show.molecule, reading.shelf))
        },
        .query(MoleculeCurrent.self) { (current, reading) throws(LedgerError) in try reading.current(current) },
        .query(MoleculeList.self) { (list, reading) throws(LedgerError) in try reading.molecules(list) },
        .query(MoleculeStale.self) { (stale, reading) throws(LedgerError) in try reading.stale(stale) },
        .query(MoleculeSteps.self) { (page, reading) throws(LedgerError) in try reading.steps(page) },
        .query(MoleculeGraph.self) { (graph, reading) throws(LedgerError) in
            try reading.knownMolecule(graph.molecule, reading.shelf).index.graph
        },
    ]
}

/// Sizes of molecules.
enum MoleculeLimits {
    /// Open steps that an answer names: a screenful.
    static let openShownMax = 20
    /// Bytes of what a step gives, as JSON: it lies in the step's row, and a million rows are a molecule.
    static let outputBytesMax = 16 * 1024
    /// Milliseconds for which the rows of a molecule that has ended are kept: a week, to look back at it.
    static let endedAgeMaxMilliseconds: Int64 = 7 * 86_400_000
    /// Steps, groups and loops of a molecule that is poured: each is a bead, and all are made in one transaction.
    static let pouredStepsMax: Int64 = 10_000
    /// Rows that go in one transaction when a molecule is squashed: some tens of milliseconds; the rest goes after it.
    static let squashedRowsMax: Int64 = 20_000
    /// What digests are found by.
    static let digestLabel = "digest"
    /// Molecules that one step fans out into: its list is in its row.
    static let childrenMax = 1000
    /// Shut gates that the Deacon's listing names.
    static let looksListedMax = 200
    /// Bytes of a holder's name.
    static let holderBytesMax = 200
}
