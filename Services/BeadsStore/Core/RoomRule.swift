package import TownModel

/// Sessions of polecats whose process may be there, of one moment.
package struct RoomCounts: Hashable, Sendable {
    package var rigs: [RigName: Int]
    package var presets: [String: Int]

    package init(rigs: [RigName: Int] = [:], presets: [String: Int] = [:]) {
        self.rigs = rigs
        self.presets = presets
    }

    package var town: Int { rigs.values.reduce(0, +) }
}

/// A row of a dispatch queue, with all that decides whether it may be begun.
package struct RoomFacts: Hashable, Sendable {
    package var entry: DispatchEntry
    package var rig: Rig
    package var counts: RoomCounts
    package var capacity: RigCapacity
    /// Why the town is stopped; nil while it runs.
    package var stopped: String?

    package init(
        entry: DispatchEntry, rig: Rig, counts: RoomCounts, capacity: RigCapacity = RigCapacity(),
        stopped: String? = nil
    ) {
        self.entry = entry
        self.rig = rig
        self.counts = counts
        self.capacity = capacity
        self.stopped = stopped
    }

    package var preset: String { entry.preset ?? rig.settings.agent }
}

/// The one rule by which a polecat is admitted: the claim asks it, and so does everybody who tells why one is not begun. Pure.
package enum RoomRule {
    /// What stands in the way now, what a person decides first; empty: it may begin.
    package static func holds(_ facts: RoomFacts, at now: Timestamp) -> [RoomHold] {
        decided(facts, at: now) + full(facts) + pressed(facts, at: now)
    }

    private static func decided(_ facts: RoomFacts, at now: Timestamp) -> [RoomHold] {
        var holds: [RoomHold] = []
        if let reason = facts.stopped { holds.append(RoomHold(.stopped, "the town is stopped: \(reason)")) }
        if facts.rig.state != .active {
            holds.append(RoomHold(.parked, "\(facts.rig.name) is \(facts.rig.state.rawValue)"))
        }
        if let hold = facts.capacity.hold {
            holds.append(RoomHold(.paused, "it is paused \(hold.words)"))
        }
        if let moment = facts.entry.notBefore, moment > now {
            holds.append(RoomHold(.rest, "\(facts.entry.bead) rests until \(moment)", until: moment))
        }
        return holds
    }

    /// Caps count sessions until no process of theirs is left.
    private static func full(_ facts: RoomFacts) -> [RoomHold] {
        var holds: [RoomHold] = []
        if let most = facts.capacity.limits.polecatsMax, facts.counts.town >= most {
            holds.append(
                RoomHold(.town, "the town has \(facts.counts.town) polecats at work, its limit is \(most)"))
        }
        let running = facts.counts.rigs[facts.rig.name] ?? 0
        if running >= facts.rig.settings.polecatsMax {
            holds.append(
                RoomHold(
                    .rig,
                    "\(facts.rig.name) has \(running) polecats at work, its limit is \(facts.rig.settings.polecatsMax)")
            )
        }
        let same = facts.counts.presets[facts.preset] ?? 0
        if let most = facts.capacity.limits.presets?[facts.preset], same >= most {
            holds.append(RoomHold(.preset, "\(same) polecats work with \(facts.preset), its limit is \(most)"))
        }
        return holds
    }

    private static func pressed(_ facts: RoomFacts, at now: Timestamp) -> [RoomHold] {
        var holds: [RoomHold] = []
        if let limit = facts.capacity.limited.first(where: { $0.preset == facts.preset && $0.until > now }) {
            holds.append(
                RoomHold(
                    .provider, "the provider of \(limit.preset) has met its limit until \(limit.until)",
                    until: limit.until))
        }
        if let pressure = facts.capacity.pressure {
            holds.append(
                RoomHold(pressure.kind == .load ? .load : .memory, "\(pressure.text), since \(pressure.since)"))
        }
        return holds
    }
}
