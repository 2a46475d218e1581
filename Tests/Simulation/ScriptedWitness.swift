import RoleRuntime
import Synchronization
import TownModel
import Wire

/// A Witness of the simplest kind: drives every row of its rig one step further whenever it is told of anything.
struct ScriptedWitness: RoleBody {
    struct State: Equatable, Sendable {
        var stopped = false
        var dispatch: [BeadID: DispatchEntry] = [:]
        var assignments: [Int64: Assignment] = [:]
        var sessions: [Incarnation: Session] = [:]
        /// What was last seen of processes: exit status, or -1 while they run.
        var seen: [Incarnation: Int32] = [:]
    }

    enum Event: Equatable, Sendable {
        case listed(WitnessListing)
        case rows(EventData)
        case prepared(Int64, base: CommitID, key: String)
        case started(Int64, Incarnation, ProcessIdentity)
        case looked(Incarnation, exitStatus: Int32?)
        case trashed(Int64)
        case tick
    }

    enum Effect: Equatable, Sendable {
        case claim(BeadID, attempt: Int)
        case makeWorktree(Assignment)
        case start(Assignment)
        case look(Incarnation)
        case stop(Incarnation)
        case trash(Assignment)
        case say(CommandDraft)
    }

    let rig: RigName
    let world: SimWorld

    var role: RoleName { .witness(rig) }
    var patrol: PatrolPace { PatrolPace(first: .seconds(5), last: .seconds(10)) }

    func initialState() -> State { State() }
    func listing() -> ListingQuery { ListingQuery(WitnessList(rig: rig)) }

    func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listing = try JSONText.decode(WitnessListing.self, from: body)
        return ListedRole(events: [.listed(listing)], intents: listing.intents)
    }

    func inbox(_ event: TownEvent) -> [Event] {
        let data = event.data
        return data.dispatch == nil && data.assignment == nil && data.session == nil ? [] : [.rows(data)]
    }

    func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] { [] }
    func inboxTick() -> [Event] { [.tick] }

    func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .listed(let listing):
            state.stopped = listing.stopped
            for entry in listing.dispatch { state.dispatch[entry.bead] = entry }
            for assignment in listing.assignments { state.assignments[assignment.number] = assignment }
            for session in listing.sessions { state.sessions[session.incarnation] = session }
        case .rows(let data):
            if let entry = data.dispatch { state.dispatch[entry.bead] = entry.state == .queued ? entry : nil }
            if let row = data.assignment { state.assignments[row.number] = row.state == .retired ? nil : row }
            if let row = data.session { state.sessions[row.incarnation] = row.state == .ended ? nil : row }
        case .prepared(let number, let base, let key):
            return [
                say(
                    AssignmentPrepared(number: number, base: base, key: key), "prepared/\(number)", number,
                    closes: "worktree/\(number)")
            ]
        case .started(let number, let incarnation, let shim):
            return [
                say(
                    SessionStarted(incarnation: incarnation, shim: shim), "started/\(incarnation)", number,
                    closes: "session/\(incarnation)")
            ]
        case .looked(let incarnation, let status): state.seen[incarnation] = status ?? -1
        case .trashed(let number):
            return [
                say(
                    AssignmentRetired(number: number, rescueRef: nil), "retired/\(number)", number,
                    closes: "trash/\(number)")
            ]
        case .tick:
            return drive(state, at: now) + state.sessions.keys.sorted().map { .look($0) }
        }
        return drive(state, at: now)
    }

    private func drive(_ state: State, at now: Timestamp) -> [Effect] {
        let entries = state.dispatch.values.sorted { $0.bead < $1.bead }
        let claims = entries.filter { $0.notBefore.map { $0 <= now } ?? true }.map {
            Effect.claim($0.bead, attempt: $0.attempt)
        }
        return claims + state.assignments.values.sorted { $0.number < $1.number }.flatMap { next($0, state) }
    }

    private func next(_ assignment: Assignment, _ state: State) -> [Effect] {
        let incarnation = assignment.incarnation
        let number = assignment.number
        let seen = state.seen[incarnation]
        switch assignment.state {
        case .claimed: return [.makeWorktree(assignment)]
        case .prepared: return [.start(assignment)]
        case .running:
            guard let seen, seen >= 0 else { return [] }
            return [say(AssignmentReturn(number: number, reason: "exit \(seen)"), "return/\(number)", number)]
        case .ended:
            guard state.sessions[incarnation] != nil else { return [.trash(assignment)] }
            guard let seen else { return [.look(incarnation)] }
            guard seen >= 0 else { return [.stop(incarnation)] }
            return [say(SessionEnded(incarnation: incarnation, exitStatus: seen), "ended/\(incarnation)", number)]
        case .retired: return []
        }
    }

    private func say<C: Command>(_ command: C, _ id: String, _ number: Int64, closes: String? = nil) -> Effect {
        .say(
            CommandDraft(
                command, id: CommandID(composed: id), subject: "\(number)",
                closes: closes.map { [CommandID(composed: $0)] } ?? []))
    }
}

