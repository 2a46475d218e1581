internal import TownModel
internal import Wire

/// A key that was rotated while the role runs: read again from its file, and nothing is lost on the way.
extension RoleMachine {
    /// What went out with the key `sent` was refused, because the store does not know that. False when looking at the
    /// file has not helped so often that the process ends.
    mutating func tryAnotherKey(afterRefusalOf sent: String?, _ error: WireError) -> Bool {
        guard sent == key, !isRenewingKey else { return true }
        guard keyRefusals < RuntimeLimits.keyLooksMax else {
            end(error.exitOnStart, "the store does not know the key of \(body.role): \(error.message)")
            return false
        }
        keyRefusals += 1
        isRenewingKey = true
        actions.append(.renewKey)
        return true
    }

    /// With another key everything that waits goes out at once.
    mutating func keyFound(_ found: String?) {
        isRenewingKey = false
        guard let found, found != key else { return }
        key = found
        keyRefusals = 0
        clock.asksAgainAt = nil
        for subject in subjects {
            guard case .command(var head) = queues[subject]?.words.first, !head.isInFlight else { continue }
            head.retryAt = nil
            queues[subject]?.words[0] = .command(head)
        }
    }
}
