package import TownModel

/// Drives an epic to its end: stages and launches it as a convoy that grows with the epic. One that is driven already is
/// given as it is. Warnings do not stop it; they are told.
package struct MountainBegin: Command {
    package typealias Reply = StageReply
    package static let verb = "mountain.begin"
    package var epic: BeadID
    /// nil: the epic's.
    package var title: String?
    /// Where all of it is worked at; nil: each bead in its own rig.
    package var rig: RigName?

    package init(epic: BeadID, title: String? = nil, rig: RigName? = nil) {
        self.epic = epic
        self.title = title
        self.rig = rig
    }
}

/// Pauses an epic that is driven, lets it go on, or drives it no more.
package struct MountainSteer: Command {
    package typealias Reply = ConvoyReply
    package static let verb = "mountain.steer"
    package var convoy: BeadID
    package var action: MountainAction
    package var reason: String?

    package init(convoy: BeadID, action: MountainAction, reason: String? = nil) {
        self.convoy = convoy
        self.action = action
        self.reason = reason
    }
}

package enum MountainAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// What waits of it leaves the queue, and nothing more is queued; what runs goes on.
    case pause
    case resume
    /// The convoy is closed; its members stay as they are.
    case cancel
}

/// The Mayor's: nothing of a mountain moves by itself. Tells its owner and watchers, once for each remainder.
package struct ConvoyStuck: Command {
    package typealias Reply = Done
    package static let verb = "convoy.stuck"
    package var convoy: BeadID
    package var generation: Int

    package init(convoy: BeadID, generation: Int) {
        self.convoy = convoy
        self.generation = generation
    }
}

/// What is left of convoys, and what each member waits for.
package struct ConvoyStand: Query {
    package typealias Reply = ConvoyStandPage
    package static let verb = "convoy.stand"
    package var scope: StandScope
    /// Of the scope `one`: a full id or an unambiguous beginning of one.
    package var id: String?

    package init(_ scope: StandScope, id: String? = nil) {
        self.scope = scope
        self.id = id
    }
}

package enum StandScope: String, Hashable, Sendable, Codable, CaseIterable {
    case one
    /// Open mountains.
    case mountains
    /// Open convoys that nobody moves: stuck, with ready beads that nobody feeds, or empty.
    case stranded
}

package struct ConvoyStandPage: Codable, Hashable, Sendable {
    package var convoys: [ConvoyStanding]

    package init(convoys: [ConvoyStanding]) { self.convoys = convoys }
}

package struct ConvoyStanding: Codable, Hashable, Sendable {
    package var convoy: Convoy
    /// Those that have not ended.
    package var members: [MemberStanding]
    /// Why nobody moves it; nil: somebody does, or it is not open.
    package var stranded: String?

    package init(convoy: Convoy, members: [MemberStanding], stranded: String?) {
        self.convoy = convoy
        self.members = members
        self.stranded = stranded
    }
}

package struct MemberStanding: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var title: String
    package var cause: StandingCause
    package var text: String
    /// Members that wait for it.
    package var holdsUp: [BeadID]

    package init(bead: BeadID, title: String, cause: StandingCause, text: String, holdsUp: [BeadID] = []) {
        self.bead = bead
        self.title = title
        self.cause = cause
        self.text = text
        self.holdsUp = holdsUp
    }
}
