import Bus
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// What the writer is asked to carry out.
enum WriterOrder: Sendable {
    case command(Request, PeerCredentials, PeerRoute, arrived: ContinuousClock.Instant)
    /// What the configuration files say now.
    case apply([ConfigApply], DirectivesApply)
    /// A person must be told.
    case alarm(EscalationRaise)
}

/// Writes the ledger: commits what it is given once, publishes, answers. Used by one thread at a time: see `WriterDesk`.
///
/// Events are published before the callers are answered (both in one go to the bus's thread): who has its answer and
/// asks a subscriber finds it told, as far as one machine can promise.
final class Writer {
    private let ledger: Ledger
    private let bus: any BusEndpoint
    private let hearing: Hearing
    private let keys: KeyFiles
    private let allow: @Sendable ([RemoteKey]) -> Void
    private let watchdog: Watchdog
    private let process: ProcessIdentity
    private let checkpoints: Checkpoints
    private let desks: SideDesks
    private let idleness: Idleness
    private let memory: MemoryLimit?
    private let spool: SpoolDrain?
    private var agenda: WriterAgenda
    private var noLoneUntil: ContinuousClock.Instant
    /// The length of the log at which the writer brakes.
    private var brakePages = LedgerLimits.restartPages
    /// Until when its thread rests, unless somebody comes.
    private(set) var rest: ContinuousClock.Instant

    /// `allow`: told of the remotes' keys whenever they have changed.
    init(
        ledger: Ledger, bus: any BusEndpoint, hearing: Hearing, keys: KeyFiles, watchdog: Watchdog,
        process: ProcessIdentity, checkpoints: Checkpoints, desks: SideDesks,
        idleness: Idleness = Idleness(limit: nil), memory: MemoryLimit? = nil, spool: SpoolDrain? = nil,
        allow: @escaping @Sendable ([RemoteKey]) -> Void = { _ in }
    ) {
        self.ledger = ledger
        self.bus = bus
        self.hearing = hearing
        self.keys = keys
        self.allow = allow
        self.watchdog = watchdog
        self.process = process
        self.checkpoints = checkpoints
        self.desks = desks
        self.idleness = idleness
        self.memory = memory
        self.spool = spool
        let now = ContinuousClock.now
        agenda = WriterAgenda(start: now)
        noLoneUntil = now
        rest = now
        #if DEBUG
            ledger.tellTooEarly = { events in bus.send(events.map { .publish(topic: $0.topic, bytes: $0.bytes) }) }
        #endif
    }

    /// One round of its thread: what waited, and what is due. Throws when the ledger can't be trusted any more: then
    /// nothing that was not answered may be.
    func round(_ orders: [WriterOrder]) throws {
        watchdog.turned()
        let idle = agenda.isFileCheckDue(at: .now)
        // After an idle second the file may be gone: nothing is committed into nowhere.
        if idle {
            try ledger.checkFile()
            try memory?.check()
        }
        try drainSpool()
        if !orders.isEmpty { try carryOut(orders) }
        try turn()
        rest = try wake()
    }

    /// Whether a lone command may be carried out by a thread that has other things to do.
    /// What waits in the spool goes before it.
    func takesLone(at now: ContinuousClock.Instant) -> Bool {
        now >= noLoneUntil && now < agenda.fileCheck && spool?.hasNews(at: now) != true
    }

    /// What was accepted while nobody answered was said before whatever comes now.
    func drainSpool() throws {
        guard let spool, spool.hasNews(at: .now) else { return }
        try spool.run(ledger) { outcome in
            watchdog.turned()
            publish(outcome)
        }
    }

    /// Gives whether something is due before the rest is over.
    func carryOutAlone(_ order: WriterOrder) throws -> Bool {
        let start = ContinuousClock.now
        try carryOut([order])
        let end = ContinuousClock.now
        if start.duration(to: end) > StoreLimits.loneMax { noLoneUntil = end + StoreLimits.lonePause }
        let next = try wake()
        defer { rest = min(rest, next) }
        return next < rest
    }

    private func wake() throws -> ContinuousClock.Instant {
        let now = Timestamp.now
        let timer = try ledger.nextTimer().map { ContinuousClock.now + max(.zero, now.duration(to: $0)) }
        return min(agenda.next, timer ?? agenda.next)
    }

    private func carryOut(_ orders: [WriterOrder]) throws {
        var commands: [(queued: QueuedRequest, route: PeerRoute)] = []
        for order in orders {
            switch order {
            case .command(let request, let peer, let route, let arrived):
                let waited = arrived.duration(to: .now)
                commands.append(
                    (QueuedRequest(request: request, pid: peer.pid, remote: peer.remote, waited: waited), route))
            case .apply(let files, let directives):
                for file in files { publish(try ledger.execute(file, at: .now)) }
                publish(try ledger.execute(directives, at: .now))
            case .alarm(let alarm): publish(try ledger.execute(alarm, at: .now))
            }
        }
        guard !commands.isEmpty else { return }
        if commands.count > 1 { noLoneUntil = max(noLoneUntil, .now + StoreLimits.crowdPause) }
        // What is told leaves together with the answers: the bus's thread wakes once.
        var words: [EndpointWord] = []
        try ledger.serve(commands.map(\.queued), at: .now) { outcome in
            if outcome.events.contains(where: { [.rigAdded, .keyRotated].contains($0.kind) }) {
                try keys.settle(ledger, at: .now)
            }
            // Before the answer: who was told that a key is revoked, finds it shut out.
            if outcome.events.contains(where: { [.keyAuthorized, .keyRevoked].contains($0.kind) }) {
                allow(try ledger.remoteKeys())
            }
            words = tellings(of: outcome)
        } answer: { answers in
            bus.send(words + zip(answers, commands).map { .answer($0, to: $1.route) })
        }
    }

    /// Timers, heads, heartbeat, checkpoints: what is due, and nothing else.
    private func turn() throws {
        let now = ContinuousClock.now
        idleness.look(at: now)
        publish(try ledger.fireTimers(at: .now))
        if agenda.takeHead(at: now) {
            bus.publish(topic: FeedHead.topic, bytes: JSONText.encode(try ledger.feedHead()))
        }
        if agenda.takeHeartbeat(at: now) {
            let heartbeat = ServiceHeartbeat(service: Self.service, process: process, turns: watchdog.turns)
            hearing.note(heartbeat, at: .now)
            bus.publish(topic: Hearing.topic(of: Self.service), bytes: JSONText.encode(heartbeat))
        }
        try brake()
        if checkpoints.isWanted(at: ledger.walPages) { checkpoints.wanted() }
    }

    /// Makes a log that has grown too long start again; where a reader is in the way, not again before it has grown on.
    private func brake() throws {
        let pages = ledger.walPages
        if pages < LedgerLimits.restartPages { brakePages = LedgerLimits.restartPages }
        guard pages >= brakePages else { return }
        guard try !ledger.restartLog() else { return }
        brakePages = pages + LedgerLimits.checkpointPages
        checkpoints.wanted()
    }

    private func publish(_ outcome: BatchOutcome) {
        let words = tellings(of: outcome)
        if !words.isEmpty { bus.send(words) }
    }

    private func tellings(of outcome: BatchOutcome) -> [EndpointWord] {
        if !outcome.events.isEmpty {
            agenda.moved(at: .now)
            desks.note()
        }
        hearing.note(refused: outcome.refused)
        return outcome.events.map { .publish(topic: $0.topic, bytes: $0.bytes) }
    }

    static let service = "beads-store"
}
