import DeaconDaemon
import LedgerStorage
import MayorDaemon
import RefineryDaemon
import RoleRuntime
import Synchronization
import Testing
import TownModel
import TownTesting
import Wire
import WitnessDaemon

/// One role of the real ones, alone with a real ledger that answers at once.
private struct LonePatrol<Body: RoleBody> {
    var machine: RoleMachine<Body>
    let body: Body
    let ledger: MemoryLedger
    var now = MemoryLedger.start
    var armed: Timestamp?
    /// Patrols so far, and the reflexes of the last one, in order.
    var patrols = 0
    var did: [String] = []

    init(_ body: Body) async throws {
        self.body = body
        ledger = try MemoryLedger()
        machine = RoleMachine(body, key: MemoryLedger.key(of: body.role.address))
        try await take(.start(ProcessIdentity(host: "h", bootID: "b", pid: 7, startTicks: 7)))
        #expect(machine.isLive)
    }

    mutating func take(_ input: RoleInput<Body.Event, Body.Reflex>) async throws {
        ledger.now = now
        var inputs = [input]
        var told = ledger.published.count
        while !inputs.isEmpty {
            for action in machine.take(inputs.removeFirst(), at: now) {
                switch action {
                case .send(let request):
                    inputs.append(.answered(request.id, try ledger.answer(request)))
                    let fresh = ledger.published[told...]
                    told = ledger.published.count
                    for event in try fresh.map({ try CloudEvent.decode($0.bytes) })
                    where event.stream == body.role.stream {
                        inputs.append(.told(event))
                    }
                case .perform(let intent, let effect):
                    inputs.append(.performed(intent, await body.perform(effect)))
                case .arm(let moment): armed = moment
                case .patrolled: patrols += 1
                case .decided(let event, _, let cause):
                    if cause == "patrol" { did.append("\(event)") }
                default: break
                }
            }
        }
    }

    /// Seconds from patrol to patrol.
    mutating func waits(_ count: Int) async throws -> [Int64] {
        var (waits, last): ([Int64], Timestamp) = ([], now)
        while waits.count < count {
            now = try #require(armed)
            let before = patrols
            did = []
            try await take(.tick)
            guard patrols > before else { continue }
            waits.append(last.duration(to: now).components.seconds)
            last = now
        }
        return waits
    }

    mutating func tell(_ kind: EventKind, by actor: Address, _ data: EventData) async throws {
        let sequence = (ledger.published.last.map { try? CloudEvent.decode($0.bytes).sequence } ?? 0) ?? 0
        try await take(
            .told(
                TownEvent(
                    sequence: sequence + 1_000_000 + Int64(patrols), previous: sequence, epoch: 1,
                    stream: body.role.stream, kind: kind, subject: "s", time: now, actor: actor, cause: "c", data: data)
            ))
    }
}

/// When the real roles patrol, what begins their waits anew, and in which order they do things.
@Suite("Patrols of the four roles") struct PatrolTranscriptTests {
    /// The rig that every `MemoryLedger` begins with.
    private static var rig: RigName {
        guard let name = RigName("gastown") else { preconditionFailure("a name of ours") }
        return name
    }
    private let world: SimWorld

    init() {
        world = SimWorld(seed: 1)
        world.state.withLock {
            $0.faulty = false
            $0[rig: Self.rig] = SimRepository(hasRemote: false, number: 1)
        }
    }

    private var mayor: MayorBody {
        MayorBody(ender: SimEnder(world: world), residents: SimResidents(), teller: SimTeller())
    }
    private var deacon: DeaconBody {
        DeaconBody(ender: SimEnder(world: world), saver: SimSaver(), residents: SimResidents(), gates: SimLooks())
    }
    private var witness: WitnessBody {
        WitnessBody(
            rig: Self.rig, worktrees: SimWorktrees(world: world, rig: Self.rig), sessions: SimSessions(world: world),
            residents: SimResidents(), typing: NobodyToTypeTo(world: world))
    }
    private var refinery: RefineryBody {
        RefineryBody(
            rig: Self.rig, git: SimGit(world: world, rig: Self.rig), gates: SimGates(world: world, rig: Self.rig))
    }

    @Test("each waits from its base to its maximum, whatever its own hands and listings do meanwhile")
    func paces() async throws {
        var mayor = try await LonePatrol(mayor)
        #expect(try await mayor.waits(5) == [60, 120, 240, 300, 300])
        var deacon = try await LonePatrol(deacon)
        #expect(try await deacon.waits(7) == [60, 120, 240, 480, 900, 900, 900])
        var witness = try await LonePatrol(witness)
        #expect(try await witness.waits(7) == [30, 60, 120, 240, 300, 300, 300])
        var refinery = try await LonePatrol(refinery)
        #expect(try await refinery.waits(8) == [30, 60, 120, 240, 480, 900, 900, 900])
    }

    /// A kind of event, who caused it, what it carries, and whether it is work.
    private typealias Row = (kind: EventKind, actor: Address, data: EventData, isWork: Bool)

    private func check<Body: RoleBody>(_ body: Body, first: Int64, _ rows: [Row]) async throws {
        for row in rows {
            var role = try await LonePatrol(body)
            _ = try await role.waits(4)
            let due = try #require(role.armed.map { _ in role.now })
            role.now = role.now.advanced(by: .seconds(7))
            let before = role.patrols
            try await role.tell(row.kind, by: row.actor, row.data)
            #expect(role.patrols == before, "\(row.kind) of \(row.actor) is no patrol")
            let wait = try await role.waits(1)[0]
            let isSoon = wait == first
            #expect(isSoon == row.isWork, "\(row.kind) of \(row.actor): \(wait) s after \(due)")
        }
    }

