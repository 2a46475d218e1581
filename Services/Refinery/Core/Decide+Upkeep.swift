import TownModel

// The daily upkeep of the rig's clone and of its gates' logs: looked for on patrol, done when nothing waits.
extension State {
    mutating func upkeep(at now: Timestamp) -> [Effect] {
        guard mayWork, let rig, !isUpkeeping, let upkeepAt, now >= upkeepAt else { return [] }
        // A queue that is never empty puts it off, but not for ever.
        let isOverdue = upkeepAt.advanced(by: Limits.upkeepPutOff) <= now
        guard isOverdue || isIdle else { return [] }
        isUpkeeping = true
        return [
            .maintain(
                target: rig.settings.target, hasRemote: rig.remote != nil,
                sparing: Spared(requests.values, prefix: rig.prefix),
                at: now)
        ]
    }

    mutating func maintained(_ report: UpkeepReport, at now: Timestamp) -> [Effect] {
        isUpkeeping = false
        switch report {
        case .done(let next):
            upkeepAt = next
            return []
        case .failed(let reason):
            upkeepAt = now.advanced(by: Limits.upkeepAgain)
            return rig.map { [.escalate(.unkept($0.name, reason: reason, at: now))] } ?? []
        }
    }

    private var isIdle: Bool {
        requests.isEmpty && lanes.values.allSatisfy { $0.work == .idle && $0.runs.isEmpty }
    }
}
