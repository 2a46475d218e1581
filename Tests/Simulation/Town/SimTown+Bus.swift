import Bus
import LedgerStorage
import TownModel
import TownTesting
import Wire

/// A request on its way to the store, and who waits for its answer.
struct SimArrival {
    var request: Request
    var ticket: Ticket

    /// Whatever is answered, and however often, counts once.
    final class Ticket {
        private var then: ((Answer?) throws -> Void)?

        init(_ then: @escaping (Answer?) throws -> Void) { self.then = then }

        func finish(_ answer: Answer?) throws {
            let then = then
            self.then = nil
            try then?(answer)
        }
    }
}

/// The bus and the store: what is sent may be lost, late, or there twice; the store takes what has arrived as one
/// batch, and may die before or after its commit.
extension SimTown {
    func ask<Q: Query>(_ query: Q, key: String, then: @escaping (Answer?) throws -> Void) {
        serial += 1
        request(
            Request(
                id: CommandID(composed: "ask/\(serial)"), kind: .query, verb: Q.verb,
                headers: RequestHeaders(key: key), body: JSONText.encode(query)), then: then)
    }

    func request(_ request: Request, then: @escaping (Answer?) throws -> Void) {
        let arrival = SimArrival(request: request, ticket: SimArrival.Ticket(then))
        for _ in 0..<(mishap(5, .requestTwice) ? 2 : 1) where !mishap(4, .requestLost) {
            let delay = mishap(4, .requestLate) ? random(500...9000) : random(1...40)
            after(delay) { [self] in arrive(arrival) }
        }
        after(5000) { try arrival.ticket.finish(nil) }
    }

    private func arrive(_ arrival: SimArrival) {
        guard now >= storeDownUntil else { return }
        arrived.append(arrival)
        if arrived.count == 1 { after(random(0...4)) { [self] in try takeTurn() } }
    }

    private func takeTurn() throws {
        let batch = arrived
        arrived = []
        if mishap(1, .storeDied) { stopStore() }
        guard now >= storeDownUntil, !batch.isEmpty else { return }
        let commands = batch.filter { $0.request.kind == .command }
        if commands.count > 1 { sight(.batchOfSeveral) }
        if !commands.isEmpty { try serve(commands) }
        guard now >= storeDownUntil else { return }
        for query in batch where query.request.kind == .query {
            var answer = try store.answer(query.request)
            if mishap(2, .queryFailed) { answer.result = .error(WireError(.bug, "the disk could not be read")) }
            judge.answered(query.request, answer)
            deliver(answer, to: query.ticket)
        }
    }

    /// One transaction; then everybody is told, then everybody is answered; or nobody, when the store dies in between.
    private func serve(_ commands: [SimArrival]) throws {
        let dies = mishap(1, .storeDiedAfterCommit)
        try store.serve(commands.map(\.request)) { [self] in
            let fresh = try committed()
            if !dies { publish(fresh) }
        } answer: { [self] index, answer in
            let command = commands[index]
            judge.answered(command.request, answer)
            if dies { return }
            if mishap(3, .answeredAgain) { try judge.repeated(command.request, answer, store.answer(command.request)) }
            deliver(answer, to: command.ticket)
        }
        if dies { stopStore() }
    }

    private func deliver(_ answer: Answer, to ticket: SimArrival.Ticket) {
        guard !mishap(4, .answerLost) else { return }
        after(random(1...40)) { try ticket.finish(answer) }
    }

    func stopStore() {
        trace("the store dies")
        storeDownUntil = now + random(200...4000)
        arrived = []
        store.heard = [:]
        store.crash()
    }

    /// What was committed since the last look, decoded once for everybody.
    @discardableResult
    func committed() throws -> [TownEvent] {
        let fresh = store.published[seenEvents...].map { String(decoding: $0.bytes, as: UTF8.self) }
        seenEvents = store.published.count
        guard !fresh.isEmpty else { return [] }
        movedAt = now
        let events = try fresh.map(event)
        judge.committed(events)
        for event in events { trace("\(event.sequence) \(event.stream) \(event.kind.rawValue) \(event.subject)") }
        return events
    }

    func event(_ text: String) throws -> TownEvent {
        if let known = eventsByText[text] { return known }
        let event = try CloudEvent.decode(Array(text.utf8))
        eventsByText[text] = event
        return event
    }

    private func publish(_ events: [TownEvent]) {
        for event in events {
            for role in roles where event.stream == role.role.stream {
                for _ in 0..<(mishap(5, .eventTwice) ? 2 : 1) where !mishap(6, .eventLost) {
                    after(mishap(6, .eventLate) ? random(50...2000) : random(1...20)) { role.live(event) }
                }
            }
        }
    }

    // What the store does by itself.

    func beginSignals() {
        headAgain()
        heartbeatAgain()
        timersAgain()
    }

    private func headAgain() {
        after(now < movedAt + 10_000 ? 1000 : 5000) { [self] in
            if now >= storeDownUntil {
                let head = judge.head
                for role in roles where !mishap(10, .eventLost) { role.head(head) }
            }
            headAgain()
        }
    }

    private func heartbeatAgain() {
        after(10_000) { [self] in
            if now >= storeDownUntil {
                for beat in roles.compactMap({ $0.beat() }) where !mishap(5, .eventLost) {
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

    /// A word to whoever listens, passed on by the store as it is.
    func signal(topic: String, _ bytes: [UInt8]) {
        guard now >= storeDownUntil else { return }
        for role in roles where !mishap(5, .eventLost) {
            after(random(1...20)) { role.heard(topic: topic, bytes: bytes) }
        }
    }

    /// Nobody here listens to what roles signal but whoever counts it.
    func signal(_ request: Request) {
        guard request.verb == PatrolAwake.verb else { return }
        awakened += 1
    }

    private func timersAgain() {
        after(1000) { [self] in
            if now >= storeDownUntil, !(try store.fireTimers().isEmpty) { publish(try committed()) }
            timersAgain()
        }
    }
}
