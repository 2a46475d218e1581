package import TownModel

/// Nothing waiting is begun any more; what runs goes on. Of one rig, or of all.
package struct SchedulerPause: Command {
    package typealias Reply = SchedulerReply
    package static let verb = "scheduler.pause"
    /// nil: the whole town.
    package var rig: RigName?
    package var reason: String?

    package init(rig: RigName? = nil, reason: String? = nil) {
        self.rig = rig
        self.reason = reason
    }
}

/// Ends a pause: that of the rig, or that of the whole town; or the wait for a preset's provider.
package struct SchedulerResume: Command {
    package typealias Reply = SchedulerReply
    package static let verb = "scheduler.resume"
    package var rig: RigName?
    /// Only this: its provider's limit is not waited for any longer; nil: a pause is ended.
    package var preset: String?

    package init(rig: RigName? = nil, preset: String? = nil) {
        self.rig = rig
        self.preset = preset
    }
}

/// A Witness's: the machine that its polecats run on has no room for one more, or has it again. Its id carries the moment.
package struct HostJudged: Command {
    package typealias Reply = Done
    package static let verb = "host.judged"
    package var rig: RigName
    /// nil: there is room.
    package var pressure: HostPressure?

    package init(rig: RigName, pressure: HostPressure?) {
        self.rig = rig
        self.pressure = pressure
    }
}

/// What waits to be begun, in its order, and why each is not; with the caps and how full they are.
package struct SchedulerShow: Query {
    package typealias Reply = SchedulerReply
    package static let verb = "scheduler.show"
    /// nil: all.
    package var rig: RigName?
    package var limit: Int

    package init(rig: RigName? = nil, limit: Int = 50) {
        self.rig = rig
        self.limit = limit
    }
}

package struct SchedulerReply: Codable, Hashable, Sendable {
    /// Why the town is stopped; nil while it runs.
    package var stopped: String?
    /// Of the whole town.
    package var hold: SchedulerHold?
    package var limits: TownLimits
    /// Polecats with a live session.
    package var running: Int
    /// By preset.
    package var presets: [String: Int]
    package var limited: [ProviderLimit]
    package var rigs: [RigRoom]
    /// The most urgent first, then the oldest, in each rig.
    package var waiting: [WaitingEntry]
    /// All that wait, shown or not.
    package var waitingCount: Int

    package init(
        stopped: String?, hold: SchedulerHold?, limits: TownLimits, running: Int, presets: [String: Int],
        limited: [ProviderLimit], rigs: [RigRoom], waiting: [WaitingEntry], waitingCount: Int
    ) {
        self.stopped = stopped
        self.hold = hold
        self.limits = limits
        self.running = running
        self.presets = presets
        self.limited = limited
        self.rigs = rigs
        self.waiting = waiting
        self.waitingCount = waitingCount
    }
}

package struct RigRoom: Codable, Hashable, Sendable {
    package var rig: RigName
    package var state: RigState
    package var running: Int
    package var polecatsMax: Int
    package var waiting: Int
    /// The rig's own.
    package var hold: SchedulerHold?
    package var pressure: HostPressure?

    package init(
        rig: RigName, state: RigState, running: Int, polecatsMax: Int, waiting: Int, hold: SchedulerHold?,
        pressure: HostPressure?
    ) {
        self.rig = rig
        self.state = state
        self.running = running
        self.polecatsMax = polecatsMax
        self.waiting = waiting
        self.hold = hold
        self.pressure = pressure
    }
}

package struct WaitingEntry: Codable, Hashable, Sendable {
    package var entry: DispatchEntry
    package var title: String
    /// From 1, in its rig.
    package var place: Int
    /// Why it is not begun now; empty: its Witness takes it next.
    package var holds: [RoomHold]

    package init(entry: DispatchEntry, title: String, place: Int, holds: [RoomHold]) {
        self.entry = entry
        self.title = title
        self.place = place
        self.holds = holds
    }
}
