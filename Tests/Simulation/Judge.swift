import Synchronization
import TownModel
import Wire

/// Checks what must hold at every step (docs/architecture.md, "What holds always"), from the events that were
/// committed and the answers that were given.
final class Judge {
    private(set) var complaints: [String] = []
    private let world: SimWorld
    private var heads: [String: Int64] = [:]
    private var sequence: Int64?
    private var current: [Int64: Assignment] = [:]
    private var liveSessions: [Address: Incarnation] = [:]
    private var landed: [BeadID: BeadID] = [:]
    private var intents: Set<CommandID> = []
    private var tokens: [RoleName: Int64] = [:]
    private var worktrees: [String: Int64] = [:]
    private var open: Set<BeadID> = []
    private var openConvoys: Set<BeadID> = []
    private var answers: [CommandID: AnswerResult] = [:]

    init(world: SimWorld) { self.world = world }

    func complain(_ text: String) { complaints.append(text) }

    func watch(_ beads: [BeadID]) { open.formUnion(beads) }

    var isDone: Bool { open.isEmpty && openConvoys.isEmpty }
    var stillOpen: [BeadID] { open.sorted() + openConvoys.sorted() }

    func head(of stream: StreamName) -> Int64 { heads[stream.description] ?? 0 }

    /// Hands may act only on what is committed (fenced hands).
    func acts(on intent: CommandID) {
        if !intents.contains(intent) { complain("hands act on \(intent), which is not in the ledger") }
    }

    func answered(_ request: Request, _ answer: Answer) {
        guard request.kind == .command, case .ok = answer.result else { return }
        if let role = request.headers.role, let token = request.headers.token, token < tokens[role] ?? 0 {
            complain("\(request.id) was carried out with the old token \(token) of \(role)")
        }
        if let before = answers.updateValue(answer.result, forKey: request.id), before != answer.result,
            answer.headers.already != true
        {
            complain("\(request.id) was carried out twice")
        }
    }

    func committed(_ events: [TownEvent]) {
        for event in events {
            inOrder(event)
            if let assignment = event.data.assignment { judge(assignment) }
            if let session = event.data.session { judge(session) }
            judge(event)
        }
        for violation in world.state.withLock({ $0.violations }) { complain(violation) }
    }

    /// The log has no holes, and every event names the one before it in its stream.
    private func inOrder(_ event: TownEvent) {
        if let sequence, event.sequence != sequence + 1 { complain("\(event.sequence) follows \(sequence)") }
        let stream = event.stream.description
        if let head = heads[stream], event.previous != head { complain("\(event.sequence) does not follow \(head)") }
        sequence = event.sequence
        heads[stream] = event.sequence
    }

    /// A bead is on one hook, a hook holds one bead, no worktree is used twice.
    private func judge(_ assignment: Assignment) {
        if let owner = worktrees.updateValue(assignment.number, forKey: assignment.worktree),
            owner != assignment.number
        {
            complain("\(assignment.worktree) was used by assignment \(owner) before")
        }
        switch assignment.state {
        case .claimed, .prepared, .running:
            for other in current.values where other.number != assignment.number {
                if other.bead == assignment.bead { complain("\(assignment.bead) is on two hooks") }
                if other.agent == assignment.agent { complain("the hook of \(assignment.agent) holds two beads") }
            }
            current[assignment.number] = assignment
        case .ended, .retired: current[assignment.number] = nil
        }
    }

    private func judge(_ session: Session) {
        if session.state == .ended {
            if liveSessions[session.agent] == session.incarnation { liveSessions[session.agent] = nil }
        } else if let other = liveSessions.updateValue(session.incarnation, forKey: session.agent),
            other != session.incarnation
        {
            complain("\(session.agent) has two sessions")
        }
    }

    private func judge(_ event: TownEvent) {
        switch event.kind {
        case .requestLanded:
            guard let request = event.data.request, let proof = request.proof else { return }
            if let other = landed.updateValue(request.id, forKey: request.bead), other != request.id {
                complain("\(request.bead) landed as \(other) and as \(request.id)")
            }
            if !world.state.withLock({ $0.history.contains(proof.tip) }) {
                complain("\(request.id) is called landed, \(proof.tip.short) is not in the target")
            }
        case .beadClosed:
            guard let bead = event.data.bead, open.remove(bead.id) != nil else { return }
            if landed[bead.id] == nil { complain("\(bead.id) was closed without landing") }
        case .convoyCreated: event.data.convoy.map { _ = openConvoys.insert($0.id) }
        case .convoyLanded: event.data.convoy.map { _ = openConvoys.remove($0.id) }
        case .intentOpened: event.data.intent.map { _ = intents.insert($0.id) }
        case .intentSettled: event.data.intent.map { _ = intents.remove($0.id) }
        case .roleRegistered: if let role = event.data.role { tokens[role] = event.data.token }
        default: break
        }
    }
}
