import RoleRuntime
import Synchronization
import Testing
import TownModel
import Wire

/// When a role patrols. The smallest role's patrol finds nothing unless it is told to.
@Suite("Patrols back off, and only work begins them anew") struct PatrolTests {
    typealias Machine = RoleMachine<BellRole>

    private static let start = RoleMachineTests.start
    private var machine: Machine
    private var now = Self.start
    private var armed: Timestamp?
    private var sequence: Int64 = 10

    init() throws {
        machine = Machine(BellRole(), key: "secret")
        let register = try #require(take(.start(RoleMachineTests.process)).sent.first)
        let list = try #require(take(RoleMachineTests.ok(register.id, RoleToken(token: 3))).sent.first)
        _ = take(RoleMachineTests.ok(list.id, BellRole.Listed()))
        #expect(machine.isLive)
    }

    private struct Actions {
        var all: [Machine.Action]
        var sent: [Request] { RoleMachineTests.requests(all) }
        var reports: [PatrolReport] { all.compactMap { if case .patrolled(let report) = $0 { report } else { nil } } }
    }

    @discardableResult
    private mutating func take(_ input: Machine.Input) -> Actions {
        let actions = machine.take(input, at: now)
        for case .arm(let moment) in actions { armed = moment }
        return Actions(all: actions)
    }

    private mutating func told(_ kind: EventKind, by actor: Address) {
        sequence += 1
        take(
            .told(
                TownEvent(
                    sequence: sequence, previous: sequence - 1, epoch: 1, stream: .town, kind: kind, subject: "q",
                    time: now, actor: actor, cause: "c", data: EventData())))
    }

    /// The seconds to each of the next patrols, with the listings in between answered.
    private mutating func waits(_ count: Int) throws -> [Int64] {
        var waits: [Int64] = []
        var last = now
        while waits.count < count {
            now = try #require(armed)
            let actions = take(.tick)
            for request in actions.sent where request.kind == .query {
                take(RoleMachineTests.ok(request.id, BellRole.Listed(), sequence: sequence))
            }
            for _ in actions.reports {
                waits.append(last.duration(to: now).components.seconds)
                last = now
            }
        }
        return waits
    }

    private mutating func pass(_ seconds: Int64) { now = now.advanced(by: .seconds(seconds)) }

    @Test("the wait doubles from the base to the maximum, and stays there")
    mutating func doubling() throws {
        #expect(try waits(7) == [30, 60, 120, 240, 300, 300, 300])
    }

    @Test("an event that is work for the role begins the wait anew")
    mutating func work() throws {
        _ = try waits(5)
        pass(7)
        told(.beadCreated, by: .overseer)
        #expect(try waits(4) == [30, 60, 120, 240])
    }

    @Test("work while the wait is short does not put the patrol off")
    mutating func busy() throws {
        pass(20)
        told(.beadCreated, by: .overseer)
        #expect(try waits(2) == [10, 60])
    }

    @Test("what the role has caused itself, and what is no work for it, changes no wait")
    mutating func chatter() throws {
        _ = try waits(5)
        pass(7)
        told(.beadCreated, by: .mayor)
        told(.beadChanged, by: .overseer)
        told(.roleRegistered, by: .deacon)
        take(.heard(topic: "~town.service.heartbeat.deacon", bytes: []))
        #expect(try waits(2) == [293, 300])
    }

    @Test("what the role's own hands found changes no wait")
    mutating func hands() throws {
        _ = try waits(4)
        told(.beadChanged, by: .overseer)
        let ring = CommandID(composed: "ring", "q")
        #expect(take(.performed(ring, [.rung("q")])).sent.map(\.verb) == [MailSend.verb])
        #expect(try waits(2) == [300, 300])
    }

    @Test("a patrol that did something does not make the next one later")
    mutating func deeds() throws {
        _ = try waits(2)
        BellRole.finds.withLock { $0 = true }
        defer { BellRole.finds.withLock { $0 = false } }
        #expect(try waits(3) == [120, 120, 120])
    }

