/// What a convoy is besides that drives an epic to its end by itself: what joins the epic joins the convoy.
package struct Mountain: Hashable, Sendable, Codable {
    /// Somebody has paused it: nothing more of it is begun; nil: it goes on.
    package var pause: SchedulerHold?
    /// What was left when its owner was last told that nothing moves; nil: that was never so.
    package var toldStuck: [BeadID]?

    package init() {}
}

/// Whether a member of a convoy that has not ended moves, and if not, for want of what.
package enum StandingCause: String, Hashable, Sendable, Codable, CaseIterable {
    // These move.
    /// On a hook, or in the merge queue.
    case atWork = "at-work"
    /// In a queue: its Witness takes it next.
    case queued
    /// Ready: the Mayor queues it.
    case next
    /// A moment begins it.
    case deferred
    // These don't, by themselves.
    /// Its last attempts have failed: a person is asked.
    case failed
    /// It waits for another bead.
    case blocked
    /// It is in a queue, and there is no room.
    case noRoom = "no-room"
    case parked
    case noRig = "no-rig"
    /// Its mountain, or the queue that it is in, is paused.
    case paused
    /// Ready, and nobody feeds the convoy.
    case notFed = "not-fed"
    /// It has become something that no agent works at.
    case notWork = "not-work"

    /// Somebody, or some moment, moves it without a person. Room comes when others end.
    package var isMoving: Bool {
        switch self {
        case .atWork, .queued, .next, .deferred, .noRoom: true
        case .failed, .blocked, .parked, .noRig, .paused, .notFed, .notWork: false
        }
    }
}
