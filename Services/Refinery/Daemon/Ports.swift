package import RefineryCore
package import TownModel

/// The rig's target branches, as the Refinery touches them. A failure is an outcome, never an error: the core decides
/// what follows from it.
package protocol RefineryGit: Sendable {
    /// Brings the target up to date, looks which requests are in it already, and merges the others one on the other in
    /// this order, without a checkout, each in a commit dated `at`. No ref of anybody's work moves.
    func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, style: MergeStyle, at: Timestamp
    ) async -> Preparation

    /// How a request stands to the target as it was last seen; nil: nothing speaks against it, or it can't be said now.
    func check(_ request: MergeRequest, style: MergeStyle, at: Timestamp) async -> Finding?

    /// Where the target is, seen from a landing. Ends what a predecessor's hands still do to it first, so that what is
    /// seen stays true.
    func locate(_ landing: Landing) async -> TargetPosition

    /// Moves the target from the landing's base to its tip, by compare-and-swap where the truth is, and reads it back.
    func move(_ landing: Landing) async -> MoveOutcome

    /// Sees to it that the clone refuses everybody else's hands on these branches; gives the reason when it can't.
    func guardTargets(_ targets: [String]) async -> String?

    /// Since when the clone's upkeep is due; nil: it is not.
    func upkeepDue() async -> Timestamp?

    /// The clone's upkeep, unless it was done lately. `open`: heads that open requests name.
    func maintain(target: String, hasRemote: Bool, sparing open: Set<CommitID>, at: Timestamp) async -> UpkeepReport
}

/// The rig's gates, run on a candidate in a directory that is used once.
package protocol GateRunner: Sendable {
    func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport

    /// Of a run that a predecessor began: ends what is left of it, waits until nothing is, and clears its directory.
    func observe(_ candidate: Candidate) async -> GateReport

    /// Clears away logs that are old, and whose run may be left; gives the reason when it can't.
    func clearLogs(sparing: Spared, at: Timestamp) async -> String?
}
