package import TownModel

/// Gives beads to a rig or an agent, in one transaction: dispatch entries or hook, convoy, events; all or nothing.
///
/// Epics stand for their open leaves. Of a convoy, what is blocked now is fed by the Mayor when it becomes ready.
package struct WorkSling: Command {
    package typealias Reply = SlingReply
    package static let verb = "work.sling"
    package var beads: [BeadID]
    package var target: SlingTarget?
    package var preset: String?
    package var arguments: String?
    package var mergeMode: MergeMode
    /// Title of the convoy; nil for one made from the beads' titles.
    package var convoyTitle: String?
    package var noConvoy: Bool
    /// Check everything, change nothing.
    package var dryRun: Bool
    /// Queued now, begun then; nil: as soon as there is room.
    package var notBefore: Timestamp?
    /// Of an agent's own hook: what becomes of its session; nil: `now`.
    package var start: SlingStart?
    /// A formula that becomes the way of working at the one bead named, in the same transaction; without a bead one is made of
    /// its title and description.
    package var graph: CookedGraph?

    package init(
        beads: [BeadID], target: SlingTarget? = nil, preset: String? = nil, arguments: String? = nil,
        mergeMode: MergeMode = .merge, convoyTitle: String? = nil, noConvoy: Bool = false, dryRun: Bool = false,
        notBefore: Timestamp? = nil, start: SlingStart? = nil, graph: CookedGraph? = nil
    ) {
        self.graph = graph
        self.start = start
        self.beads = beads
        self.target = target
        self.preset = preset
        self.arguments = arguments
        self.mergeMode = mergeMode
        self.convoyTitle = convoyTitle
        self.noConvoy = noConvoy
        self.dryRun = dryRun
        self.notBefore = notBefore
    }
}

package enum SlingTarget: Hashable, Sendable, Codable {
    /// Queue for any polecat of this rig.
    case rig(RigName)
    /// Hang it on this agent's own hook.
    case agent(Address)
    /// Hang it on the hook of a dog that is idle, or of a new one when there is room.
    case dogs
}

/// What becomes of an agent's session when a bead is hung on its hook.
package enum SlingStart: String, Codable, Hashable, Sendable, CaseIterable {
    /// One begins when none lives; one that lives is nudged.
    case now
    /// Nothing: the next one finds it there.
    case `defer`
    /// The one that lives is ended, and another begins.
    case restart
}

package struct SlingReply: Codable, Hashable, Sendable {
    package var slung: [SlungBead]
    package var convoy: BeadID?
    /// What was made of a convoy formula; its steps are the beads.
    package var molecule: BeadID?

    package init(slung: [SlungBead], convoy: BeadID? = nil, molecule: BeadID? = nil) {
        self.slung = slung
        self.convoy = convoy
        self.molecule = molecule
    }
}

package struct SlungBead: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var title: String
    package var result: SlingResult
    /// The rig or agent it went to, or what it waits for.
    package var note: String

    package init(bead: BeadID, title: String, result: SlingResult, note: String) {
        self.bead = bead
        self.title = title
        self.result = result
        self.note = note
    }
}

package enum SlingResult: String, Codable, Hashable, Sendable, CaseIterable {
    case queued
    case hooked
    /// Tracked by the convoy; the Mayor feeds it when nothing blocks it any more.
    case waiting
    /// It was there already; nothing was changed.
    case already
}

/// Takes a bead off a dispatch queue or a hook; the work done so far is saved by the Witness.
package struct WorkUnsling: Command {
    package typealias Reply = BeadReply
    package static let verb = "work.unsling"
    package var bead: BeadID
    package var reason: String
    /// Only from this assignment: refused when somebody else has the bead by now. nil: whoever has it.
    package var assignment: Int64?

    package init(bead: BeadID, reason: String, assignment: Int64? = nil) {
        self.bead = bead
        self.reason = reason
        self.assignment = assignment
    }
}

/// The Mayor's: queues a ready member of a convoy. Id: `feed/<bead>/<attempt>`.
package struct ConvoyFeed: Command {
    package typealias Reply = Done
    package static let verb = "convoy.feed"
    package var convoy: BeadID
    package var bead: BeadID

    package init(convoy: BeadID, bead: BeadID) {
        self.convoy = convoy
        self.bead = bead
    }
}

