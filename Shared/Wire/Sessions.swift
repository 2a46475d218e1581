package import TownModel

/// Sessions of agents, live and earlier ones, the newest first: all, of a role, of a rig, of one agent, or those that a
/// word names.
package struct SessionList: Query {
    package typealias Reply = SessionPage
    package static let verb = "session.list"
    /// nil: of every role.
    package var role: RoleText?
    package var rig: RigName?
    package var agent: Address?
    /// An incarnation, or what a program calls a conversation; else the beginning of either. It excludes the others.
    package var named: String?
    /// Those before this one: `next` of the page before.
    package var before: Incarnation?
    package var limit: Int

    package init(
        role: RoleText? = nil, rig: RigName? = nil, agent: Address? = nil, named: String? = nil,
        before: Incarnation? = nil, limit: Int = 20
    ) {
        self.role = role
        self.rig = rig
        self.agent = agent
        self.named = named
        self.before = before
        self.limit = limit
    }
}

package struct SessionPage: Codable, Hashable, Sendable {
    package var sessions: [SessionRecord]
    /// The last of this page when there may be more.
    package var next: Incarnation?

    package init(sessions: [SessionRecord], next: Incarnation? = nil) {
        self.sessions = sessions
        self.next = next
    }
}

/// One session, and what it was for.
package struct SessionRecord: Codable, Hashable, Sendable {
    package var session: Session
    /// nil: nobody wrote it down, as of residents' sessions of earlier versions.
    package var preset: String?
    /// That preset as it was at the claim; nil for one that comes with the program, and for residents.
    package var definition: AgentPreset?
    /// What it worked on; nil where it was there for no one bead.
    package var bead: BeadID?
    package var title: String?
    /// Where it works or worked, relative to the town's directory; it may be gone. nil: who worked there is gone.
    package var worktree: String?
    /// How its assignment left the hook, where no other session went on with it.
    package var ended: AssignmentEnd?

    package init(
        session: Session, preset: String? = nil, definition: AgentPreset? = nil, bead: BeadID? = nil,
        title: String? = nil, worktree: String? = nil, ended: AssignmentEnd? = nil
    ) {
        self.session = session
        self.preset = preset
        self.definition = definition
        self.bead = bead
        self.title = title
        self.worktree = worktree
        self.ended = ended
    }
}
