/// `[limits]` of the town's file: how much of the town's work may run at once, on this machine.
package struct TownLimits: Hashable, Sendable, Codable {
    /// Polecats with a live session in all rigs together; nil: as many as the rigs have.
    package var polecatsMax: Int?
    /// The same of one preset, by its name; nil: no preset has a cap of its own.
    package var presets: [String: Int]?
    /// Load of one minute for each core, in percent, above which nothing new is begun; nil: it is not looked at.
    package var loadMaxPercent: Int?
    /// Memory that must be available, in MB; nil: it is not looked at.
    package var memoryMinMB: Int?
    /// The same as a part of what the machine has, in percent.
    package var memoryMinPercent: Int?

    package init() {}

    /// A load for each core, as it is written in the file: `1.05` of 105 percent.
    package static func load(percent: Int) -> String {
        "\(percent / 100).\(percent % 100 < 10 ? "0" : "")\(percent % 100)"
    }

    /// Somebody wants the machine looked at.
    package var looksAtHost: Bool { loadMaxPercent != nil || memoryMinMB != nil || memoryMinPercent != nil }

    package static let polecatsMost = 1000
    package static let loadMostPercent = 10_000
    package static let memoryMostMB = 1_000_000_000
}

/// Who holds a rig's dispatch queue, or all of them: nothing is begun, what runs goes on.
package struct SchedulerHold: Hashable, Sendable, Codable {
    package var by: Address
    package var since: Timestamp
    package var reason: String?

    package init(by: Address, since: Timestamp, reason: String? = nil) {
        self.by = by
        self.since = since
        self.reason = reason
    }

    /// After "paused": by whom, since when and why.
    package var words: String { "by \(by) since \(since)" + (reason.map { ": \($0)" } ?? "") }
}

/// The provider behind a preset has said that its limit is met.
package struct ProviderLimit: Hashable, Sendable, Codable {
    package var preset: String
    /// Nobody is begun with that preset before this.
    package var until: Timestamp
    /// What was said.
    package var seen: String

    package init(preset: String, until: Timestamp, seen: String) {
        self.preset = preset
        self.until = until
        self.seen = seen
    }
}

/// The machine has no room for one more.
package struct HostPressure: Hashable, Sendable, Codable {
    package var kind: HostPressureKind
    /// For people: what was measured, and the limit.
    package var text: String
    package var since: Timestamp

    package init(_ kind: HostPressureKind, _ text: String, since: Timestamp) {
        self.kind = kind
        self.text = text
        self.since = since
    }
}

package enum HostPressureKind: String, Hashable, Sendable, Codable, CaseIterable {
    case load
    case memory
}

/// What besides its own settings decides whether a rig's Witness begins somebody: told whole whenever it changes.
package struct RigCapacity: Hashable, Sendable, Codable {
    package var limits: TownLimits
    /// The town's hold, else the rig's; nil: nobody holds it.
    package var hold: SchedulerHold?
    /// Those that are not over.
    package var limited: [ProviderLimit]
    package var pressure: HostPressure?

    package init(
        limits: TownLimits = TownLimits(), hold: SchedulerHold? = nil, limited: [ProviderLimit] = [],
        pressure: HostPressure? = nil
    ) {
        self.limits = limits
        self.hold = hold
        self.limited = limited
        self.pressure = pressure
    }
}

/// Why what waits in a queue is not begun now.
package struct RoomHold: Hashable, Sendable, Codable {
    package var rule: RoomRuleName
    /// For people.
    package var text: String
    /// When it ends by itself; nil: that is not known.
    package var until: Timestamp?

    package init(_ rule: RoomRuleName, _ text: String, until: Timestamp? = nil) {
        self.rule = rule
        self.text = text
        self.until = until
    }
}

package enum RoomRuleName: String, Hashable, Sendable, Codable, CaseIterable {
    /// The town is stopped.
    case stopped
    case parked
    /// `gt scheduler pause`.
    case paused
    /// It rests after an attempt, or is wanted later.
    case rest
    /// The caps: of the town, of the rig, of the preset.
    case town, rig, preset
    /// The preset's provider has said so.
    case provider
    case load, memory
}
