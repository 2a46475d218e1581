import ResidentCore
import TownModel

/// What a Witness does on patrol, one by one; most of it also follows from the state after each event.
extension State {
    /// What the state of things may ask for, whatever has happened.
    static let afterEachEvent: [WitnessReflex] = [
        .claimWork, .carryOn, .nudgeIdle, .attendCrew, .bringNudges, .surveySessions,
    ]

    mutating func carryOut(_ reflex: WitnessReflex, at now: Timestamp) -> [Effect] {
        switch reflex {
        case .retrySteps: return retrySteps(at: now)
        case .retryCrew:
            crew.retry(at: now)
            return []
        case .claimWork: return claims(at: now)
        case .carryOn: return workers.keys.sorted().flatMap { carryOn($0, at: now) }
        case .nudgeIdle: return workers.keys.sorted().flatMap { propel($0, at: now) }
        case .attendCrew: return crew.attend(isStopped: isStopped).map { .crew($0) }
        case .bringNudges: return nudging(at: now)
        case .surveySessions: return sweep(at: now)
        case .emptyTrash:
            guard rig != nil else { return [] }
            return [.emptyTrash(olderThan: now.advanced(by: .zero - WitnessLimits.trashAge))]
        case .seePlugins: return takePlugins(.ticked, at: now)
        }
    }

    /// Begins nothing: `carryOn` does, which finds them not begun.
    private mutating func retrySteps(at now: Timestamp) -> [Effect] {
        for (number, worker) in workers {
            guard let moment = worker.retryAt, moment <= now else { continue }
            workers[number]?.retryAt = nil
            workers[number]?.begun = nil
        }
        return []
    }
}
