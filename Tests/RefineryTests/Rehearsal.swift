import RefineryCore
import RoleRuntime
import TownModel
import Wire

@testable import RefineryDaemon

/// The real runtime machine with the real body, before a little store: one step at a time, so that the process can
/// be killed between any two of them and started again.
struct Rehearsal {
    typealias Machine = RoleMachine<RefineryBody>

    enum Step {
        case action(Machine.Action)
        case input(Machine.Input)
    }

    let body: RefineryBody
    var store: LittleStore
    var now = Samples.noon
    /// Steps carried out so far, over all lives.
    private(set) var steps = 0
    private(set) var kills = 0
    private var machine: Machine
    private var waiting: [Step] = []
    private var armed: Timestamp?
    private var published: [TownEvent] = []

    init(_ body: RefineryBody, store: LittleStore) {
        self.body = body
        self.store = store
        machine = Machine(body, key: "key")
    }

    /// Runs until every request has ended. `killAt`: the process dies before these steps. `before`: the world does
    /// something before this step.
    mutating func run(
        killAt: Set<Int> = [], before: (Int) async throws -> Void = { _ in }
    ) async throws {
        try start()
        while !store.isDone {
            guard steps < 1000 else { throw Stuck(store: "\(store.requests.values)") }
            try await before(steps)
            if killAt.contains(steps) { try kill() }
            steps += 1
            if waiting.isEmpty {
                // Nothing goes on: time passes until the machine looks around.
                guard let moment = armed else { throw Stuck(store: "\(store.requests.values)") }
                now = max(now, moment)
                armed = nil
                waiting.append(.input(.tick))
            }
            try await take(waiting.removeFirst())
        }
    }

    /// All that a killed process knew is gone: its plans, and the answers and outcomes on their way to it.
    private mutating func kill() throws {
        kills += 1
        waiting = []
        armed = nil
        machine = Machine(body, key: "key")
        now = now.advanced(by: .milliseconds(50))
        try start()
    }

    private mutating func start() throws {
        let process = ProcessIdentity(host: "here", bootID: "boot", pid: Int32(100 + kills), startTicks: 1)
        waiting.append(.input(.start(process)))
    }

    private mutating func take(_ step: Step) async throws {
        switch step {
        case .input(let input):
            waiting += machine.take(input, at: now).map(Step.action)
        case .action(let action):
            try await carryOut(action)
        }
    }

    private mutating func carryOut(_ action: Machine.Action) async throws {
        switch action {
        case .send(let request):
            let (answer, events) = try store.take(request)
            published += events
            waiting += events.map { .input(.told($0)) }
            waiting.append(.input(.answered(request.id, answer)))
        case .follow(let sequence):
            waiting += published.filter { $0.sequence > sequence }.map { .input(.told($0)) }
        case .perform(let intent, let effect):
            waiting.append(.input(.performed(intent, await body.perform(effect))))
        case .observe(let intent):
            waiting.append(.input(.observed(intent.id, await body.observe(intent))))
        case .arm(let moment):
            armed = moment
        case .exit(let failure):
            throw failure
        case .decided, .refused:
            break
        }
    }
}

struct Stuck: Error {
    var store: String
}
