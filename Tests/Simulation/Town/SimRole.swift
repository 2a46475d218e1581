import Bus
import RoleRuntime
import TownModel
import TownTesting
import Wire

/// One role's process as the town sees it.
protocol SimProcess: AnyObject {
    var role: RoleName { get }
    var pid: Int32 { get }
    var isRunning: Bool { get }
    /// What it has done by itself since `rested`.
    var restlessness: Restlessness { get }
    /// The last event of its stream that it was told; nil while it follows nothing.
    var toldThrough: Int64? { get }
    func start()
    func crash()
    func pause(until moment: Int64)
    func live(_ event: TownEvent)
    func head(_ head: FeedHead)
    func heard(topic: String, bytes: [UInt8])
    func beat() -> ServiceHeartbeat?
    func rested()
}

/// What a role does although nothing happens.
struct Restlessness: Equatable {
    var ticks = 0
    var patrols = 0
    var queries = 0
    var commands = 0
    var hands = 0
}

/// When hands act.
enum HandsPace {
    case soon
    case within(milliseconds: Int64)
    /// They wait for the end of this process.
    case atEnd(of: Int32)
}

/// The real machine of a role around its body; its shell is the simulation.
final class SimRole<Body: RoleBody>: SimProcess {
    let body: Body
    unowned let town: SimTown
    private let pace: (Body.Effect) -> HandsPace
    private var machine: RoleMachine<Body>?
    /// The real tracker of the feed, with the page that is on its way.
    var feed: FeedTracker?
    var isFetching = false
    var toldThrough: Int64?
    private(set) var pid: Int32 = 0
    private var pausedUntil: Int64 = 0
    private var alarms = 0
    private var turns: Int64 = 0
    private(set) var restlessness = Restlessness()
    /// By kind: hands of processes before this one are over, because a successor ended them.
    private var fences: [String: Int32] = [:]

    init(_ body: Body, in town: SimTown, pace: @escaping (Body.Effect) -> HandsPace = { _ in .soon }) {
        self.body = body
        self.town = town
        self.pace = pace
    }

    var role: RoleName { body.role }
    var isRunning: Bool { machine != nil }

    func start() {
        guard machine == nil else { return }
        pid = town.newProcess()
        feed = nil
        isFetching = false
        toldThrough = nil
        pausedUntil = 0
        machine = RoleMachine(body, key: SimTown.key(of: body.role.address))
        give(.start(identity), to: pid)
        beatAgain(pid)
    }

    private var identity: ProcessIdentity {
        ProcessIdentity(host: "here", bootID: "boot-1", pid: pid, startTicks: UInt64(pid))
    }

    func crash() {
        guard machine != nil else { return }
        machine = nil
        town.ended(pid)
        town.after(town.random(100...3000)) { [self] in start() }
    }

    func pause(until moment: Int64) { pausedUntil = moment }
    func rested() { restlessness = Restlessness() }

    func heard(topic: String, bytes: [UInt8]) {
        let signals = body.signals + RoleMachine<Body>.signals
        guard signals.contains(where: { topic.hasPrefix($0) }) else { return }
        give(.heard(topic: topic, bytes: bytes), to: pid)
    }

    func beat() -> ServiceHeartbeat? {
        guard machine != nil, pausedUntil <= town.now else { return nil }
        return ServiceHeartbeat(service: role.description, process: identity, turns: turns)
    }

    private func beatAgain(_ process: Int32) {
        town.after(10_000) { [self] in
            guard process == pid, machine != nil else { return }
            give(.tick, to: process)
            beatAgain(process)
        }
    }

    // Inputs and actions.

    func give(_ input: RoleInput<Body.Event, Body.Reflex>, to process: Int32) {
        guard process == pid, machine != nil else { return }
        if pausedUntil > town.now {
            town.after(pausedUntil - town.now) { [self] in give(input, to: process) }
            return
        }
        turns += 1
        let before = isFailedListing(input) ? machine?.state : nil
        let actions = machine?.take(input, at: town.wall) ?? []
        if let before { judgeError(before, actions) }
        for action in actions { carryOut(action, for: process) }
    }

