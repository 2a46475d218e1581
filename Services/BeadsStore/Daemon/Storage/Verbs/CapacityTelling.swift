internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Telling Witnesses what decides about room, whole, whenever it has changed: they follow their rig's stream alone.
extension Transaction {
    func tellCapacity(of rig: RigName, note: String) throws(LedgerError) {
        try emit(
            .capacityChanged, in: .rig(rig), subject: rig.text,
            EventData(capacity: try capacity(of: rig, at: now), note: note))
    }

    func tellCapacity(note: String, where wanted: (Rig) throws(LedgerError) -> Bool) throws(LedgerError) {
        for rig in try rigs() where rig.state != .removed {
            if try wanted(rig) { try tellCapacity(of: rig.name, note: note) }
        }
    }

    func keep(_ limits: TownLimits) throws(LedgerError) {
        guard try townLimits() != limits else { return }
        try setMeta(CapacityMeta.limits, limits == TownLimits() ? nil : JSONText.text(limits))
        try tellCapacity(note: "the town's limits are others") { (_) throws(LedgerError) in true }
    }

    /// A session's process is gone. Where a cap of several rigs was full, another rig may begin one now.
    func tellRoom(after assignment: Assignment) throws(LedgerError) {
        let limits = try townLimits()
        guard limits.polecatsMax != nil || limits.presets != nil else { return }
        let counts = try roomCounts()
        let townWasFull = limits.polecatsMax.map { counts.town + 1 >= $0 } ?? false
        let presetWasFull =
            limits.presets?[assignment.preset].map { (counts.presets[assignment.preset] ?? 0) + 1 >= $0 } ?? false
        guard townWasFull || presetWasFull else { return }
        try tellCapacity(note: "a place is free") { (rig) throws(LedgerError) in
            guard rig.name != assignment.rig else { return false }
            return try exists("SELECT 1 FROM dispatch WHERE rig = ? LIMIT 1", .text(rig.name.text))
        }
    }

    /// Nobody is begun with this preset until its provider answers again. Sessions that meet one limit name its end a little
    /// differently: that is told, and believed, once.
    func note(_ limit: ProviderLimit) throws(LedgerError) {
        let name = CapacityMeta.limit(limit.preset)
        let before = try fact(ProviderLimit.self, name)
        let known = before.flatMap { $0.until > now ? $0.until.advanced(by: CapacityLimits.sameLimit) : nil } ?? now
        guard limit.until > known else { return }
        try setMeta(name, JSONText.text(limit))
        try tellCapacity(note: "the provider of \(limit.preset) has met its limit until \(limit.until)") {
            (rig) throws(LedgerError) in rig.state == .active
        }
    }

    /// A person knows better.
    func forgetLimit(of preset: String) throws(LedgerError) {
        guard try providerLimits().contains(where: { $0.preset == preset }) else {
            throw .refuse(
                .notFound, "the provider of \(preset) has met no limit", about: preset, hint: "gt scheduler status")
        }
        try setMeta(CapacityMeta.limit(preset), nil)
        try tellCapacity(note: "\(preset) is begun again") { (_) throws(LedgerError) in true }
    }
}

enum CapacityLimits {
    /// Ends that lie closer together are of one limit.
    static let sameLimit: Duration = .seconds(60)
}
