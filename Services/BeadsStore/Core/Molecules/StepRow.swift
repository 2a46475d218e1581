package import TownModel

/// How one number of a molecule stands: a step, a group or a loop that has been reached. What has no row waits, and nothing
/// that it needs has ended.
package struct StepRow: Hashable, Sendable {
    package var number: Int64
    package var state: StepState
    /// While it waits: how many of its needs have not ended. When it is done: how many of the molecules that it fanned out into
    /// have not.
    package var waiting: Int
    /// One of its needs was really done, not only skipped.
    package var isWanted: Bool
    /// Who has claimed it, or had when it ended.
    package var holder: String?
    /// Tries so far, from 1 with the first claim.
    package var attempt: Int
    package var beganAt: Timestamp?
    /// nil: it is open. What has failed is: a person decides.
    package var endedAt: Timestamp?
    /// What it gave, by name; a value may be JSON.
    package var output: [String: String]
    /// Why it failed or was skipped.
    package var note: String?

    /// It has ended, and so has all that it fanned out into.
    package var isOver: Bool { state.isEnded && waiting == 0 }

    package init(number: Int64, state: StepState, waiting: Int = 0, isWanted: Bool = true) {
        self.number = number
        self.state = state
        self.waiting = waiting
        self.isWanted = isWanted
        attempt = 0
        output = [:]
    }
}
