import Bus
import Host
import Synchronization
import TownModel
import Wire
import ZeroMQBus

/// Makes beads over the bus, one after the other: each as soon as the last one was acknowledged, under its id until then.
struct BusProducer: Sendable {
    /// After so long without an answer the client is given up, and another one repeats the command.
    private static let patience: Duration = .milliseconds(700)

    let lane: String
    let store: LoneStore
    let ledger: AttemptLedger
    let signs: ChaosSigns

    func run() async throws {
        var bus = try store.connect()
        for number in 1... {
            let id = CommandID(composed: "bus", lane, String(number))
            try ledger.attempt(id)
            ledger.awaiting(id)
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                do {
                    let (_, facts) = try await bus.command(
                        BeadCreate(title: id.text), id: id,
                        headers: RequestHeaders(actor: .overseer, key: LoneStore.key), within: Self.patience)
                    try ledger.acknowledge(id, sequence: facts.sequence)
                    signs.answered(again: facts.already == true)
                    break
                } catch BusFailure.bus(.away) where ContinuousClock.now < deadline {
                    await bus.close()
                    bus = try store.connect()
                }
            }
            if signs.isOver { break }
        }
        await bus.close()
    }
}

/// Changes a bead with one `gt` after the other, each under its id until one of them was told that it is done or accepted.
final class CommandProducer: Sendable {
    /// One `gt` may stand still for a while, and the next be killed.
    private static let patience: Duration = .seconds(60)

    private struct NeverAccepted: Error { let id: CommandID }

    private let lane: String
    private let bead: BeadID
    private let store: LoneStore
    private let ledger: AttemptLedger
    private let signs: ChaosSigns
    private let current = Mutex<ProcessIdentity?>(nil)

    init(_ lane: String, changes bead: BeadID, of store: LoneStore, _ ledger: AttemptLedger, _ signs: ChaosSigns) {
        (self.lane, self.bead, self.store, self.ledger, self.signs) = (lane, bead, store, ledger, signs)
    }

    /// The `gt` that runs now.
    var process: ProcessIdentity? { current.withLock(\.self) }

    func run() async throws {
        for number in 1... {
            let id = CommandID(composed: "gt", lane, String(number))
            try ledger.attempt(id)
            let deadline = ContinuousClock.now + Self.patience
            while try await !isAccepted(id) {
                guard ContinuousClock.now < deadline else { throw NeverAccepted(id: id) }
            }
            try ledger.acknowledge(id, sequence: 0)
            signs.accepted()
            if signs.isOver { return }
        }
    }

    /// False when it was killed, or had heard of a store that then fell silent (69, 75: try again): then the same is said
    /// again, under the same id.
    private func isAccepted(_ id: CommandID) async throws -> Bool {
        var environment = store.town.environment
        environment["GT_TOWN"] = store.layout.root
        // As shipped: a store that stands still is one that is away.
        environment["GT_PONG_SECONDS"] = "0.3"
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(store.town.programs)/gt",
                arguments: ["bead", "update", bead.text, "--title", id.text, "--id", id.text],
                environment: environment, directory: store.town.home, limit: .seconds(60))
        ) { [self] process in current.withLock { $0 = process } }
        current.withLock { $0 = nil }
        if [.signaled(9), .exited(69), .exited(75)].contains(result.ending) { return false }
        guard result.ending.isSuccess else {
            throw LoneStore.EndedEarly(ending: result.ending, said: "\(id): \(result.errorTail)")
        }
        if result.errorTail.contains("accepted, will be delivered") { signs.spooled() }
        return true
    }
}

/// What producers say to whoever does the killing.
final class ChaosSigns: Sendable {
    /// One for each command that was answered over the bus; only the last is kept for who does not listen.
    let answers: AsyncStream<Void>
    /// One for each that a `gt` has brought home.
    let acceptances: AsyncStream<Void>
    private let answer: AsyncStream<Void>.Continuation
    private let acceptance: AsyncStream<Void>.Continuation
    private let state = Mutex((isOver: false, spooled: 0, again: 0))

    init() {
        (answers, answer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (acceptances, acceptance) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Producers end with the command that they are at.
    var isOver: Bool { state.withLock(\.isOver) }
    var spools: Int { state.withLock(\.spooled) }
    /// Commands that were done, and their first answer lost.
    var answeredAgain: Int { state.withLock(\.again) }

    func answered(again: Bool) {
        if again { state.withLock { $0.again += 1 } }
        answer.yield()
    }

    func accepted() { acceptance.yield() }
    func spooled() { state.withLock { $0.spooled += 1 } }
    func end() { state.withLock { $0.isOver = true } }

    /// Nobody says anything any more.
    func fallSilent() {
        answer.finish()
        acceptance.finish()
    }
}