    private func isFailedListing(_ input: RoleInput<Body.Event, Body.Reflex>) -> Bool {
        guard case .answered(let id, let answer) = input, id.text.hasPrefix("list/") else { return false }
        guard case .ok? = answer?.result else { return true }
        return false
    }

    /// An error is not "no work": what is known stays known.
    private func judgeError(_ before: Body.State, _ actions: [RoleAction<Body.Event, Body.Effect>]) {
        let hasDecided = actions.contains { if case .decided = $0 { true } else { false } }
        guard !hasDecided, machine?.state != before else { return }
        town.judge.complain("\(role) took a failed listing for an answer")
    }

    private func carryOut(_ action: RoleAction<Body.Event, Body.Effect>, for process: Int32) {
        switch action {
        case .send(let request):
            if request.kind == .query { restlessness.queries += 1 } else { restlessness.commands += 1 }
            town.request(request) { [self] answer in give(.answered(request.id, answer), to: process) }
        case .follow(let sequence):
            feed = FeedTracker(scope: .stream(role.stream), after: sequence, epoch: nil)
            toldThrough = sequence
            fetch(process)
        case .perform(let intent, let effect): act(intent, effect, for: process)
        case .observe(let intent): observe(intent, for: process)
        case .readPlan:
            town.after(town.random(1...200)) { [self] in give(.plan(await body.patrolPlan()), to: process) }
        case .signal(let request): town.signal(request)
        case .patrolled(let report):
            restlessness.patrols += 1
            if !report.isEmpty { town.trace("\(role) patrol: \(report.sentence)") }
        case .renewKey: give(.key(SimTown.key(of: role.address)), to: process)
        case .arm(let moment):
            alarms += 1
            let alarm = alarms
            town.after(max(0, town.wall.duration(to: moment).milliseconds)) { [self] in
                if alarm == alarms { give(.tick, to: process) }
            }
        case .decided(let event, let effects, let cause):
            if cause == "tick" { restlessness.ticks += 1 }
            town.trace("\(role) [\(cause)] \(Plain.text(event)) → \(Plain.text(effects))")
        case .refused(let draft, let error): town.trace("\(role) \(draft.id) refused: \(error.message)")
        case .exit(let failure):
            town.trace("\(role) exits: \(failure.sentence)")
            if failure.status != .tryAgain { town.judge.complain("\(role) ended: \(failure.sentence)") }
            crash()
        }
    }

    // Hands.

    private func observe(_ intent: Intent, for process: Int32) {
        town.after(town.random(1...200)) { [self] in
            guard process == pid, machine != nil else { return }
            if intent.kind == "gates" { fences[intent.kind] = process }
            let events = await body.observe(intent)
            give(.observed(intent.id, events), to: process)
        }
    }

    /// Hands take their time, and those of a process that dies meanwhile still act, unless a successor ends them.
    private func act(_ intent: CommandID, _ effect: Body.Effect, for process: Int32) {
        guard case .hands(let draft) = body.outbox(effect) else { return }
        restlessness.hands += 1
        if draft.leavesTraces { town.judge.acts(on: intent) }
        let boots = town.boots
        let deed: Agenda.Act = { [self] in
            guard boots == town.boots else { return }
            try await perform(intent, effect, draft, for: process)
        }
        switch pace(effect) {
        case .soon: town.after(town.random(1...1500), deed)
        case .within(let milliseconds): town.after(town.random(1...max(1, milliseconds)), deed)
        case .atEnd(let other): town.whenEnded(other, deed)
        }
    }

    private func perform(
        _ intent: CommandID, _ effect: Body.Effect, _ draft: HandsDraft, for process: Int32
    ) async throws {
        if process != pid || machine == nil {
            // Waiting ends with the process that waits.
            guard draft.kind != "watch", process >= fences[draft.kind] ?? 0 else {
                town.sight(.handsEndedBySuccessor)
                return
            }
            town.sight(.handsActedLate)
        }
        if draft.kind == "locate" { fences["land"] = process }
        let events = await body.perform(effect)
        town.afterHands()
        town.after(town.random(1...100)) { [self] in give(.performed(intent, events), to: process) }
    }
}
