internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Where the ledger keeps what decides about room: the town's own facts, a handful of rows.
enum CapacityMeta {
    static let limits = "town.limits"

    /// - Parameter rig: nil: of the whole town.
    static func hold(_ rig: RigName?) -> String { rig.map { "scheduler.hold/\($0)" } ?? "scheduler.hold" }
    static func pressure(_ rig: RigName) -> String { "host.pressure/\(rig)" }
    static func limit(_ preset: String) -> String { "provider.limit/\(preset)" }
}

extension LedgerReader {
    func townLimits() throws(LedgerError) -> TownLimits {
        try value(TownLimits.self, "SELECT value FROM meta WHERE name = ?", .text(CapacityMeta.limits)) ?? TownLimits()
    }

    func schedulerHold(_ rig: RigName?) throws(LedgerError) -> SchedulerHold? {
        try value(SchedulerHold.self, "SELECT value FROM meta WHERE name = ?", .text(CapacityMeta.hold(rig)))
    }

    func hostPressure(_ rig: RigName) throws(LedgerError) -> HostPressure? {
        try value(HostPressure.self, "SELECT value FROM meta WHERE name = ?", .text(CapacityMeta.pressure(rig)))
    }

    /// By preset; those that are over too.
    func providerLimits() throws(LedgerError) -> [ProviderLimit] {
        try values(
            ProviderLimit.self, "SELECT value FROM meta WHERE name >= ?1 AND name < ?1 || '~' ORDER BY name",
            .text(CapacityMeta.limit("")))
    }

    func capacity(of rig: RigName, at now: Timestamp) throws(LedgerError) -> RigCapacity {
        let hold = try schedulerHold(nil)
        return RigCapacity(
            limits: try townLimits(), hold: try hold == nil ? schedulerHold(rig) : hold,
            limited: try providerLimits().filter { $0.until > now }, pressure: try hostPressure(rig))
    }

    /// Residents are not counted: a person begins them.
    func roomCounts() throws(LedgerError) -> RoomCounts {
        let found = try rows(
            """
            SELECT s.rig, a.value ->> '$.preset', count(*)
            FROM sessions s JOIN assignments a ON a.number = s.assignment
            WHERE s.state <> 'ended' AND s.assignment <> 0 GROUP BY 1, 2
            """
        ) { (row) throws(SQLiteFailure) in (RigName(row.text(0)), row.text(1), Int(row.int(2))) }
        var counts = RoomCounts()
        for (rig, preset, count) in found {
            if let rig { counts.rigs[rig, default: 0] += count }
            counts.presets[preset, default: 0] += count
        }
        return counts
    }

    func roomFacts(
        _ entry: DispatchEntry, _ rig: Rig, counts: RoomCounts? = nil, at now: Timestamp
    ) throws(LedgerError) -> RoomFacts {
        let present = try counts == nil ? roomCounts() : counts
        return RoomFacts(
            entry: entry, rig: rig, counts: present ?? RoomCounts(), capacity: try capacity(of: rig.name, at: now),
            stopped: try stopReason())
    }
}
