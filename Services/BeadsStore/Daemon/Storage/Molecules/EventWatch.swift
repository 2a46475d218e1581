internal import TownModel
internal import Wire

/// What a gate waits for on the bus: an event whose topic fits a pattern, or a mail, as the event that tells of it.
struct EventWatch: Hashable {
    let kind: StepGate.Kind
    /// Of topics; of a mail, how its subject begins.
    let pattern: String

    /// nil when the gate waits for something else.
    init?(_ gate: StepGate) {
        guard [.mail, .event].contains(gate.kind), let subject = gate.subject else { return nil }
        self.init(kind: gate.kind, pattern: subject)
    }

    init(kind: StepGate.Kind, pattern: String) {
        self.kind = kind
        self.pattern = pattern
    }

    /// nil for a row of a later version.
    init?(kind: String, pattern: String) {
        guard let kind = StepGate.Kind(rawValue: kind) else { return nil }
        self.init(kind: kind, pattern: pattern)
    }

    /// Events of one of whose keys this is not don't fit: so that a hundred gates for beads by their ids are not looked
    /// at for every event.
    var key: String {
        if kind == .mail { return EventKind.mailSent.rawValue }
        let plain = TopicPattern(pattern).plainWords(atMost: 3)
        return plain.count < 2 ? "" : plain.joined(separator: ".")
    }

    /// Of an event: of what is said of every one, of its kind, and of its kind and what it is about.
    static func keys(of topic: String) -> [String] {
        let words = topic.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
        return ["", words.prefix(2).joined(separator: "."), words.prefix(3).joined(separator: ".")]
    }

    /// Events of one kind alone fit.
    var eventKind: String? {
        let words = key.split(separator: ".").prefix(2)
        return words.isEmpty ? nil : words.joined(separator: ".")
    }

    /// - Parameter subject: of the mail that the event tells of.
    func fits(topic: String, mail subject: () -> String?) -> Bool {
        switch kind {
        case .mail: subject()?.hasPrefix(pattern) == true
        case .event: TopicPattern(pattern).matches(topic)
        case .human, .timer, .bead, .exec, .forgeRun, .forgePull: false
        }
    }

    /// What a mail's event in our own log says.
    static func mailSubject(_ bytes: [UInt8]) -> String? {
        do throws(WireError) {
            return try CloudEvent.decode(bytes).data.mail?.subject
        } catch {
            preconditionFailure("an event of the log can't be read: \(error.message)")
        }
    }
}

extension Database {
    /// Notes which watches these events fit: the gates open by a timer that is due at once and is set in the transaction that
    /// the events are in, so that none is lost and nobody's command waits for, or fails by, what an open gate leads to.
    ///
    /// Costs a look at an empty table where no gate waits for anything on the bus.
    func noteWatched(_ events: [LoggedEvent], epoch: Int64, at now: Timestamp) throws(SQLiteFailure) {
        guard let last = events.last, try int("SELECT 1 FROM watches LIMIT 1") != nil else { return }
        var byKey: [String: [LoggedEvent]] = [:]
        for event in events {
            for key in EventWatch.keys(of: event.topic) { byKey[key, default: []].append(event) }
        }
        var isFound = false
        for (key, events) in byKey {
            let watches = try rows("SELECT kind, pattern FROM watches WHERE key = ?", [.text(key)]) {
                (row) throws(SQLiteFailure) in EventWatch(kind: row.text(0), pattern: row.text(1))
            }
            for watch in watches.compactMap(\.self) {
                let newest = events.last { event in
                    watch.fits(topic: event.topic) {
                        event.kind == .mailSent ? EventWatch.mailSubject(event.bytes) : nil
                    }
                }
                guard let newest else { continue }
                isFound = true
                try run(
                    "UPDATE watches SET fit = ? WHERE kind = ? AND pattern = ?", .int(newest.sequence),
                    .text(watch.kind.rawValue), .text(watch.pattern))
            }
        }
        if isFound { try set(.watches, due: now, cause: "\(epoch)-\(last.sequence)") }
    }
}
