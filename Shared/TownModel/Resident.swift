/// A named, long-lived agent: it has a place of its own, and a session for as long as somebody wants it to. Crew, and the
/// Mayor's agent and dogs, which have no worktree of a rig, no branch and no target.
///
/// What it has is what a person asked for: no rule gives it a session or takes one away. But a dog's session is there for
/// the bead on its hook, begins with that and ends with it.
package struct Resident: Hashable, Sendable, Codable {
    package var agent: Address
    /// Never used twice, nor by an assignment: one of the same name that comes later is another.
    package var number: Int64
    /// Its own bead: its identity, under which its work is saved.
    package var bead: BeadID
    package var state: ResidentState
    /// Relative to the town's directory: `rigs/web/crew/max`.
    package var worktree: String
    package var branch: String
    /// The branch that its own is brought up to date with.
    package var target: String
    /// The commit that the worktree was made at; nil until it is.
    package var base: CommitID?
    /// Where the worktree still is, while a change of the name is not finished.
    package var movedFrom: String?
    /// The agent preset that was chosen for it; nil: what the rig and the town say.
    package var preset: String?
    /// The one that was chosen for what is on a dog's hook, and for nothing after it.
    package var workPreset: String?
    /// The session that it was asked to have; nil: none.
    package var run: ResidentRun?
    /// Why there was no session when one was asked for last; nil when there was.
    package var trouble: String?
    package var addedAt: Timestamp

    package init(
        agent: Address, number: Int64, bead: BeadID, state: ResidentState = .making, worktree: String, branch: String,
        target: String, base: CommitID? = nil, movedFrom: String? = nil, preset: String? = nil,
        run: ResidentRun? = nil, trouble: String? = nil, addedAt: Timestamp
    ) {
        self.agent = agent
        self.number = number
        self.bead = bead
        self.state = state
        self.worktree = worktree
        self.branch = branch
        self.target = target
        self.base = base
        self.movedFrom = movedFrom
        self.preset = preset
        self.run = run
        self.trouble = trouble
        self.addedAt = addedAt
    }
}

package enum ResidentState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Its worktree is being made, or moved.
    case making
    case ready
    /// Its work is being saved, its worktree moved to the trash.
    case leaving
    case gone
}

/// The session of a resident, as it was asked for.
package struct ResidentRun: Hashable, Sendable, Codable {
    package var incarnation: Incarnation
    package var preset: String
    /// That preset as it was then; nil for one that comes with the program.
    package var definition: AgentPreset?
    /// Its directory and its key are there: it can be started.
    package var isFurnished: Bool
    /// When it has ended, another one begins.
    package var startsAgain: Bool
    /// What a dog's session is there for; nil: it is done with that. Nobody else's is there for a bead.
    package var work: BeadID?

    package init(
        incarnation: Incarnation, preset: String, definition: AgentPreset? = nil, isFurnished: Bool = false,
        startsAgain: Bool = false, work: BeadID? = nil
    ) {
        self.work = work
        self.incarnation = incarnation
        self.preset = preset
        self.definition = definition
        self.isFurnished = isFurnished
        self.startsAgain = startsAgain
    }
}
