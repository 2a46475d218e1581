/// How a worker's result gets onto the target branch.
package enum MergeMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Through the rig's merge queue. The reference's `mr`; its `direct` means this too, and the answer says so.
    case merge
    /// Gates run, the ref is kept, nothing is landed.
    case local
}

/// A bead that waits for a polecat of a rig: one row while it waits.
package struct DispatchEntry: Hashable, Sendable, Codable {
    package var bead: BeadID
    package var rig: RigName
    package var state: DispatchState
    /// 1 for the first attempt, one more for each restart or rework.
    package var attempt: Int
    /// Why there is another attempt; nil for the first.
    package var reason: String?
    package var priority: Priority
    package var enqueuedAt: Timestamp
    /// Not claimed before this moment (backoff of a rework).
    package var notBefore: Timestamp?
    /// Name of the agent preset; nil for the rig's default.
    package var preset: String?
    package var arguments: String?
    package var mergeMode: MergeMode
    package var dispatchedBy: Address

    package init(
        bead: BeadID, rig: RigName, state: DispatchState = .queued, attempt: Int = 1, reason: String? = nil,
        priority: Priority = .normal, enqueuedAt: Timestamp, notBefore: Timestamp? = nil, preset: String? = nil,
        arguments: String? = nil, mergeMode: MergeMode = .merge, dispatchedBy: Address
    ) {
        self.bead = bead
        self.rig = rig
        self.state = state
        self.attempt = attempt
        self.reason = reason
        self.priority = priority
        self.enqueuedAt = enqueuedAt
        self.notBefore = notBefore
        self.preset = preset
        self.arguments = arguments
        self.mergeMode = mergeMode
        self.dispatchedBy = dispatchedBy
    }
}

package enum DispatchState: String, Hashable, Sendable, Codable, CaseIterable {
    case queued
    case claimed
    case withdrawn
}

/// One attempt of one agent at one bead: what is on the agent's hook, and where its work lies.
package struct Assignment: Hashable, Sendable, Codable {
    /// Unique in the town, never used twice; worktree, branch and refs carry it.
    package var number: Int64
    package var bead: BeadID
    package var rig: RigName
    package var agent: Address
    package var state: AssignmentState
    package var attempt: Int
    package var reason: String?
    package var incarnation: Incarnation
    package var preset: String
    /// That preset as it was at the claim; nil for one that comes with the program.
    package var definition: AgentPreset?
    package var arguments: String?
    package var mergeMode: MergeMode
    /// Relative to the town's directory: `rigs/gastown/polecats/nux/17`.
    package var worktree: String
    /// `polecat/nux/gt-abc.17`.
    package var branch: String
    package var target: String
    /// Where the worktree leaves the target, and what is beyond it is this bead's work; nil until it is made.
    package var base: CommitID?
    /// The head of an earlier attempt that the worktree begins at, where its agent goes on from kept work; nil: it begins
    /// at the target's head.
    package var keptHead: CommitID?
    /// The head that was submitted; nil until then.
    package var head: CommitID?
    /// The process group the shim runs in; nil until a session was started.
    package var shim: ProcessIdentity?
    /// Under which its last state was saved when the worktree was retired.
    package var rescueRef: String?
    package var claimedAt: Timestamp
    /// A session of it was ended and another one begun in its place; nil: never.
    package var renewal: Renewal?
    /// How it left the hook; nil while it has not, and of one that did before endings were recorded.
    package var ended: AssignmentEnd?

    /// Somebody else took it off the hook: nothing that its agent still does will count.
    package var isTakenAway: Bool { ended?.by.map { $0 != agent } ?? false }

    package init(
        number: Int64, bead: BeadID, rig: RigName, agent: Address, state: AssignmentState = .claimed,
        attempt: Int = 1, reason: String? = nil, incarnation: Incarnation, preset: String,
        definition: AgentPreset? = nil, arguments: String? = nil, mergeMode: MergeMode = .merge, worktree: String,
        branch: String, target: String, base: CommitID? = nil, keptHead: CommitID? = nil, head: CommitID? = nil,
        shim: ProcessIdentity? = nil, rescueRef: String? = nil, claimedAt: Timestamp, renewal: Renewal? = nil
    ) {
        self.number = number
        self.bead = bead
        self.rig = rig
        self.agent = agent
        self.state = state
        self.attempt = attempt
        self.reason = reason
        self.incarnation = incarnation
        self.preset = preset
        self.definition = definition
        self.arguments = arguments
        self.mergeMode = mergeMode
        self.worktree = worktree
        self.branch = branch
        self.target = target
        self.base = base
        self.keptHead = keptHead
        self.head = head
        self.shim = shim
        self.rescueRef = rescueRef
        self.claimedAt = claimedAt
        self.renewal = renewal
    }
}

