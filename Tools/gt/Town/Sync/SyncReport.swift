import TownModel
import Wire

/// What became of one branch in which beads are shared.
struct SyncedBranch: Encodable {
    enum Outcome: String, Encodable {
        /// The branch has what is here.
        case pushed
        /// It had it already.
        case same
        /// Written to the branch here; there is no remote, or it was asked not to push.
        case local
        /// See `problem`.
        case failed
    }

    /// `beads`, or the rig's name.
    var name: String
    var branch: String
    var outcome: Outcome
    /// Where the branch is; nil: nowhere.
    var commit: CommitID?
    /// What came from there, by home.
    var merged: [String: ImportReport] = [:]
    /// Beads whose lines were taken out of the files there: they stay here, and are written again.
    var gone: [String] = []
    /// Files of rigs that this town does not have: they stay as they are.
    var left: [String] = []
    var problem: CommandFailure?

    init(name: String, branch: String, outcome: Outcome = .failed) {
        self.name = name
        self.branch = branch
        self.outcome = outcome
    }

    var hasNews: Bool { merged.values.contains { $0.created + $0.changed > 0 } }
}

/// What a sync did: the files, then each branch.
struct SyncReport: Encodable {
    var facts: SyncFacts
    var branches: [SyncedBranch]

    private enum CodingKeys: String, CodingKey { case branches }

    /// The files' facts are the report's own.
    func encode(to encoder: any Encoder) throws {
        try facts.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(branches, forKey: .branches)
    }

    /// Of the first branch that failed; nil when all is done.
    var status: ExitStatus? { branches.lazy.compactMap(\.problem?.status).first }
}

extension ImportReport {
    /// Several imports as one.
    mutating func add(_ part: ImportReport) {
        beads += part.beads
        created += part.created
        changed += part.changed
        unchanged += part.unchanged
        refused += part.refused
        if let count = part.twoWay { twoWay = (twoWay ?? 0) + count }
        counts.merge(part.counts, uniquingKeysWith: +)
        findings = Array((findings + part.findings).prefix(CommandLimits.importFindingsMax))
    }
}
