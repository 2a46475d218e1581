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
        try fact(TownLimits.self, CapacityMeta.limits) ?? TownLimits()
    }

    func schedulerHold(_ rig: RigName?) throws(LedgerError) -> SchedulerHold? {
        try fact(SchedulerHold.self, CapacityMeta.hold(rig))
    }

    func hostPressure(_ rig: RigName) throws(LedgerError) -> HostPressure? {
        try fact(HostPressure.self, CapacityMeta.pressure(rig))
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

    func roomShelf(at now: Timestamp) throws(LedgerError) -> RoomShelf {
        RoomShelf(counts: try roomCounts(), stopped: try stopReason(), now: now)
    }

    /// What is the same for every entry, or for every one of a rig, is read once.
    func roomFacts(
        _ entry: DispatchEntry, _ rig: Rig, _ shelf: inout RoomShelf
    ) throws(LedgerError) -> RoomFacts {
        let capacity: RigCapacity
        if let known = shelf.capacities[rig.name] {
            capacity = known
        } else {
            capacity = try self.capacity(of: rig.name, at: shelf.now)
            shelf.capacities[rig.name] = capacity
        }
        return RoomFacts(entry: entry, rig: rig, counts: shelf.counts, capacity: capacity, stopped: shelf.stopped)
    }

    /// Why an entry is not begun, what a person decides first; empty: it may begin.
    func roomHolds(_ entry: DispatchEntry, _ rig: Rig, _ shelf: inout RoomShelf) throws(LedgerError) -> [RoomHold] {
        RoomRule.holds(try roomFacts(entry, rig, &shelf), at: shelf.now)
    }
}

/// What decides about room, of one moment: what was read for one entry serves the next.
struct RoomShelf {
    let counts: RoomCounts
    let stopped: String?
    let now: Timestamp
    var capacities: [RigName: RigCapacity] = [:]

    init(counts: RoomCounts, stopped: String?, now: Timestamp) {
        self.counts = counts
        self.stopped = stopped
        self.now = now
    }
}
