import LedgerStorage
import RefineryCore
import RoleRuntime
import TownModel
import TownTesting
import Wire

@testable import RefineryDaemon

/// The real runtime machine with the real body, before the real ledger: one step at a time, so that the process can
/// be killed between any two of them and started again.
struct Rehearsal {
    typealias Machine = RoleMachine<RefineryBody>

    enum Step {
        case action(Machine.Action)
        case input(Machine.Input)
    }

    let body: RefineryBody
    let queue: QueueLedger
    var now = Samples.noon
    /// Of the first process; each one after a kill has the next.
    var firstProcess: Int32 = 200
    /// Steps carried out so far, over all lives.
    private(set) var steps = 0
    private var kills = 0
    private var machine: Machine
    private var waiting: [Step] = []
    private var armed: Timestamp?

    init(_ body: RefineryBody, _ queue: QueueLedger) {
        self.body = body
        self.queue = queue
        machine = Self.machine(body)
    }

    /// Runs until every request has ended and nothing is left to do. `killAt`: the process dies before these steps.
    /// `before`: the world does something before this step.
    mutating func run(
        killAt: Set<Int> = [], before: (Int) async throws -> Void = { _ in }
    ) async throws {
        start()
        while try !isDone() {
            guard steps < 2000 else { throw Stuck(queue: "\(try queue.listing())") }
            let head = queue.head
            try await before(steps)
            // What others did to the ledger comes by the feed.
            waiting += try queue.events(after: head).map { .input(.told($0)) }
            if killAt.contains(steps) { kill() }
            steps += 1
            if waiting.isEmpty {
                // Nothing goes on: time passes until the machine looks around.
                guard let moment = armed else { throw Stuck(queue: "\(try queue.listing())") }
                now = max(now, moment)
                armed = nil
                waiting.append(.input(.tick))
            }
            try await take(waiting.removeFirst())
        }
    }

    private func isDone() throws -> Bool {
        guard waiting.isEmpty else { return false }
        let listing = try queue.listing()
        return listing.requests.isEmpty && listing.intents.isEmpty
    }

    /// All that a killed process knew is gone: its plans, and the answers and outcomes on their way to it.
    private mutating func kill() {
        kills += 1
        waiting = []
        armed = nil
        machine = Self.machine(body)
        now = now.advanced(by: .milliseconds(50))
        start()
    }

    private static func machine(_ body: RefineryBody) -> Machine {
        Machine(body, key: MemoryLedger.key(of: body.role.address))
    }

    private mutating func start() {
        let process = ProcessIdentity(host: "here", bootID: "boot-1", pid: firstProcess + Int32(kills), startTicks: 1)
        waiting.append(.input(.start(process)))
    }

    private mutating func take(_ step: Step) async throws {
        switch step {
        case .input(let input): waiting += machine.take(input, at: now).map(Step.action)
        case .action(let action): try await carryOut(action)
        }
    }

    private mutating func carryOut(_ action: Machine.Action) async throws {
        switch action {
        case .send(let request):
            queue.ledger.now = now
            let head = queue.head
            let answer = try queue.ledger.answer(request)
            waiting += try queue.events(after: head).map { .input(.told($0)) }
            waiting.append(.input(.answered(request.id, answer)))
        case .follow(let sequence):
            waiting += try queue.events(after: sequence).map { .input(.told($0)) }
        case .perform(let intent, let effect):
            waiting.append(.input(.performed(intent, await body.perform(effect))))
        case .observe(let intent):
            waiting.append(.input(.observed(intent.id, await body.observe(intent))))
        case .renewKey:
            waiting.append(.input(.key(MemoryLedger.key(of: body.role.address))))
        case .arm(let moment):
            armed = moment
        case .exit(let failure):
            throw failure
        case .readPlan:
            waiting.append(.input(.plan(await body.patrolPlan())))
        case .decided, .refused, .signal, .patrolled:
            break
        }
    }
}

struct Stuck: Error {
    var queue: String
}
