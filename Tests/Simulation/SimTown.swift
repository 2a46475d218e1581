import DeaconDaemon
import LedgerStorage
import MayorDaemon
import RefineryDaemon
import RoleRuntime
import Synchronization
import TownModel
import TownTesting
import Wire

/// A whole town in one loop: the real ledger, the real machines of its roles, a bus, hands and clocks that fail by
/// the seed. One thread; nothing but the seed decides.
final class SimTown {
    /// Milliseconds since the beginning, on a clock that never jumps.
    private(set) var now: Int64 = 0
    /// How far the wall clock has been set off.
    private var skew: Int64 = 0
    private var dice: SeededRandom
    private var agenda = Agenda()
    private var faulty = true
    private var storeDownUntil: Int64 = 0
    private var serial: Int64 = 0
    private var seenEvents = 0
    private(set) var roles: [any SimProcess] = []
    let store: MemoryLedger
    let world: SimWorld
    let judge: Judge
    let rig: RigName
    private let isTracing: Bool

    init(seed: UInt64, isTracing: Bool) throws {
        dice = SeededRandom(seed: seed)
        world = SimWorld(seed: seed)
        judge = Judge(world: world)
        store = try MemoryLedger()
        guard let rig = RigName("gastown") else { preconditionFailure("a name of ours") }
        self.rig = rig
        self.isTracing = isTracing
        roles = [
            SimRole(MayorBody(ender: SimBoot(world: world)), in: self),
            SimRole(DeaconBody(ender: SimEnder(world: world)), in: self),
            SimRole(ScriptedWitness(rig: rig, world: world), in: self),
            SimRole(RefineryBody(rig: rig, git: SimGit(world: world), gates: SimGates(world: world)), in: self),
        ]
    }

    static func key(of address: Address) -> String { MemoryLedger.key(of: address) }

    var wall: Timestamp { MemoryLedger.start.advanced(by: .milliseconds(now + skew)) }

    func random(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &dice) }
    func mishap(_ percent: Int) -> Bool { faulty && dice.chance(percent) }

    func after(_ milliseconds: Int64, _ act: @escaping Agenda.Act) {
        agenda.add(at: now + max(0, milliseconds), act)
    }

    func trace(_ line: @autoclosure () -> String) {
        if isTracing { print("\(now) \(line())") }
    }

    func newProcess() -> Int32 {
        serial += 1
        let pid = Int32(serial)
        world.state.withLock { _ = $0.processes.insert(pid) }
        return pid
    }

    func ended(_ pid: Int32) { world.state.withLock { _ = $0.processes.remove(pid) } }

    /// Runs until nothing is open any more, first with faults, then without. Throws what no fault excuses.
    func run(faultsFor faultMilliseconds: Int64, atMost: Int64) async throws -> Bool {
        for role in roles { role.start() }
        headAgain()
        heartbeatAgain()
        timersAgain()
        trouble()
        after(faultMilliseconds) { [self] in
            faulty = false
            world.state.withLock { $0.faulty = false }
            trace("faults end")
        }
        while let next = agenda.next(), next.at <= faultMilliseconds + atMost {
            now = next.at
            store.now = wall
            try await next.act()
            if !judge.complaints.isEmpty { return false }
            if judge.isDone, !faulty { return true }
        }
        return judge.isDone
    }

    // The bus and the store.

    func ask<Q: Query>(_ query: Q, key: String, then: @escaping (Answer?) throws -> Void) {
        serial += 1
        request(
            Request(
                id: CommandID(composed: "ask/\(serial)"), kind: .query, verb: Q.verb,
                headers: RequestHeaders(key: key), body: JSONText.encode(query)), then: then)
    }

    /// May be lost on the way there or back, arrive twice, or meet a store that dies before or after its commit.
    func request(_ request: Request, then: @escaping (Answer?) throws -> Void) {
        var isOver = false
        func finish(_ answer: Answer?) throws {
            guard !isOver else { return }
            isOver = true
            try then(answer)
        }
        for _ in 0..<(mishap(5) ? 2 : 1) where !mishap(4) {
            after(random(1...40)) { [self] in
                guard let answer = try carryOut(request), !mishap(4) else { return }
                after(random(1...40)) { try finish(answer) }
            }
        }
        after(5000) { try finish(nil) }
    }

    private func carryOut(_ request: Request) throws -> Answer? {
        guard now >= storeDownUntil else { return nil }
        if mishap(1) {
            stopStore()
            return nil
        }
        let answer = try store.answer(request)
        judge.answered(request, answer)
        let fresh = try committed()
        if request.kind == .command, mishap(1) {
            // Committed, and nobody is told: the log has it.
            stopStore()
            return nil
        }
        publish(fresh)
        return answer
    }

    private func stopStore() {
        trace("the store dies")
        storeDownUntil = now + random(200...4000)
        store.crash()
    }

    @discardableResult
    func committed() throws -> [TownEvent] {
        let fresh = try store.published[seenEvents...].map { try CloudEvent.decode($0.bytes) }
        seenEvents = store.published.count
        if !fresh.isEmpty { judge.committed(fresh) }
        return fresh
    }

    private func publish(_ events: [TownEvent]) {
        for role in roles {
            for event in events where event.stream == role.role.stream {
                for _ in 0..<(mishap(5) ? 2 : 1) where !mishap(6) {
                    after(mishap(6) ? random(50...2000) : random(1...20)) { role.live(event) }
                }
            }
        }
    }

    private func headAgain() {
        after(1000) { [self] in
            if now >= storeDownUntil {
                for role in roles where !mishap(10) { role.head(judge.head(of: role.role.stream)) }
            }
            headAgain()
        }
    }

    private func heartbeatAgain() {
        after(10_000) { [self] in
            if now >= storeDownUntil {
                for beat in roles.compactMap({ $0.beat() }) where !mishap(5) {
                    store.heard[beat.service] = HeardService(process: beat.process, turns: beat.turns, at: wall)
                    let bytes = JSONText.encode(beat)
                    for role in roles {
                        role.heard(topic: "~town.\(ServiceHeartbeat.verb).\(beat.service)", bytes: bytes)
                    }
                }
            }
            heartbeatAgain()
        }
    }

    private func timersAgain() {
        after(500) { [self] in
            if now >= storeDownUntil, !(try store.fireTimers().isEmpty) { publish(try committed()) }
            timersAgain()
        }
    }

    // Trouble.

    private func trouble() {
        guard faulty else { return }
        after(random(500...6000)) { [self] in
            guard faulty else { return }
            let role = roles[Int(random(0...Int64(roles.count - 1)))]
            switch random(0...9) {
            case 0...4:
                trace("\(role.role) is killed")
                role.crash()
            case 5...6: role.pause(until: now + random(1000...60_000))
            case 7: skew += random(-600_000...600_000)
            default: stopStore()
            }
            trouble()
        }
    }

    /// What hands have begun or ended in the world.
    func afterHands() {
        let (begun, killed) = world.state.withLock { world in
            defer {
                world.newSessions = []
                world.killed = []
            }
            return (world.newSessions, world.killed)
        }
        for assignment in begun { SimAgent(assignment, in: self).begin() }
        for role in roles where killed.contains(role.pid) { role.crash() }
    }
}
