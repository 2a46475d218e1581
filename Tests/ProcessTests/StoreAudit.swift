import Bus
import Host
import TownModel
import Wire
import ZeroMQBus

/// Compares what a store holds with what it was sent and has answered. Each fault is a sentence.
struct StoreAudit: Sendable {
    let store: LoneStore
    let sent: SentCommands
    /// How many of the commands were sent again and answered by an audit before.
    let sentAgain: Int
    private(set) var faults: [String] = []
    /// From the start of the process to the first answer.
    private(set) var opened: Duration = .zero

    private static let headers = RequestHeaders(actor: .overseer, key: LoneStore.key)

    init(_ store: LoneStore, _ sent: SentCommands, sentAgain: Int = 0) {
        self.store = store
        self.sent = sent
        self.sentAgain = sentAgain
    }

    /// Everything, on a store that has just been started and has no other client.
    mutating func run() async throws {
        opened = try await Self.firstAnswer(of: store)
        let bus = try store.connect()
        let before = try await log(over: bus)
        judgeAcknowledged(by: before)
        try await sendAgain(before, over: bus)
        let after = try await log(over: bus)
        judgeBeads(try await beads(over: bus), by: after)
        try await readThrough(over: bus, events: after.count)
        await bus.close()
    }

    /// A client of its own for each try: one that met no store waits before it looks again.
    static func firstAnswer(of store: LoneStore) async throws -> Duration {
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(30) {
            let bus = try store.connect()
            let answer = await answer(over: bus)
            await bus.close()
            if let answer { return start.duration(to: answer) }
        }
        throw BusError.away(endpoint: store.layout.requestEndpoint)
    }

    /// When the store answered a question; nil when it has not within a moment.
    private static func answer(over bus: ZeroMQBus) async -> ContinuousClock.Instant? {
        let id = CommandID(composed: "open")
        let request = Request(
            id: id, kind: .query, verb: WhoAmI.verb, headers: headers, body: JSONText.encode(WhoAmI()))
        // Losing the error is right: it says that there is no answer yet.
        let answer = try? await bus.request(request, within: .milliseconds(20))
        return answer == nil ? nil : .now
    }

    private mutating func log(over bus: ZeroMQBus) async throws -> [TownEvent] {
        var events: [TownEvent] = []
        var page: EventPage
        repeat {
            let after = events.last?.sequence ?? 0
            let id = CommandID(composed: "log", "\(after)")
            page = try await bus.query(
                EventsSince(after: after), id: id, headers: Self.headers, within: .seconds(30)
            ).reply
            events += try page.events.map { try CloudEvent.decode(Array($0.utf8)) }
        } while page.after < page.head
        for (place, event) in events.enumerated() where event.sequence != Int64(place + 1) {
            faults.append("event \(event.sequence) stands at place \(place + 1) of the log")
            break
        }
        return events
    }

    /// Acknowledged is stored, under its version, once; what is stored was sent, and is there once.
    private mutating func judgeAcknowledged(by log: [TownEvent]) {
        let causes = changes(in: log)
        for entry in sent.entries {
            let events = causes[entry.id.text] ?? []
            if events.count > 1 { faults.append("\(entry.id) was carried out \(events.count) times") }
            guard let answer = entry.answer else { continue }
            let stored = events.first?.data.bead
            if stored?.id != answer.id || stored?.version != answer.version {
                faults.append(
                    "\(entry.id) was acknowledged as \(answer.id) version \(answer.version); the log has "
                        + (stored.map { "\($0.id) version \($0.version)" } ?? "nothing"))
            }
        }
        let known = Set(sent.entries.map(\.id.text))
        for cause in causes.keys where !known.contains(cause) { faults.append("nobody sent \(cause)") }
    }

    /// Under the same id each gets the answer that it got, and is not carried out a second time.
    private mutating func sendAgain(_ log: [TownEvent], over bus: ZeroMQBus) async throws {
        let stored = changes(in: log)
        for entry in sent.entries.dropFirst(sentAgain) {
            switch await sent.send(entry.body, id: entry.id, over: bus) {
            case .done(let bead, let already):
                if let answer = entry.answer, bead != answer { faults.append("\(entry.id) has another answer now") }
                if already != (stored[entry.id.text] != nil) {
                    faults.append("\(entry.id): \(already ? "not in the log, and called" : "in the log, and not") done")
                }
            case .refused, .unanswered: faults.append("\(entry.id) has no answer when it is sent again")
            }
        }
    }

    private mutating func judgeBeads(_ beads: [Bead], by log: [TownEvent]) {
        var last: [BeadID: Bead] = [:]
        for entry in sent.entries {
            guard let answer = entry.answer, answer.version >= last[answer.id]?.version ?? 0 else { continue }
            last[answer.id] = answer
        }
        let made = log.count { $0.kind == .beadCreated }
        if beads.count != made || last.count != made {
            faults.append("\(beads.count) beads stored, \(last.count) acknowledged, \(made) made by the log")
        }
        for bead in beads where last[bead.id] != bead { faults.append("\(bead.id) is not as it was acknowledged") }
    }

    private func changes(in log: [TownEvent]) -> [String: [TownEvent]] {
        Dictionary(grouping: log.filter { $0.data.bead != nil }, by: \.cause)
    }

    private func beads(over bus: ZeroMQBus) async throws -> [Bead] {
        var beads: [Bead] = []
        var after: String?
        repeat {
            let list = BeadList(
                selection: BeadSelection(includeClosed: true), limit: WireLimits.pageRowsMax, after: after)
            let id = CommandID(composed: "beads", after ?? "first")
            let page = try await bus.query(list, id: id, headers: Self.headers, within: .seconds(30)).reply
            beads += page.beads
            after = page.next
        } while after != nil
        return beads
    }

    /// Every page and index of the ledger, and of each copy of it that has its name.
    private mutating func readThrough(over bus: ZeroMQBus, events: Int) async throws {
        for path in [store.layout.ledger] + LedgerCopies(store.layout).all.map(\.path) {
            let answer = try await bus.request(
                Request(
                    id: CommandID(composed: "verify", path), kind: .query, verb: BackupVerify.verb,
                    headers: Self.headers, body: JSONText.encode(BackupVerify(path: path))), within: .seconds(30))
            switch answer.result {
            case .error(let error): faults.append("\(path): \(error.message)")
            case .ok(let body):
                let facts = try JSONText.decode(BackupFacts.self, from: body)
                if path == store.layout.ledger, facts.sequence != Int64(events) {
                    faults.append("the ledger ends at \(facts.sequence), its log at \(events)")
                }
            }
        }
    }
}
