import Audit
import DeaconDaemon
import LedgerStorage
import MayorDaemon
import RefineryDaemon
import RoleRuntime
import Synchronization
import TownModel
import TownTesting
import Wire
import WitnessCore
import WitnessDaemon

/// A whole town in one loop: the real ledger, the real machines and bodies of its roles, a bus, hands and clocks that
/// fail by the seed. One thread; nothing but the seed decides.
final class SimTown {
    /// Milliseconds since the beginning, on a clock that never jumps.
    private(set) var now: Int64 = 0
    /// How far the wall clock has been set off.
    var skew: Int64 = 0
    private var dice: SeededRandom
    private var agenda = Agenda()
    private(set) var faulty: Bool
    var serial: Int64 = 0
    /// How often the machine was started: what ran before it ran last is gone.
    private(set) var boots = 0
    private var endings: [Int32: [Agenda.Act]] = [:]

    // The store and its way to everybody (`SimTown+Bus`).
    let store: MemoryLedger
    var storeDownUntil: Int64 = 0
    var arrived: [SimArrival] = []
    var seenEvents = 0
    var eventsByText: [String: TownEvent] = [:]
    var movedAt: Int64 = 0
    /// How often a role has said that somebody's wake has reached it.
    var awakened = 0

    private(set) var roles: [any SimProcess] = []
    let world: SimWorld
    let judge: Judge
    /// What was added up, hour by hour.
    var audits: [WorkBalance] = []
    let plan: SimPlan
    private(set) var rigs: [RigName] = []
    private(set) lazy var overseer = SimOverseer(in: self)
    private let story: Story

    /// - Parameter quiet: a town of another plan than the seed's, without any fault.
    /// - Parameter faulty: nil: only without a plan of another's.
    init(seed: UInt64, quiet: SimPlan? = nil, faulty: Bool? = nil, story: Story = Story(.untold)) throws {
        dice = SeededRandom(seed: seed)
        plan = quiet ?? SimPlan(seed: seed)
        self.faulty = faulty ?? (quiet == nil)
        world = SimWorld(seed: seed)
        judge = Judge(world: world)
        var settings = RigSettings(
            agents: plan.mends ? AgentSettings(agent: Self.mender.name) : nil, polecatsMax: plan.polecatsMax)
        settings.style = plan.style
        store = try MemoryLedger(
            rig: nil,
            ports: LedgerPorts(ancestors: { _ in [] }, rigFile: { [settings] _ in .usable(settings, hash: "") }),
            checksEvents: seed.isMultiple(of: 25))
        self.story = story
        (judge.townMax, judge.rigMax) = (plan.townMax, plan.polecatsMax)
        if !self.faulty { world.state.withLock { $0.faulty = false } }
        try found()
    }

    /// As `script` is, but that it goes on from kept work.
    private static let mender = AgentPreset(
        name: "mender", command: ["mender"], firstPrompt: FirstPrompt.none, readsTerminal: false)

    private func found() throws {
        if let most = plan.townMax {
            var limits = TownLimits()
            limits.polecatsMax = most
            limits.loadMaxPercent = 200
            try store.apply(ConfigApply(townName: "Limited", hash: "limits", townLimits: limits))
        }
        if plan.mends { try store.apply(ConfigApply(file: .agents, presets: [Self.mender], hash: "mender")) }
        roles = [
            SimRole(MayorBody(ender: SimEnder(world: world), residents: SimResidents(), teller: SimTeller()), in: self),
            SimRole(
                DeaconBody(
                    ender: SimEnder(world: world), saver: SimSaver(), residents: SimResidents(),
                    gates: SimLooks()), in: self),
        ]
        for (number, rig) in plan.rigs.enumerated() {
            try store.addRig(rig.name, prefix: rig.prefix, remote: rig.hasRemote ? "https://example.org/x" : nil)
            world.state.withLock {
                $0[rig: rig.name] = SimRepository(hasRemote: rig.hasRemote, number: UInt64(number + 1))
            }
            rigs.append(rig.name)
            roles.append(witness(rig.name))
            roles.append(
                SimRole(
                    RefineryBody(
                        rig: rig.name, git: SimGit(world: world, rig: rig.name),
                        gates: SimGates(world: world, rig: rig.name)), in: self))
        }
        try overseer.found()
        try committed()
    }