    @Test("a Witness begins anew for beads that wait, not for what it says itself, nor for sessions, nudges, merges")
    func witnessWork() async throws {
        let bead = try #require(BeadID("gt-a1"))
        let nux = Address.polecat(Self.rig, try #require(AgentName("nux")))
        let entry = DispatchEntry(
            bead: bead, rig: Self.rig, priority: .normal, enqueuedAt: MemoryLedger.start, dispatchedBy: .overseer)
        var claimed = entry
        claimed.state = .claimed
        let assignment = Assignment(
            number: 1, bead: bead, rig: Self.rig, agent: nux, state: .retired, incarnation: Incarnation(number: 1),
            preset: "script", worktree: "w", branch: "b", target: "main", claimedAt: MemoryLedger.start)
        let rig = Rig(name: Self.rig, prefix: "gt", remote: nil, settings: RigSettings(), addedAt: MemoryLedger.start)
        try await check(
            witness, first: 30,
            [
                (.dispatchQueued, .mayor, EventData(dispatch: entry), true),
                (.dispatchQueued, .refinery(Self.rig), EventData(dispatch: entry), true),
                (.assignmentEnded, nux, EventData(assignment: assignment), true),
                (.rigChanged, .overseer, EventData(rig: rig), true),
                (.townThawed, .overseer, EventData(), true),
                (.dispatchQueued, .witness(Self.rig), EventData(dispatch: entry), false),
                (.dispatchClaimed, .witness(Self.rig), EventData(dispatch: claimed), false),
                (.assignmentRetired, .witness(Self.rig), EventData(assignment: assignment), false),
                (.sessionChanged, nux, EventData(assignment: assignment), false),
                (.sessionAlive, nux, EventData(assignment: assignment), false),
                (.requestLanded, .refinery(Self.rig), EventData(), false),
                (.roleRegistered, .refinery(Self.rig), EventData(role: .refinery(Self.rig)), false),
                (.townStopped, .overseer, EventData(), false),
            ])
    }

    @Test("the Deacon for dogs, the Mayor for convoys; neither for what they say themselves, nor for heartbeats")
    func townWork() async throws {
        let dog = Resident(
            agent: .dog(try #require(AgentName("alpha"))), number: 1, bead: try #require(BeadID("hq-a1")),
            state: .ready,
            worktree: "w", branch: "b", target: "main", addedAt: MemoryLedger.start)
        try await check(
            deacon, first: 60,
            [
                (.residentChanged, .overseer, EventData(resident: dog), true),
                (.townThawed, .overseer, EventData(), true),
                (.residentChanged, .deacon, EventData(resident: dog), false),
                (.roleRegistered, .mayor, EventData(role: .mayor), false),
                (.convoyCreated, .overseer, EventData(), false),
            ])
        let convoy = Convoy(
            id: try #require(BeadID("hq-c1")), title: "c", owner: .overseer, createdAt: MemoryLedger.start)
        try await check(
            mayor, first: 60,
            [
                (.convoyCreated, .overseer, EventData(convoy: convoy), true),
                (.convoyChanged, .refinery(Self.rig), EventData(convoy: convoy), true),
                (.convoyChanged, .mayor, EventData(convoy: convoy), false),
                (.residentChanged, .overseer, EventData(resident: dog), false),
                (.roleRegistered, .deacon, EventData(role: .deacon), false),
            ])
        var woken = try await LonePatrol(deacon)
        _ = try await woken.waits(4)
        let beat = ServiceHeartbeat(
            service: "mayor", process: ProcessIdentity(host: "h", bootID: "b", pid: 9, startTicks: 9), turns: 1)
        for _ in 1...3 {
            try await woken.take(.heard(topic: "~town.service.heartbeat.mayor", bytes: JSONText.encode(beat)))
        }
        #expect(try await woken.waits(2) == [900, 900])
    }

    @Test("a patrol does what its plan says, in that order, each as often as it says")
    func order() async throws {
        var witness = try await LonePatrol(witness)
        _ = try await witness.waits(1)
        #expect(witness.did == WitnessReflex.allCases.map { "patrol(\($0.described))" })
        let names = WitnessReflex.allCases.filter { $0 != .emptyTrash }.map(\.rawValue).reversed()
        let plan = try PatrolPlan<WitnessReflex>(
            names.map { PatrolStep(reflex: $0, every: nil, everySeconds: nil) }
                .map {
                    $0.reflex == "bring-nudges" ? PatrolStep(reflex: $0.reflex, every: "2m", everySeconds: 120) : $0
                })
        try await witness.take(.plan(.plan(plan)))
        _ = try await witness.waits(1)
        let reversed = names.compactMap(WitnessReflex.init(rawValue:)).map { "patrol(\($0.described))" }
        let rarer = reversed.filter { $0 != "patrol(\(WitnessReflex.bringNudges.described))" }
        #expect(witness.did == rarer, "its two minutes are not over")
        _ = try await witness.waits(1)
        #expect(witness.did == reversed)
    }
}

extension WitnessReflex {
    /// As a case is printed within another.
    fileprivate var described: String { "TownModel.WitnessReflex.\(self)" }
}
