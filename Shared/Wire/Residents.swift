package import TownModel

/// A new member of a rig's crew. Its worktree is made by whoever asked, and told with `crew.placed`; the same again goes on
/// with what was interrupted.
package struct CrewAdd: Command {
    package typealias Reply = ResidentRow
    package static let verb = "crew.add"
    package var agent: Address
    /// Of its own; nil: `crew/<name>`.
    package var branch: String?

    package init(agent: Address, branch: String? = nil) {
        self.agent = agent
        self.branch = branch
    }
}

/// Its worktree stands where the row says.
package struct CrewPlaced: Command {
    package typealias Reply = ResidentRow
    package static let verb = "crew.placed"
    package var agent: Address
    package var number: Int64
    package var base: CommitID

    package init(agent: Address, number: Int64, base: CommitID) {
        self.agent = agent
        self.number = number
        self.base = base
    }
}

/// Another name: letters, nudges and its note go with it; its worktree is moved by whoever asked.
package struct CrewRename: Command {
    package typealias Reply = ResidentRow
    package static let verb = "crew.rename"
    package var agent: Address
    package var name: AgentName

    package init(agent: Address, name: AgentName) {
        self.agent = agent
        self.name = name
    }
}

/// A member is to leave: refused while it has a session or work. Its work is saved by whoever asked.
package struct CrewRemove: Command {
    package typealias Reply = ResidentRow
    package static let verb = "crew.remove"
    package var agent: Address

    package init(agent: Address) { self.agent = agent }
}

/// What it left is saved, its worktree lies in the trash. Id: `removed/<number>`.
package struct CrewRemoved: Command {
    package typealias Reply = Done
    package static let verb = "crew.removed"
    package var agent: Address
    package var number: Int64
    /// nil when there was nothing to save.
    package var rescueRef: String?

    package init(agent: Address, number: Int64, rescueRef: String?) {
        self.agent = agent
        self.number = number
        self.rescueRef = rescueRef
    }
}

/// A resident is to have a session. One that has one keeps it. The Mayor's agent is there as soon as somebody asks for it.
package struct AgentStart: Command {
    package typealias Reply = ResidentRow
    package static let verb = "agent.start"
    package var agent: Address
    /// From now on; nil: the one before, else what the settings say.
    package var preset: String?

    package init(agent: Address, preset: String? = nil) {
        self.agent = agent
        self.preset = preset
    }
}

/// A resident's session is to end.
package struct AgentStop: Command {
    package typealias Reply = ResidentRow
    package static let verb = "agent.stop"
    package var agent: Address
    /// Then another one begins.
    package var startsAgain: Bool

    package init(agent: Address, startsAgain: Bool = false) {
        self.agent = agent
        self.startsAgain = startsAgain
    }
}

/// A resident's session has its directory. Id: `furnished/<incarnation>`.
package struct AgentFurnished: Command {
    package typealias Reply = Done
    package static let verb = "agent.furnished"
    package var incarnation: Incarnation
    /// The session's secret, which lies in its directory; the store keeps only a hash.
    package var key: String

    package init(incarnation: Incarnation, key: String) {
        self.incarnation = incarnation
        self.key = key
    }
}

/// A resident and its session: a member of a crew, the Mayor's agent or a dog.
package struct AgentShow: Query {
    package typealias Reply = ResidentRow
    package static let verb = "agent.show"
    package var agent: Address

    package init(agent: Address) { self.agent = agent }
}

/// The crew of a rig, or of all.
package struct CrewList: Query {
    package typealias Reply = CrewPage
    package static let verb = "crew.list"
    package var rig: RigName?

    package init(rig: RigName? = nil) { self.rig = rig }
}

package struct CrewPage: Codable, Hashable, Sendable {
    package var crew: [ResidentRow]

    package init(crew: [ResidentRow]) { self.crew = crew }
}

package struct ResidentRow: Codable, Hashable, Sendable {
    package var resident: Resident
    /// nil when it has none, or its last one is over.
    package var session: Session?
    /// What is on its hook.
    package var hook: BeadID?

    package init(resident: Resident, session: Session? = nil, hook: BeadID? = nil) {
        self.resident = resident
        self.session = session
        self.hook = hook
    }
}