/// `claimed → prepared → running → ended → retired`; `ended` is reached from any of the first three, and from `running`
/// one whose session begins anew goes back to `claimed`, with the worktree that it has.
package enum AssignmentState: String, Hashable, Sendable, Codable, CaseIterable {
    /// On the agent's hook; worktree and session are still to be made.
    case claimed
    /// The worktree stands at `base`.
    case prepared
    /// The session's process was started.
    case running
    /// No longer on the hook (done, returned, taken away); process and worktree may still be there.
    case ended
    /// No process is left; the worktree was saved and moved to the trash.
    case retired

    /// On the agent's hook.
    package var isCurrent: Bool {
        switch self {
        case .claimed, .prepared, .running: true
        case .ended, .retired: false
        }
    }
}

/// One run of a program for an agent.
package struct Session: Hashable, Sendable, Codable {
    package var incarnation: Incarnation
    package var agent: Address
    /// nil: of the town.
    package var rig: RigName?
    /// 0 for a resident's: it was given no work to begin with.
    package var assignment: Int64
    package var state: SessionState
    package var shim: ProcessIdentity?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// Exit status of the agent as the shim recorded it (128 + signal when killed); nil while it runs or unknown.
    package var exitStatus: Int32?
    /// Of its state; nil for one that follows from what was done with it (spawning, exiting, ended).
    package var evidence: SessionEvidence?
    /// Of a resident's: the agent preset, and what a dog's is there for. Of a worker's they are in its assignment.
    package var preset: String?
    package var bead: BeadID?
    /// What its program calls its conversations, the newest last; nil: it was not told.
    package var programs: [ProgramSession]?

    package init(
        incarnation: Incarnation, agent: Address, rig: RigName?, assignment: Int64, state: SessionState = .spawning,
        shim: ProcessIdentity? = nil, startedAt: Timestamp, endedAt: Timestamp? = nil, exitStatus: Int32? = nil,
        evidence: SessionEvidence? = nil, preset: String? = nil, bead: BeadID? = nil, programs: [ProgramSession]? = nil
    ) {
        self.preset = preset
        self.bead = bead
        self.programs = programs
        self.incarnation = incarnation
        self.agent = agent
        self.rig = rig
        self.assignment = assignment
        self.state = state
        self.shim = shim
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.exitStatus = exitStatus
        self.evidence = evidence
    }

    /// Of a resident, not of a worker.
    package var isResident: Bool { assignment == 0 }

    /// The service that starts it, adopts it and ends it.
    package var host: RoleName { rig.map { .witness($0) } ?? (agent.isDog ? .deacon : .mayor) }
}

package enum SessionState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Started or about to be; no sign of life from the agent yet.
    case spawning
    /// The agent itself has spoken to the store, a turn of it runs, or its output grows.
    case working
    /// Between two turns: it waits for a prompt.
    case idle
    /// On somebody or something else, as it says itself: a limit of its provider's.
    case waiting
    /// Idle with work on its hook, and nothing that was said to it led to a turn; or its shim runs without it.
    case stalled
    /// Its work is handed in or was taken away; the process is to end.
    case exiting
    /// No process is left.
    case ended
    /// Nobody who could know was asked yet, or could answer.
    case unknown
}

/// How a worker says it is finished.
package enum DoneStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case completed
    case noChange = "no-change"
    case blocked
    case deferred
    case review
}
