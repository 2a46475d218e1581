import Audit
import Synchronization
import TownModel
import Wire

/// Checks what must hold at every step (docs/architecture.md, "What holds always"), from the events that were
/// committed, the answers that were given and what hands have done.
final class Judge {
    let world: SimWorld
    private var spoken: [String] = []

    // The log (7).
    private var heads: [String: Int64] = [:]
    private var sequence: Int64?

    // Work (1, 2, 3).
    var worktrees: [String: Int64] = [:]
    var liveSessions: [Address: Incarnation] = [:]
    var landed: [BeadID: BeadID] = [:]
    /// Beads, as they landed.
    var landingOrder: [BeadID] = []
    /// Polecats that may be at work in all rigs together; nil: as many as the rigs have.
    var townMax: Int?
    /// Of a rig that no event has told of yet.
    var rigMax = Int.max
    /// The most that ever were.
    var mostAtWork = 0
    var expected: Set<BeadID> = []
    /// By bead: what it waits for.
    var needs: [BeadID: BeadID] = [:]
    var endsByHand: Set<BeadID> = []
    var endsUnchanged: Set<BeadID> = []

    // Answers (4, 5).
    var registrations: [RoleName: [(token: Int64, sequence: Int64)]] = [:]
    var answers: [CommandID: AnswerResult] = [:]
    var namesOfDeeds: [Deed: CommandID] = [:]

    // Mail (6).
    var letters: Set<BeadID> = []
    var readLetters: Set<BeadID> = []
    var shownNudges: Set<Int64> = []

    /// Work, added up from the log.
    var audit = WorkAudit()

    // Rest (10, 12).
    /// Something was committed since it was last looked whether all is done.
    var changed = true
    var restsFrom: Int64 = 0
    /// When somebody was idle last who was to be told once more.
    var idleSeen: Int64 = 0
    var sessionsAtRest = 0

    init(world: SimWorld) { self.world = world }

    var complaints: [String] { spoken + world.state.withLock { $0.complaints } }
    var isContent: Bool { spoken.isEmpty && world.state.withLock { $0.complaints.isEmpty } }

    func complain(_ text: String) { spoken.append(text) }

    func sight(_ sighting: Sighting) { world.state.withLock { _ = $0.sightings.insert(sighting) } }

    /// What is committed.
    func truth<Value: Sendable>(_ look: (Truth) -> Value) -> Value { world.state.withLock { look($0.truth) } }

    var head: FeedHead { FeedHead(epoch: 1, sequence: sequence ?? 0, streams: heads) }

    /// Hands may act only on what is committed (fenced hands).
    func acts(on intent: CommandID) {
        if truth({ $0.intents[intent] }) == nil { complain("hands act on \(intent), which is not in the ledger") }
    }

    func committed(_ events: [TownEvent]) {
        for event in events {
            inOrder(event)
            let (request, assignment) = truth { truth in
                (
                    event.data.request.flatMap { truth.requests[$0.id] },
                    event.data.assignment.flatMap { truth.assignments[$0.number] }
                )
            }
            if let now = event.data.assignment, now.isRenewed, assignment?.isRenewed != true { restarted(now) }
            world.state.withLock { $0.truth.take(event) }
            audit.take(event)
            if let assignment = event.data.assignment { judge(assignment, event.kind) }
            if let session = event.data.session { judge(session) }
            if let now = event.data.request { judge(now, event.kind, before: request) }
            if event.kind == .assignmentEnded, let assignment { gaveUp(event, before: assignment) }
            judge(event)
        }
        changed = !events.isEmpty || changed
    }

    /// The log has no holes, and every event names the one before it in its stream.
    private func inOrder(_ event: TownEvent) {
        if let sequence, event.sequence != sequence + 1 { complain("\(event.sequence) follows \(sequence)") }
        let stream = event.stream.description
        if let head = heads[stream], event.previous != head { complain("\(event.sequence) does not follow \(head)") }
        sequence = event.sequence
        heads[stream] = event.sequence
    }

    private func judge(_ event: TownEvent) {
        switch event.kind {
        case .beadClosed: closed(event)
        case .roleRegistered:
            if let role = event.data.role, let token = event.data.token {
                registrations[role, default: []].append((token, event.sequence))
            }
        case .mailSent: event.data.mail.map { sent($0) }
        case .nudgeDelivered, .nudgeExpired: event.data.nudge.map { over($0) }
        case .convoyLanded:
            sight(.convoyLanded)
            if event.data.convoy?.mountain != nil { sight(.epicDriven) }
        case .escalationRaised: if event.data.note?.contains("came back") == true { sight(.attemptsUsedUp) }
        case .beadChanged: if truth({ $0.hasWoken }) { sight(.deferredWorkWoke) }
        case .dispatchQueued:
            if event.data.dispatch?.reason != nil { sight(.beadReturned) }
            if event.data.dispatch?.notBefore != nil { sight(.reworkWaited) }
        default: break
        }
    }
}
