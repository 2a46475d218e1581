import TownModel

/// Boot: is the Deacon making progress? Nothing, or an escalation; the Deacon itself is its supervisor's to restart.
extension State {
    mutating func heard(_ turns: DeaconTurns) { boot.turns = turns }

    /// Compares what was heard since the last look. Turns, not times: a clock that jumps proves nothing.
    mutating func lookAtDeacon(at now: Timestamp) -> [Effect] {
        guard let due = boot.nextLook else {
            boot.nextLook = now.advanced(by: Limits.bootPeriod)
            return [.wake(at: now.advanced(by: Limits.bootPeriod))]
        }
        guard due <= now else { return [.wake(at: due)] }
        let hasProgress = boot.turns != nil && boot.turns != boot.seenAtLastLook
        boot.seenAtLastLook = boot.turns
        boot.looksWithoutProgress = hasProgress ? 0 : boot.looksWithoutProgress + 1
        if hasProgress { boot.isTold = false }
        let pause = boot.looksWithoutProgress == 1 ? Limits.bootSecondLook : Limits.bootPeriod
        let next = now.advanced(by: pause)
        boot.nextLook = next
        guard boot.looksWithoutProgress >= 2, !boot.isTold else { return [.wake(at: next)] }
        boot.isTold = true
        return [
            .escalate(
                source: "boot/deacon", severity: .high,
                text: boot.turns == nil
                    ? "The Deacon was not heard for 5 minutes: nobody ends a frozen service. See `gt health deacon`."
                    : "The Deacon makes no progress since turn \(boot.turns?.turns ?? 0): see `gt health deacon`.",
                since: now, about: nil),
            .wake(at: next),
        ]
    }
}
