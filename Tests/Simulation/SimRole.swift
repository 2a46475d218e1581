import RoleRuntime
import TownModel
import Wire

/// One role's process as the town sees it.
protocol SimProcess: AnyObject {
    var role: RoleName { get }
    var pid: Int32 { get }
    var isRunning: Bool { get }
    func start()
    func crash()
    func pause(until moment: Int64)
    func live(_ event: TownEvent)
    func head(_ sequence: Int64)
    func heard(topic: String, bytes: [UInt8])
    func beat() -> ServiceHeartbeat?
}

/// The real machine of a role around its body; its shell is the simulation.
final class SimRole<Body: RoleBody>: SimProcess {
    private let body: Body
    private unowned let town: SimTown
    private var machine: RoleMachine<Body>?
    private var feed: SimFeed?
    private(set) var pid: Int32 = 0
    private var pausedUntil: Int64 = 0
    private var alarms = 0
    private var turns: Int64 = 0
    /// Hands of processes before this one are over: a successor looked for them and ended them.
    private var handsEndedBefore: Int32 = 0

    init(_ body: Body, in town: SimTown) {
        self.body = body
        self.town = town
    }

    var role: RoleName { body.role }
    var isRunning: Bool { machine != nil }

    func start() {
        guard machine == nil else { return }
        pid = town.newProcess()
        feed = nil
        pausedUntil = 0
        machine = RoleMachine(body, key: SimTown.key(of: body.role.address))
        give(.start(ProcessIdentity(host: "here", bootID: "boot-1", pid: pid, startTicks: UInt64(pid))), to: pid)
        beatAgain(pid)
    }

    func crash() {
        guard machine != nil else { return }
        machine = nil
        town.ended(pid)
        town.after(town.random(100...3000)) { [self] in start() }
    }

    func pause(until moment: Int64) { pausedUntil = moment }

    func heard(topic: String, bytes: [UInt8]) {
        guard body.signals.contains(where: { topic.hasPrefix($0) }) else { return }
        give(.heard(topic: topic, bytes: bytes), to: pid)
    }

    func beat() -> ServiceHeartbeat? {
        guard machine != nil, pausedUntil <= town.now else { return nil }
        return ServiceHeartbeat(
            service: role.description,
            process: ProcessIdentity(host: "here", bootID: "boot-1", pid: pid, startTicks: UInt64(pid)), turns: turns)
    }

    // The feed of the role's one stream.

    func live(_ event: TownEvent) {
        guard event.stream == role.stream, var feed else { return }
        let item = feed.live(event)
        self.feed = feed
        switch item {
        case .deliver: give(.told(event), to: pid)
        case .behind: fetch(pid)
        case .old: break
        }
    }

    func head(_ sequence: Int64) {
        if let feed, feed.cursor < sequence { fetch(pid) }
    }

    private func fetch(_ process: Int32) {
        guard process == pid, var feed, !feed.isFetching else { return }
        feed.isFetching = true
        self.feed = feed
        let query = EventsSince(streams: [role.stream], after: feed.cursor)
        town.ask(query, key: SimTown.key(of: role.address)) { [self] answer in
            guard process == pid, self.feed != nil else { return }
            self.feed?.isFetching = false
            guard case .ok(let bytes)? = answer?.result else { return }
            let page = try JSONText.decode(EventPage.self, from: bytes)
            for text in page.events {
                let event = try CloudEvent.decode(Array(text.utf8))
                guard event.sequence > self.feed?.cursor ?? 0 else { continue }
                self.feed?.cursor = event.sequence
                give(.told(event), to: process)
            }
            let cursor = max(self.feed?.cursor ?? 0, page.after)
            self.feed?.cursor = cursor
            if page.after < page.head { fetch(process) }
        }
    }

    // Inputs and actions.

    private func give(_ input: RoleInput<Body.Event>, to process: Int32) {
        guard process == pid, machine != nil else { return }
        if pausedUntil > town.now {
            town.after(pausedUntil - town.now) { [self] in give(input, to: process) }
            return
        }
        turns += 1
        let actions = machine?.take(input, at: town.wall) ?? []
        for action in actions { carryOut(action, for: process) }
    }

    private func carryOut(_ action: RoleAction<Body.Event, Body.Effect>, for process: Int32) {
        switch action {
        case .send(let request):
            town.request(request) { [self] answer in give(.answered(request.id, answer), to: process) }
        case .follow(let sequence): feed = SimFeed(cursor: sequence)
        case .perform(let intent, let effect): act(intent, effect, for: process)
        case .observe(let intent):
            handsEndedBefore = process
            town.after(town.random(1...200)) { [self] in
                guard process == pid else { return }
                let events = await body.observe(intent)
                give(.observed(intent.id, events), to: process)
            }
        case .arm(let moment):
            alarms += 1
            let alarm = alarms
            town.after(max(0, town.wall.duration(to: moment).milliseconds)) { [self] in
                if alarm == alarms { give(.tick, to: process) }
            }
        case .decided(let event, let effects, let cause): town.trace("\(role) [\(cause)] \(event) → \(effects)")
        case .refused(let draft, let error): town.trace("\(role) \(draft.id) refused: \(error.message)")
        case .exit(let failure):
            town.trace("\(role) exits: \(failure.sentence)")
            if failure.status != .tryAgain { town.judge.complain("\(role) ended: \(failure.sentence)") }
            crash()
        }
    }

    /// Hands take their time, and those of a process that dies meanwhile may still act.
    private func act(_ intent: CommandID, _ effect: Body.Effect, for process: Int32) {
        guard case .hands(let draft) = body.outbox(effect) else { return }
        if draft.kind == "locate" { handsEndedBefore = process }
        if draft.leavesTraces { town.judge.acts(on: intent) }
        town.after(town.random(1...1500)) { [self] in
            guard process == pid || process >= handsEndedBefore else { return }
            let events = await body.perform(effect)
            town.afterHands()
            town.after(town.random(1...100)) { [self] in give(.performed(intent, events), to: process) }
        }
    }

    private func beatAgain(_ process: Int32) {
        town.after(10_000) { [self] in
            guard process == pid, machine != nil else { return }
            give(.tick, to: process)
            beatAgain(process)
        }
    }
}

/// Where a follower stands: the real one (`EventFeed`) is tested with the bus; this one obeys the same rules.
struct SimFeed {
    var cursor: Int64
    var isFetching = false

    enum Item { case deliver, old, behind }

    mutating func live(_ event: TownEvent) -> Item {
        if event.sequence <= cursor { return .old }
        guard !isFetching, event.previous <= cursor else { return .behind }
        cursor = event.sequence
        return .deliver
    }
}
