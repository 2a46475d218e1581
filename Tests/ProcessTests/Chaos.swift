import Bus
import Glibc
import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A store, producers and subscribers that are killed, stopped and started again by a schedule of a seed.
struct Chaos: Sendable {
    /// So often the store is killed at least, however short the run.
    static let storeKillsMin = 15
    private static let busLanes = 4
    private static let gtLanes = 2

    let store: LoneStore
    let ledger: AttemptLedger
    let subscribers: [TapSubscriber]
    let seed: UInt64
    let length: Duration
    private let signs = ChaosSigns()

    init(_ store: LoneStore, seed: UInt64, length: Duration) throws {
        self.store = store
        self.seed = seed
        self.length = length
        ledger = try AttemptLedger("\(store.town.home)/attempts")
        subscribers = (0..<3).map { TapSubscriber("tap\($0)", of: store) }
    }

    struct Outcome: Sendable {
        var storeKills = 0
        /// Those that came between a command's sending and its answer.
        var hits = 0
        var storeStops = 0
        var clientKills = 0
        var clientStops = 0
        var subscriberKills = 0
        var subscriberStops = 0
        var spooled = 0
        var answeredAgain = 0
        /// What was done last.
        var last = "nothing"

        /// Every kind of blow fell, and some of the store's deaths between a command's sending and its answer.
        func counts(hitsMin: Int) -> Bool {
            hits >= hitsMin
                && [storeStops, clientKills, clientStops, subscriberKills, subscriberStops, spooled].allSatisfy {
                    $0 > 0
                }
        }
    }

    /// Strikes until the time is over, brings every producer home, then has `judge` look at the store, which runs on.
    func run(judge: @Sendable (Outcome, ZeroMQBus) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await keepStore() }
            _ = try await StoreAudit.firstAnswer(of: store)
            let clients = try await makeClients()
            for subscriber in subscribers { start(subscriber, in: &group) }
            async let producing: Void = produce(clients)
            var outcome: Outcome
            do {
                outcome = try await strike(clients, in: &group)
            } catch let silence as Silence {
                // Why they fell silent, where they say so.
                try await producing
                throw silence
            }
            signs.end()
            try await producing
            (outcome.spooled, outcome.answeredAgain) = (signs.spools, signs.answeredAgain)
            let bus = try store.connect()
            // What waits in the spool goes before it.
            try await create(CommandID(composed: "last", "1"), over: bus)
            try await judge(outcome, bus)
            await bus.close()
        }
    }

    /// A supervisor: whatever the store dies of, it is started again; it may die of a kill alone.
    private func keepStore() async throws {
        while !Task.isCancelled {
            let end = try await store.run(beside: LoneStore.untilEnded)
            guard !Task.isCancelled else { return }
            guard let end else {
                Issue.record("nobody keeps the store any more")
                return
            }
            #expect(end.ending == .signaled(9), "the store ended: \(end.errorTail)")
        }
    }

    private func makeClients() async throws -> [CommandProducer] {
        let bus = try store.connect()
        var clients: [CommandProducer] = []
        for lane in 0..<Self.gtLanes {
            let bead = try await create(CommandID(composed: "first", String(lane)), over: bus)
            clients.append(CommandProducer(String(lane), changes: bead, of: store, ledger, signs))
        }
        await bus.close()
        return clients
    }

    @discardableResult
    private func create(_ id: CommandID, over bus: ZeroMQBus) async throws -> BeadID {
        try ledger.attempt(id)
        let (reply, facts) = try await bus.command(
            BeadCreate(title: id.text), id: id, headers: RequestHeaders(actor: .overseer, key: LoneStore.key),
            within: .seconds(30))
        try ledger.acknowledge(id, sequence: facts.sequence)
        return reply.bead.id
    }

    private func produce(_ clients: [CommandProducer]) async throws {
        // Whoever waits for a sign learns that none will come.
        defer { signs.fallSilent() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.busLanes {
                let producer = BusProducer(lane: String(lane), store: store, ledger: ledger, signs: signs)
                group.addTask { try await producer.run() }
            }
            for client in clients { group.addTask { try await client.run() } }
            // The first that fails ends the others.
            for try await _ in group {}
        }
    }

    private func start(_ subscriber: TapSubscriber, in group: inout ThrowingTaskGroup<Void, any Error>) {
        let run = subscriber.begin()
        group.addTask { _ = try await subscriber.run(run) }
    }
}

