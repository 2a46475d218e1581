package import TownModel

/// What is done with one step by whoever works at it.
extension Walk {
    /// A step that is ready is somebody's from now on.
    package mutating func claim(_ place: StepPlace, _ row: StepRow, by holder: String) {
        var row = row
        row.state = .claimed
        row.holder = holder
        row.attempt += 1
        row.beganAt = now
        row.note = nil
        put(row)
    }

    /// - Parameter children: molecules that it fans out into.
    package mutating func done(
        _ place: StepPlace, _ row: StepRow, by holder: String, output: [String: String], note: String?,
        children: Int = 0
    ) throws(Book.Failure) {
        var row = row
        row.state = .done
        row.waiting = children
        row.holder = holder
        row.attempt = max(row.attempt, 1)
        row.endedAt = now
        row.output.merge(output) { _, new in new }
        row.note = note
        put(row)
        try end(place, isDone: true)
    }

    /// A person has it left out.
    package mutating func skipped(_ place: StepPlace, _ row: StepRow, note: String) throws(Book.Failure) {
        var row = row
        row.state = .skipped
        row.endedAt = now
        row.note = note
        put(row)
        try end(place, isDone: false)
    }

    /// It is tried again if its formula says so: at once, or after a rest. Gives when the rest is over; nil: it is ready again,
    /// or has failed for good.
    package mutating func failed(
        _ place: StepPlace, _ row: StepRow, output: [String: String], note: String
    ) -> Timestamp? {
        var row = row
        row.output.merge(output) { _, new in new }
        row.note = note
        row.attempt = max(row.attempt, 1)
        guard let retry = place.graphNode.step.retry, row.attempt < retry.attemptsMax else {
            row.state = .failed
            put(row)
            return nil
        }
        let rest = retry.rest(after: row.attempt)
        guard rest > 0 else {
            row.state = .ready
            row.holder = nil
            put(row)
            return nil
        }
        row.state = .resting
        put(row)
        return now.advanced(by: .seconds(rest))
    }

    /// Whoever wants it may have it: its rest is over, it was given back, or a person has it tried once more.
    package mutating func free(_ row: StepRow) {
        var row = row
        row.state = .ready
        row.holder = nil
        row.endedAt = nil
        put(row)
        // Not `reached`: nothing has led to it but itself.
    }
}

extension RetryRule {
    /// Seconds between a try and the next: doubles, up to an hour.
    package func rest(after attempt: Int) -> Int64 {
        let doublings = min(max(attempt - 1, 0), 12)
        return min(backoffSeconds << Int64(doublings), max(backoffSeconds, 3600))
    }
}
