/// A repository that work is done on.
package struct Rig: Hashable, Sendable, Codable {
    package var name: RigName
    /// What its beads' ids start with: `gt` in `gt-abc`.
    package var prefix: String
    /// The remote that landed work is pushed to; nil: the bare clone is all there is.
    package var remote: String?
    package var state: RigState
    package var settings: RigSettings
    package var addedAt: Timestamp
    /// Somebody holds its merge queue; nil: nobody does.
    package var queueHold: QueueHold?
    /// Moves of its targets by others that a held queue was resumed for, the last one of each target; nil: none.
    package var acceptedMoves: [TargetMove]?

    package init(
        name: RigName, prefix: String, remote: String?, state: RigState = .active, settings: RigSettings,
        addedAt: Timestamp
    ) {
        self.name = name
        self.prefix = prefix
        self.remote = remote
        self.state = state
        self.settings = settings
        self.addedAt = addedAt
    }
}

/// Who holds a rig's merge queue: nothing is built, tested anew or landed; what is landing is finished.
package struct QueueHold: Hashable, Sendable, Codable {
    package var by: Address
    package var since: Timestamp
    package var reason: String?
    /// What its Refinery holds it for: resuming the queue accepts this move. nil: it is held for another reason.
    package var move: TargetMove?

    package init(by: Address, since: Timestamp, reason: String? = nil, move: TargetMove? = nil) {
        self.by = by
        self.since = since
        self.reason = reason
        self.move = move
    }
}

package enum RigState: String, Hashable, Sendable, Codable, CaseIterable {
    case active
    /// Nothing is claimed or landed; what runs may finish.
    case parked
    /// Its services are gone; its directory and its beads are still there.
    case removed
}

/// What `rig.toml` says, with defaults filled in.
package struct RigSettings: Hashable, Sendable, Codable {
    package var target: String
    package var gates: [Gate]
    /// Who works on its beads when the sling command names nobody: what `agents` and the town's file come to.
    package var agent: String
    /// What `rig.toml` itself says about that; nil: nothing.
    package var agents: AgentSettings?
    /// At most this many polecats with a running session.
    package var polecatsMax: Int
    package var landing: LandingMode
    /// The branch that a sync writes the rig's beads to; nil: none.
    package var beadsBranch: String?
    /// The formula that is the way of working at a bead of the rig whose sling names none; nil: none is.
    package var defaultFormula: String?
    /// What `rig.toml` says about its polecats' names; nil: nothing.
    package var names: NameSettings?
    /// nil: nothing is said about it, in the file or in a row of an earlier version.
    private var queueSettings: QueueSettings?

    /// nil: nothing is said about it.
    private var mergeStyle: MergeStyle?

    /// What a request becomes on the target.
    package var style: MergeStyle {
        get { mergeStyle ?? .merge }
        set { mergeStyle = newValue == .merge ? nil : newValue }
    }

    /// How its merge queue works.
    package var queue: QueueSettings {
        get { queueSettings ?? QueueSettings() }
        set { queueSettings = newValue == QueueSettings() ? nil : newValue }
    }

    /// In place of `defaultFormula` for work that came back because it did not merge.
    package static let conflictFormula = "conflict-rework"

    package init(
        target: String = "main", gates: [Gate] = [], agents: AgentSettings? = nil, polecatsMax: Int = 3,
        landing: LandingMode = .queue, beadsBranch: String? = nil, defaultFormula: String? = nil
    ) {
        self.defaultFormula = defaultFormula
        self.target = target
        self.gates = gates
        self.agents = agents
        agent = AgentChoice(role: .polecat, rig: agents).preset
        self.polecatsMax = polecatsMax
        self.landing = landing
        self.beadsBranch = beadsBranch
    }
}

package enum LandingMode: String, Hashable, Sendable, Codable, CaseIterable {
    case queue
    /// Green work is kept under its ref and the bead closed as `kept`; the target never moves.
    case local
}

/// `[queue]` of `rig.toml`.
package struct QueueSettings: Hashable, Sendable, Codable {
    /// Requests that are tested together, at most.
    package var batchMax = 16
    /// Runs of the gates at once for one target, at most: a culprit is confirmed by several side by side.
    package var gateRuns = 1
    /// nil: not said, or a row of an earlier version.
    private var gatesParallelSetting: Int?
    /// nil: not said, or a row of an earlier version.
    private var foreignMovesSetting: ForeignMoves?

    /// Gates of one run that may work at the same time in its worktree.
    package var gatesParallel: Int {
        get { gatesParallelSetting ?? Self.gatesParallelStandard }
        set { gatesParallelSetting = newValue == Self.gatesParallelStandard ? nil : newValue }
    }

    /// What is done about a target that somebody else has moved.
    package var foreignMoves: ForeignMoves {
        get { foreignMovesSetting ?? .accept }
        set { foreignMovesSetting = newValue == .accept ? nil : newValue }
    }

    package init() {}

    /// A stack of more is red more often than not, whatever the changes.
    package static let batchMost = 64
    package static let gateRunsMost = 16
    package static let gatesParallelStandard = 2
    package static let gatesParallelMost = 64
}

/// An effect outside the ledger that was announced before it was tried: at start it is compared with the world.
package struct Intent: Hashable, Sendable, Codable {
    /// The effect's idempotency key: `worktree/17`, `land/gt-mr-x1/2`.
    package var id: CommandID
    package var role: RoleName
    /// Which kind of effect; each role declares its own.
    package var kind: String
    /// JSON text, the role's own: names what is to be made (path, ref, base, tip, process group).
    package var detail: String
    package var openedAt: Timestamp

    package init(id: CommandID, role: RoleName, kind: String, detail: String, openedAt: Timestamp) {
        self.id = id
        self.role = role
        self.kind = kind
        self.detail = detail
        self.openedAt = openedAt
    }
}
