import Bus
import Glibc
import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A flood of events to subscribers that are killed, stopped and started again by a schedule of a seed.
struct FeedFlood: Sendable {
    let store: LoneStore
    let subscribers: [TapSubscriber]
    let slow: SlowPipe
    let events: Int
    let seed: UInt64

    /// Events of one command.
    static let batch = 100
    /// Commands between two blows of the schedule.
    static let commandsPerBlow = 10

    init(_ store: LoneStore, subscribers: Int, events: Int, seed: UInt64) throws {
        self.store = store
        self.events = events
        self.seed = seed
        self.subscribers = (0..<subscribers).map { TapSubscriber("tap\($0)", of: store) }
        slow = try SlowPipe("slow", of: store)
    }

    struct Outcome: Sendable {
        var log: StoreLog
        var kills = 0
        /// Resident memory of the store before and after, and at its highest, in KiB.
        var before = 0
        var after = 0
    }

    /// Returns when every subscriber has had everything, or throws.
    func run() async throws -> Outcome {
        let bus = try store.connect()
        var outcome = Outcome(log: StoreLog())
        outcome.before = try memory()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            for subscriber in subscribers { start(subscriber, in: &group) }
            group.addTask { [slow] in try await slow.run() }
            var read = try await slow.read(4096)
            var random = SeededRandom(seed: seed)
            var stopped: Set<Int> = []
            for blow in 0..<max(1, events / (Self.batch * Self.commandsPerBlow)) {
                try await pour(blow, over: bus)
                read += try await slow.read(4096)
                let victim = Int.random(in: subscribers.indices, using: &random)
                if stopped.contains(victim) {
                    _ = Processes.send(SIGCONT, to: try await subscribers[victim].process())
                    stopped.remove(victim)
                } else if random.chance(40) {
                    _ = Processes.send(SIGSTOP, to: try await subscribers[victim].process())
                    stopped.insert(victim)
                } else {
                    try await subscribers[victim].kill()
                    start(subscribers[victim], in: &group)
                    outcome.kills += 1
                }
            }
            outcome.after = try memory()
            outcome.log = try await StoreLog(over: bus)
            try await finish(outcome.log.head)
            while read.count < outcome.log.bytes.count { read += try await slow.read(1 << 20) }
            let difference = outcome.log.difference(from: read)
            #expect(difference == nil, "the slow pipe")
        }
        await bus.close()
        return outcome
    }

    private func start(_ subscriber: TapSubscriber, in group: inout ThrowingTaskGroup<Void, any Error>) {
        // The number of a run is taken before the next blow may ask for its process.
        let run = subscriber.begin()
        group.addTask { _ = try await subscriber.run(run) }
    }

    /// Commands at once, each of many events.
    private func pour(_ blow: Int, over bus: ZeroMQBus) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.commandsPerBlow {
                group.addTask {
                    let items = (0..<Self.batch).map {
                        BeadsCreate.Item(bead: BeadCreate(title: "drop \(blow).\(number).\($0)"))
                    }
                    _ = try await bus.command(
                        BeadsCreate(beads: items), id: CommandID(composed: "flood", "\(blow).\(number)"),
                        headers: RequestHeaders(actor: .overseer, key: LoneStore.key), within: .seconds(60))
                }
            }
            try await group.waitForAll()
        }
    }

    /// Every subscriber is killed once more, and its last tap ends with the log.
    private func finish(_ head: Int64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for subscriber in subscribers { group.addTask { try await subscriber.finish(at: head) } }
            try await group.waitForAll()
        }
    }

    /// Resident memory of the store, KiB.
    private func memory() throws -> Int {
        let status = try Files.readText("/proc/\(try #require(store.process).pid)/status")
        let found = try #require(status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/))
        return try #require(Int(found.1))
    }
}