    private func witness(_ rig: RigName) -> any SimProcess {
        SimRole(
            WitnessBody(
                rig: rig, worktrees: SimWorktrees(world: world, rig: rig), sessions: SimSessions(world: world),
                residents: SimResidents(), typing: NobodyToTypeTo(world: world),
                machine: SimMachine(world: world)),
            in: self
        ) { effect in
            switch effect {
            case .watch(_, let shim): .atEnd(of: shim.pid)
            case .end(_, let grace): .within(milliseconds: grace.milliseconds + 2000)
            default: .soon
            }
        }
    }

    static func key(of address: Address) -> String { MemoryLedger.key(of: address) }

    var wall: Timestamp { MemoryLedger.start.advanced(by: .milliseconds(now + skew)) }

    func random(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &dice) }

    /// True now and then while faults are on; then it counts as seen.
    func mishap(_ percent: Int, _ sighting: Sighting) -> Bool {
        guard faulty, dice.chance(percent) else { return false }
        sight(sighting)
        return true
    }

    func sight(_ sighting: Sighting) { world.state.withLock { _ = $0.sightings.insert(sighting) } }

    func after(_ milliseconds: Int64, _ act: @escaping Agenda.Act) {
        agenda.add(at: now + max(0, milliseconds), act)
    }

    func trace(_ line: @autoclosure () -> String) { story.tell(now, line) }

    // Processes.

    func newProcess() -> Int32 {
        serial += 1
        let pid = Int32(serial)
        world.state.withLock { _ = $0.processes.insert(pid) }
        return pid
    }

    func ended(_ pid: Int32) { world.state.withLock { _ = $0.processes.remove(pid) } }

    /// Soon after the process has ended, or soon when it has.
    func whenEnded(_ pid: Int32, _ act: @escaping Agenda.Act) {
        let runs = world.state.withLock { $0.sessions.values.contains { $0.shim?.pid == pid && $0.isRunning } }
        if runs { endings[pid, default: []].append(act) } else { after(random(1...500), act) }
    }

    /// What hands have begun or ended in the world.
    func afterHands() {
        let news = world.state.withLock { world in
            defer { world.news = [] }
            return world.news
        }
        for item in news {
            switch item {
            case .agentStarted(let assignment): SimAgent(assignment, in: self).begin()
            case .shimIsLate(let assignment):
                after(random(100...20_000)) { [self, boots] in
                    guard boots == self.boots else { return }
                    world.state.withLock { _ = $0.startShim(assignment) }
                    afterHands()
                }
            case .shimEnded(let pid):
                for act in endings.removeValue(forKey: pid) ?? [] { after(random(1...500), act) }
            case .roleEnded(let pid): for role in roles where role.pid == pid { role.crash() }
            }
        }
    }

    /// The machine loses its power: every process is gone at once, hands and agents with them.
    func reboot() {
        trace("the machine starts anew")
        sight(.rebooted)
        boots += 1
        stopStore()
        for role in roles { role.crash() }
        world.state.withLock { world in
            for incarnation in world.sessions.keys.sorted() { world.end(incarnation, status: nil) }
        }
        afterHands()
    }

    // The run.

    /// What happens next; false when nothing does any more.
    func turn() async throws -> Bool {
        guard let next = agenda.next() else { return false }
        now = next.at
        store.now = wall
        try await next.act()
        return true
    }

    /// Runs until everything has been moved to its end, first with faults, then without; then, if planned, for a while
    /// in which nothing is to be done. Throws what no fault excuses.
    func run() async throws {
        for role in roles { role.start() }
        beginSignals()
        beginTrouble()
        overseer.begin()
        auditAgain()
        after(plan.faultMilliseconds) { [self] in faultsEnd() }
        var restsFrom: Int64?
        while let next = agenda.next() {
            if restsFrom == nil, !faulty, judge.isLate(at: next.at, after: plan.openUntil, skew: skew) {
                return judge.notDone()
            }
            now = next.at
            store.now = wall
            try await next.act()
            if !judge.isContent { return }
            if restsFrom == nil, !faulty, judge.isDone {
                judge.allWasKept()
                try audit()
                guard plan.rests else { return }
                let quiet = judge.quiet(from: now, skew: skew)
                restsFrom = quiet
                after(quiet - now) { [self] in judge.rests(roles) }
            }
            if let restsFrom, now > restsFrom + SimPlan.restMilliseconds {
                return judge.hasRested(roles)
            }
        }
    }

    private func faultsEnd() {
        trace("faults end")
        faulty = false
        judge.changed = true
        world.state.withLock { world in
            world.faulty = false
            for rig in plan.rigs { world[rig: rig.name].isAway = false }
        }
        overseer.makeGood()
    }
}