extension ScriptedWitness {
    func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .say(let draft): .say(draft)
        case .claim(let bead, let attempt):
            .say(
                CommandDraft(
                    DispatchClaim(bead: bead, attempt: attempt), id: CommandID(composed: "claim/\(bead)/\(attempt)"),
                    subject: bead.text))
        case .makeWorktree(let assignment): hands("worktree/\(assignment.number)", assignment, assignment.number)
        case .start(let assignment): hands("session/\(assignment.incarnation)", assignment, assignment.number)
        case .trash(let assignment): hands("trash/\(assignment.number)", assignment, assignment.number)
        case .look(let incarnation): hands("look/\(incarnation)", incarnation, nil)
        case .stop(let incarnation): hands("stop/\(incarnation)", incarnation, nil)
        }
    }

    private func hands(_ intent: String, _ detail: some Encodable, _ number: Int64?) -> Deed {
        .hands(
            HandsDraft(
                intent: CommandID(composed: intent), kind: String(intent.prefix { $0 != "/" }), detail: detail,
                subject: number.map(String.init) ?? intent, leavesTraces: number != nil))
    }

    func perform(_ effect: Effect) async -> [Event] {
        world.state.withLock { world in
            switch effect {
            case .makeWorktree(let assignment):
                if world.trash.contains(assignment.number) {
                    world.violations.append("worktree \(assignment.number) was made again after it was retired")
                }
                world.worktrees.insert(assignment.number)
                return Self.made(assignment, world)
            case .start(let assignment):
                if world.sessions[assignment.incarnation] == nil {
                    let shim = ProcessIdentity(
                        host: "here", bootID: "boot-1", pid: Int32(10_000 + assignment.number), startTicks: 1)
                    world.sessions[assignment.incarnation] = SimSession(key: Self.key(assignment), shim: shim)
                    world.newSessions.append(assignment)
                }
                return Self.began(assignment, world)
            case .look(let incarnation):
                guard let session = world.sessions[incarnation] else { return [] }
                return [.looked(incarnation, exitStatus: session.exitStatus)]
            case .stop(let incarnation):
                if world.sessions[incarnation]?.exitStatus == nil { world.sessions[incarnation]?.exitStatus = 143 }
                return world.sessions[incarnation].map { [.looked(incarnation, exitStatus: $0.exitStatus)] } ?? []
            case .trash(let assignment):
                if let session = world.sessions[assignment.incarnation], session.exitStatus == nil {
                    world.violations.append("worktree \(assignment.number) was taken from a running session")
                }
                world.trash.insert(assignment.number)
                return [.trashed(assignment.number)]
            case .claim, .say: return []
            }
        }
    }

    func observe(_ intent: Intent) async -> [Event] {
        // Another version's detail would be a fault of the simulator itself.
        guard let assignment = try? JSONText.decode(Assignment.self, from: Array(intent.detail.utf8)) else { return [] }
        return world.state.withLock { world in
            switch intent.kind {
            case "worktree": world.worktrees.contains(assignment.number) ? Self.made(assignment, world) : []
            case "session": Self.began(assignment, world)
            default: world.trash.contains(assignment.number) ? [.trashed(assignment.number)] : []
            }
        }
    }

    static func key(_ assignment: Assignment) -> String { "secret of session \(assignment.incarnation)" }

    private static func made(_ assignment: Assignment, _ world: SimWorld.State) -> [Event] {
        [.prepared(assignment.number, base: world.history[0], key: key(assignment))]
    }

    private static func began(_ assignment: Assignment, _ world: SimWorld.State) -> [Event] {
        world.sessions[assignment.incarnation].map {
            [.started(assignment.number, assignment.incarnation, $0.shim)]
        } ?? []
    }
}
