internal import TownModel
internal import Wire

/// How often whom was refused what, since the ledger was opened. In memory only: a quiet refusal writes nothing.
struct Refusals: Hashable, Sendable {
    private struct Key: Hashable, Sendable {
        var actor: Address?
        var code: ErrorCode
    }

    private(set) var total = 0
    private var lastTold: [Key: Timestamp] = [:]

    /// Counts one; true when it is the first of its actor and code in a minute.
    mutating func note(_ actor: Address?, _ code: ErrorCode, at now: Timestamp) -> Bool {
        total += 1
        let key = Key(actor: actor, code: code)
        // A clock that was set back must not silence what follows.
        if let last = lastTold[key],
            (0..<LedgerLimits.refusalEventMilliseconds).contains(now.milliseconds - last.milliseconds)
        {
            return false
        }
        if lastTold.count >= LedgerLimits.refusalKeysMax { lastTold.removeAll() }
        lastTold[key] = now
        return true
    }
}
