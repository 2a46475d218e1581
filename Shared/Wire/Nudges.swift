package import TownModel

/// A word for now to everybody of a group who has a session, one nudge each, all or none. The speaker is left out.
package struct NudgeBroadcast: Command {
    package typealias Reply = BroadcastReply
    package static let verb = "nudge.broadcast"
    package var group: AgentGroup
    package var text: String
    package var timeToLiveSeconds: Int
    /// Say who would get it, send nothing.
    package var dryRun: Bool
    /// nil: when each reader is idle.
    package var mode: NudgeMode?

    package init(
        group: AgentGroup, text: String, timeToLiveSeconds: Int = 1800, dryRun: Bool = false, mode: NudgeMode? = nil
    ) {
        self.group = group
        self.text = text
        self.timeToLiveSeconds = timeToLiveSeconds
        self.dryRun = dryRun
        self.mode = mode
    }
}

package struct BroadcastReply: Codable, Hashable, Sendable {
    package var group: AgentGroup
    package var to: [Address]
    /// In the order of `to`; empty for a dry run.
    package var nudges: [Nudge]
    /// How many of the group have no session, and hear nothing.
    package var absent: Int
    /// How many have one and are not to be disturbed; nil: nobody.
    package var quiet: Int?

    package init(group: AgentGroup, to: [Address], nudges: [Nudge], absent: Int, quiet: Int? = nil) {
        self.quiet = quiet
        self.group = group
        self.to = to
        self.nudges = nudges
        self.absent = absent
    }
}

/// Nudges, the newest first. Their text only for sender and reader.
package struct NudgeList: Query {
    package typealias Reply = NudgePage
    package static let verb = "nudge.list"
    /// To this agent; nil: to everybody.
    package var to: Address?
    /// Also those that were acted on or have expired.
    package var includeOver: Bool
    package var limit: Int

    package init(to: Address? = nil, includeOver: Bool = false, limit: Int = 50) {
        self.to = to
        self.includeOver = includeOver
        self.limit = limit
    }
}

package struct NudgePage: Codable, Hashable, Sendable {
    package var nudges: [Nudge]

    package init(nudges: [Nudge]) { self.nudges = nudges }
}

/// One nudge and how far it has come. Its text only for sender and reader.
package struct NudgeShow: Query {
    package typealias Reply = NudgeReply
    package static let verb = "nudge.show"
    package var number: Int64

    package init(number: Int64) { self.number = number }
}

/// What is to be typed waits for its reader's pane, and why. Said where that lasts, and when the reason changes.
package struct NudgesHeld: Command {
    package typealias Reply = Done
    package static let verb = "nudge.held"
    package var numbers: [Int64]
    package var reason: String

    package init(numbers: [Int64], reason: String) {
        self.numbers = numbers
        self.reason = reason
    }
}