    @Test("a patrol that did something says what; an empty one nothing")
    mutating func reports() throws {
        pass(30)
        #expect(take(.tick).reports.map(\.isEmpty) == [true])
        pass(60)
        BellRole.finds.withLock { $0 = true }
        defer { BellRole.finds.withLock { $0 = false } }
        #expect(take(.tick).reports.map(\.sentence) == ["everything 1 (1 effect)"])
    }

    @Test("who is woken patrols at once, says so, and waits its base again")
    mutating func waking() throws {
        _ = try waits(5)
        pass(7)
        let call = CommandID(composed: "call")
        let wake = JSONText.encode(PatrolWake(roles: [.deacon, .mayor], call: call))
        let actions = take(.heard(topic: PatrolWake.topic, bytes: wake))
        #expect(actions.reports.count == 1)
        let said = actions.all.compactMap { if case .signal(let request) = $0 { request } else { nil } }
        let awake = try JSONText.decode(PatrolAwake.self, from: #require(said.first).body)
        #expect(awake == PatrolAwake(role: .mayor, call: call, patrols: PatrolCount(all: 5, empty: 5)))
        #expect(try waits(3) == [30, 60, 120])
    }

    @Test("a wake for others, and one that can't be read, wakes nobody")
    mutating func otherWakes() throws {
        let wake = JSONText.encode(PatrolWake(roles: [.deacon], call: CommandID(composed: "call")))
        for bytes in [wake, Array("no".utf8), []] {
            #expect(take(.heard(topic: PatrolWake.topic, bytes: bytes)).all.isEmpty)
        }
    }

    @Test("the plan is looked for at the start, and whenever the configuration was read again")
    mutating func reading() {
        var machine = Machine(BellRole(), key: "secret")
        func looks(_ actions: [Machine.Action]) -> Int { actions.count { $0 == .readPlan } }
        #expect(looks(machine.take(.start(RoleMachineTests.process), at: now)) == 1)
        let reloaded = Machine.Input.heard(
            topic: ConfigReloaded.topic, bytes: JSONText.encode(ConfigReloaded(problems: 0)))
        // One after the other: what was read before the last word counts for nothing.
        #expect(looks(take(reloaded).all) == 0 && looks(take(reloaded).all) == 0)
        let old = take(.plan(.damaged(PatrolProblem(text: "old", mark: "old"))))
        #expect(looks(old.all) == 1 && old.sent.isEmpty)
        take(.plan(.plan(.shipped)))
        #expect(looks(take(reloaded).all) == 1)
        #expect(looks(take(.heard(topic: "~town.service.heartbeat.deacon", bytes: [])).all) == 0)
    }

    @Test("of a plan that can't be used a person is told: the same words under the same id, others under another")
    mutating func damage() throws {
        func told(_ mark: String) throws -> Request {
            let reading = PatrolReading<WholePatrol>.damaged(PatrolProblem(text: "line 3", mark: mark))
            let request = try #require(take(.plan(reading)).sent.first)
            take(RoleMachineTests.ok(request.id, Done(), sequence: sequence))
            return request
        }
        let first = try told("a")
        let escalation = try JSONText.decode(EscalationRaise.self, from: first.body)
        #expect(escalation.text == "line 3" && escalation.source == "patrol-formula/mayor/a")
        #expect(try told("a").id == first.id)
        #expect(try told("b").id != first.id)
        #expect(try waits(2) == [30, 60])
    }

    @Test("a clock that is set back neither ends the wait nor begins it anew")
    mutating func clock() throws {
        #expect(try waits(3) == [30, 60, 120])
        now = now.advanced(by: .seconds(-86_400))
        let actions = take(.tick)
        for request in actions.sent where request.kind == .query {
            take(RoleMachineTests.ok(request.id, BellRole.Listed(), sequence: sequence))
        }
        #expect(try waits(2) == [240, 300])
    }
}
