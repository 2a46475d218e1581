import TownModel

/// Boot: is the Deacon making progress? Counted in heartbeats, as the Deacon counts: a clock that jumps, a laptop that
/// slept, a paused Mayor end nobody.
extension State {
    mutating func deaconBeat(_ process: ProcessIdentity, _ turns: Int64) -> [Effect] {
        guard boot.process == process else {
            boot = Boot(process: process, turns: turns)
            return []
        }
        let hasProgress = boot.turns != turns
        boot.beatsWithoutProgress = hasProgress ? 0 : boot.beatsWithoutProgress + 1
        boot.turns = turns
        boot.ownBeatsSince = 0
        return boot.beatsWithoutProgress == Limits.deaconBeatsWithoutProgressMax ? endDeacon() : []
    }

    /// The Mayor hears itself through the store, as it hears the Deacon: who was not heard meanwhile is silent.
    mutating func ownBeat(at now: Timestamp) -> [Effect] {
        boot.ownBeatsSince += 1
        if boot.ownBeatsSince == Limits.ownBeatsMax { return endDeacon() }
        guard boot.ownBeatsSince == Limits.ownBeatsUntilTold else { return [] }
        return [
            .escalate(
                source: "boot/deacon", severity: .high,
                text: "The Deacon has not been heard for minutes and is not running: nobody ends a frozen service. "
                    + "See `gt logs deacon`, then `gt up deacon`.",
                since: now, about: nil)
        ]
    }

    /// Which process that is was heard, or listed; without either there is nobody to end.
    private func endDeacon() -> [Effect] {
        boot.process.map { [.endDeacon($0)] } ?? []
    }

    func deaconEnded(_ process: ProcessIdentity, _ outcome: EndOutcome, at now: Timestamp) -> [Effect] {
        let text: String
        switch outcome {
        // Its supervisor's to start again.
        case .absent: return []
        case .killed:
            text =
                "The Deacon (pid \(process.pid)) was frozen: it was ended, its supervisor starts it again. "
                + "If this comes back, see `gt logs deacon`."
        case .failed(let reason):
            text = "The Deacon (pid \(process.pid)) is frozen and can't be ended: \(reason). End it by hand."
        }
        return [.escalate(source: "boot/deacon", severity: .high, text: text, since: now, about: nil)]
    }
}
