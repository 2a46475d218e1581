import TownModel

extension State {
    /// Claims as many waiting beads as there is room for: the most urgent first, then the oldest. Whoever is not claimed yet
    /// waits in the queue, where others can be more urgent; who is claimed is at once at work.
    mutating func claims(at now: Timestamp) -> [Effect] {
        guard let rig, rig.state == .active, !isStopped else { return [] }
        // A session counts until no process of it is left, also when its work is handed in.
        let live = workers.values.count { $0.session != nil }
        let beginning = workers.values.count(where: \.isBeginning)
        var room = min(rig.settings.polecatsMax - live, WitnessLimits.startsMax - beginning) - claiming.count
        var effects: [Effect] = []
        let waiting = dispatch.values.filter { !claiming.contains($0.bead) }
            .sorted { ($0.priority, $0.enqueuedAt, $0.bead) < ($1.priority, $1.enqueuedAt, $1.bead) }
        // What has begun is to end, also when nothing waits for it any more.
        guard room > 0, !waiting.isEmpty || capacity.pressure != nil else { return [] }
        guard let looks = lookForRoom(at: now) else { return [] }
        guard looks.isEmpty else { return looks }
        for entry in waiting where room > 0 {
            if let moment = entry.notBefore, moment > now {
                effects.append(.wake(at: moment))
                continue
            }
            if let moment = limited(entry, in: rig, at: now) {
                effects.append(.wake(at: moment))
                continue
            }
            claiming.insert(entry.bead)
            room -= 1
            effects.append(.sayClaim(entry.bead, attempt: entry.attempt))
        }
        return effects
    }
}
