import Bus

/// The requests that wait for an answer: when each is sent again, when each is given up. Owned by the pump.
struct OutstandingRequests {
    typealias Moment = ContinuousClock.Instant
    typealias Outcome = Result<[[UInt8]], BusError>

    private struct Entry {
        let id: [UInt8]
        let frames: [[UInt8]]
        let deadline: Moment
        let caller: CheckedContinuation<Outcome, Never>
        var schedule = RetrySchedule()
        /// nil while it waits to be sent.
        var sendAgainAt: Moment?
    }

    private var entries: [UInt64: Entry] = [:]
    /// Tickets by request id: two callers may wait for one.
    private var tickets: [[UInt8]: [UInt64]] = [:]
    /// Those to be sent now, oldest first; may name some that are gone.
    private var unsent: [UInt64] = []

    var isEmpty: Bool { entries.isEmpty }
    var hasUnsent: Bool { !unsent.isEmpty }

    mutating func add(_ ticket: UInt64, _ order: RequestOrder) {
        entries[ticket] = Entry(
            id: order.frames[1], frames: order.frames, deadline: order.deadline, caller: order.caller)
        tickets[order.frames[1], default: []].append(ticket)
        unsent.append(ticket)
    }

    /// Hands the frames of the unsent to `send` until it says that no more will go.
    mutating func sendUnsent(at now: Moment, _ send: ([[UInt8]]) -> Bool) {
        var done = 0
        for ticket in unsent {
            if let entry = entries[ticket] {
                guard send(entry.frames) else { break }
                let pause = entries[ticket]?.schedule.next() ?? .zero
                entries[ticket]?.sendAgainAt = now + pause
            }
            done += 1
        }
        unsent.removeFirst(done)
    }

    /// Marks what is due, gives back the callers whose time is over.
    mutating func turn(at now: Moment) -> [CheckedContinuation<Outcome, Never>] {
        var expired: [CheckedContinuation<Outcome, Never>] = []
        for (ticket, entry) in entries {
            if entry.deadline <= now {
                if let caller = remove(ticket) { expired.append(caller) }
            } else if let moment = entry.sendAgainAt, moment <= now {
                entries[ticket]?.sendAgainAt = nil
                unsent.append(ticket)
            }
        }
        return expired
    }

    /// A new connection: what was sent on the old one may be lost.
    mutating func sendAllAgain() {
        for ticket in entries.keys.sorted() where entries[ticket]?.sendAgainAt != nil {
            entries[ticket]?.sendAgainAt = nil
            entries[ticket]?.schedule = RetrySchedule()
            unsent.append(ticket)
        }
    }

    mutating func answered(_ id: [UInt8]) -> [CheckedContinuation<Outcome, Never>] {
        (tickets[id] ?? []).compactMap { remove($0) }
    }

    mutating func remove(_ ticket: UInt64) -> CheckedContinuation<Outcome, Never>? {
        guard let entry = entries.removeValue(forKey: ticket) else { return nil }
        tickets[entry.id]?.removeAll { $0 == ticket }
        if tickets[entry.id]?.isEmpty == true { tickets[entry.id] = nil }
        return entry.caller
    }

    mutating func removeAll() -> [CheckedContinuation<Outcome, Never>] {
        defer { self = OutstandingRequests() }
        return entries.values.map(\.caller)
    }

    /// When `turn` has something to do next.
    var nextMoment: Moment? {
        entries.values.map { min($0.deadline, $0.sendAgainAt ?? $0.deadline) }.min()
    }
}

/// One request as a caller posts it.
struct RequestOrder: Sendable {
    var frames: [[UInt8]]
    var deadline: ContinuousClock.Instant
    var caller: CheckedContinuation<OutstandingRequests.Outcome, Never>
}