/// A worker's end of an assignment: merge request, bead, hook and session state in one transaction.
/// Id: `done/<assignment>`. A dog's end of its work, which has no head: `done/<incarnation>`.
package struct WorkDone: Command {
    package typealias Reply = DoneReply
    package static let verb = "work.done"
    /// Of a dog: its own number.
    package var assignment: Int64
    package var status: DoneStatus
    /// Pinned under `refs/gt/submitted/<bead>/<head>` before this is sent; required but for `no-change`, and of a dog.
    package var head: CommitID?
    package var base: CommitID?
    package var message: String

    package init(assignment: Int64, status: DoneStatus, head: CommitID?, base: CommitID?, message: String) {
        self.assignment = assignment
        self.status = status
        self.head = head
        self.base = base
        self.message = message
    }
}

package struct DoneReply: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var request: BeadID?

    package init(bead: BeadID, request: BeadID? = nil) {
        self.bead = bead
        self.request = request
    }
}

/// What is on an agent's hook; for the speaker's own when `agent` is nil.
package struct HookShow: Query {
    package typealias Reply = HookReply
    package static let verb = "hook.show"
    package var agent: Address?

    package init(agent: Address? = nil) { self.agent = agent }
}

package struct HookReply: Codable, Hashable, Sendable {
    package var agent: Address
    package var bead: Bead?
    package var assignment: Assignment?

    package init(agent: Address, bead: Bead? = nil, assignment: Assignment? = nil) {
        self.agent = agent
        self.bead = bead
        self.assignment = assignment
    }
}

/// What an agent is told of its role: the text that comes with the program, then what town and rig add to it, in this
/// order.
package struct RoleBriefing: Codable, Hashable, Sendable {
    package var role: RoleText
    package var text: String
    package var directives: [Directive]

    package init(role: RoleText, text: String, directives: [Directive]) {
        self.role = role
        self.text = text
        self.directives = directives
    }
}

/// All that a session must know: one snapshot. For the speaker's own when `agent` is nil.
package struct PrimeShow: Query {
    package typealias Reply = PrimeReply
    package static let verb = "prime.show"
    package var agent: Address?

    package init(agent: Address? = nil) { self.agent = agent }
}

package struct PrimeReply: Codable, Hashable, Sendable {
    package var town: String
    package var hook: HookReply
    /// The newest, each with the beginning of its body.
    package var unread: [Mail]
    package var unreadCount: Int
    package var nudges: [Nudge]
    /// Set while the town is stopped.
    package var stopped: String?
    /// The agent's, with the process that it runs in; nil: none is running, or none is known.
    package var session: Session?
    /// nil for who is no agent.
    package var role: RoleBriefing?
    /// Acceptance criteria of the bead on the hook.
    package var acceptance: String?
    /// What an earlier session left for this one.
    package var handoff: Handoff?
    /// Bytes of the bodies of which only the beginning is here, by the letter's id.
    package var bodyBytes: [BeadID: Int]?
    /// What has happened in the town: for the Mayor's agent; nil where nothing has.
    package var changes: TownChanges?
    /// What was handed in for the bead on the hook and came back; nil: nothing did.
    package var returned: ReturnedWork?
    /// The way of working at the bead on the hook; nil: it has none.
    package var molecule: MoleculeReply?
    /// The formula that is to become its way: the rig's, for a bead that has none; nil: it is worked at as it says itself.
    package var formula: String?

    package init(
        town: String, hook: HookReply, unread: [Mail], unreadCount: Int, nudges: [Nudge], stopped: String? = nil,
        session: Session? = nil, role: RoleBriefing? = nil, acceptance: String? = nil, handoff: Handoff? = nil,
        bodyBytes: [BeadID: Int]? = nil, changes: TownChanges? = nil, returned: ReturnedWork? = nil,
        molecule: MoleculeReply? = nil, formula: String? = nil
    ) {
        self.formula = formula
        self.molecule = molecule
        self.returned = returned
        self.changes = changes
        self.session = session
        self.role = role
        self.acceptance = acceptance
        self.handoff = handoff
        self.bodyBytes = bodyBytes
        self.town = town
        self.hook = hook
        self.unread = unread
        self.unreadCount = unreadCount
        self.nudges = nudges
        self.stopped = stopped
    }
}
