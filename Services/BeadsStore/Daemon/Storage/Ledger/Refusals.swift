package import TownModel
package import Wire

/// Whom something was refused: what is known of him.
struct Asker: Hashable, Sendable {
    var actor: Address?
    /// The name that the remote's key has, or had.
    var remote: KeyName?
}

/// How often whom was refused what, since the ledger was opened. In memory only: a quiet refusal writes nothing.
package struct Refusals: Hashable, Sendable {
    private struct Key: Hashable, Sendable {
        var asker: Asker
        var code: ErrorCode
    }

    private struct Entry: Hashable, Sendable {
        var count = 0
        var last: Timestamp
        /// When the town was told.
        var told: Timestamp?
    }

    package private(set) var total = 0
    private var entries: [Key: Entry] = [:]

    package init() {}

    /// Counts one; true when it is the first of its asker and code in a minute.
    mutating func note(_ asker: Asker, _ code: ErrorCode, at now: Timestamp) -> Bool {
        total += 1
        let key = Key(asker: asker, code: code)
        if entries[key] == nil, entries.count >= LedgerLimits.refusalKeysMax { entries.removeAll() }
        var entry = entries[key] ?? Entry(last: now)
        entry.count += 1
        entry.last = now
        // A clock that was set back must not silence what follows.
        let isQuiet = entry.told.map {
            (0..<LedgerLimits.refusalEventMilliseconds).contains(now.milliseconds - $0.milliseconds)
        }
        if isQuiet != true { entry.told = now }
        entries[key] = entry
        return isQuiet != true
    }

    /// A request that was refused before the ledger saw it.
    package mutating func note(_ question: RefusedQuestion) {
        _ = note(question.asker, question.code, at: question.at)
    }

    /// These and those, the latest first, as far as they are shown.
    func counts(with others: Refusals) -> [RefusalCount] {
        var sum = entries
        for (key, entry) in others.entries {
            var both = sum[key] ?? Entry(last: entry.last)
            both.count += entry.count
            both.last = max(both.last, entry.last)
            sum[key] = both
        }
        let counts = sum.map { key, entry in
            RefusalCount(
                actor: key.asker.actor, key: key.asker.remote, code: key.code, count: entry.count, lastAt: entry.last)
        }
        let sorted = counts.sorted {
            ($1.lastAt, $0.actor?.description ?? "", $0.key?.text ?? "", $0.code.rawValue)
                < ($0.lastAt, $1.actor?.description ?? "", $1.key?.text ?? "", $1.code.rawValue)
        }
        return Array(sorted.prefix(LedgerLimits.refusalsShownMax))
    }
}

/// A question that was forbidden, or a request that could not be read: told to whoever counts.
package struct RefusedQuestion: Hashable, Sendable {
    let asker: Asker
    let code: ErrorCode
    let at: Timestamp

    init(asker: Asker, code: ErrorCode, at: Timestamp) {
        self.asker = asker
        self.code = code
        self.at = at
    }

    /// Of a request that could not be read: nobody knows who sent it, unless a remote's key says so.
    package init(malformed code: ErrorCode, from remote: KeyName?, at now: Timestamp) {
        self.init(asker: Asker(remote: remote), code: code, at: now)
    }
}