extension Chaos {
    private struct Silence: Error { let after: Outcome }

    /// Blow after blow, each some answers after the last: so the store is up, and has commands in its hands.
    private func strike(
        _ clients: [CommandProducer], in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Outcome {
        var random = SeededRandom(seed: seed)
        var outcome = Outcome()
        var answers = signs.answers.makeAsyncIterator()
        var blows: [Int] = []
        var stopped: Set<Int> = []
        var stoppedClient: ProcessIdentity?
        let end = ContinuousClock.now + length
        while ContinuousClock.now < end || outcome.storeKills < Self.storeKillsMin {
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                guard await answers.next() != nil else { throw Silence(after: outcome) }
            }
            // Dealt, not thrown: every kind of blow falls, whatever the seed.
            if blows.isEmpty { blows = (0..<10).shuffled(using: &random) }
            switch blows.removeLast() {
            case 0..<5: try await killStore(&outcome)
            case 5:
                if let client = stoppedClient { Processes.send(SIGCONT, to: client) }
                stoppedClient = nil
                try await stopStore(&outcome)
            case 6, 7:
                try await hit(Int.random(in: subscribers.indices, using: &random), &stopped, &outcome, in: &group)
            default:
                let kills = outcome.clientKills <= outcome.clientStops
                if let client = stoppedClient {
                    Processes.send(SIGCONT, to: client)
                    stoppedClient = nil
                } else if let client = clients.randomElement(using: &random)?.process,
                    Processes.send(kills ? SIGKILL : SIGSTOP, to: client)
                {
                    stoppedClient = kills ? nil : client
                    if kills { outcome.clientKills += 1 } else { outcome.clientStops += 1 }
                }
            }
        }
        if let client = stoppedClient { Processes.send(SIGCONT, to: client) }
        return outcome
    }

    /// After a kill, an answer may be one from before it: then there is no store yet, and the next one says when.
    private func serving(_ outcome: Outcome) async throws -> ProcessIdentity {
        var answers = signs.answers.makeAsyncIterator()
        while true {
            if let process = store.process { return process }
            guard await answers.next() != nil else { throw Silence(after: outcome) }
        }
    }

    private func killStore(_ outcome: inout Outcome) async throws {
        let process = try await serving(outcome)
        let before = ledger.unanswered
        try #require(Processes.send(SIGKILL, to: process))
        try #require(await ProcessWatch.shared.waitForEnd(of: process, within: .seconds(30)))
        outcome.storeKills += 1
        outcome.last = "the store was killed"
        // Nobody is left who could answer these.
        if !ledger.unanswered.isDisjoint(with: before) { outcome.hits += 1 }
    }

    /// Stands still until a client has given it up.
    private func stopStore(_ outcome: inout Outcome) async throws {
        let process = try await serving(outcome)
        try #require(Processes.send(SIGSTOP, to: process))
        outcome.storeStops += 1
        outcome.last = "the store was stopped"
        var acceptances = signs.acceptances.makeAsyncIterator()
        // The first may be older.
        for _ in 0..<2 { guard await acceptances.next() != nil else { throw Silence(after: outcome) } }
        try #require(Processes.send(SIGCONT, to: process))
    }

    private func hit(
        _ number: Int, _ stopped: inout Set<Int>, _ outcome: inout Outcome,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        let subscriber = subscribers[number]
        outcome.last = "\(subscriber.name) was hit"
        if stopped.remove(number) != nil {
            Processes.send(SIGCONT, to: try await subscriber.process())
        } else if outcome.subscriberStops < outcome.subscriberKills {
            Processes.send(SIGSTOP, to: try await subscriber.process())
            stopped.insert(number)
            outcome.subscriberStops += 1
        } else {
            try await subscriber.kill()
            start(subscriber, in: &group)
            outcome.subscriberKills += 1
        }
    }
}
