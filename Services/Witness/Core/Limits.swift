/// The Witness's numbers.
package enum WitnessLimits {
    /// Without a word from the agent itself for this long a person is told, once. Nothing is ended for it: a program
    /// may be slow to start.
    static let silence: Duration = .seconds(60)
    /// After its assignment has ended an agent may finish its turn before it is asked to leave.
    package static let leaveGrace: Duration = .seconds(15)
    /// What could not be done is tried again on patrol, not at once: its cause rarely goes away in a second.
    static let retryPause: Duration = .seconds(30)
    /// A remote that is away for longer is told to a person: most outages are over by then.
    static let outage: Duration = .seconds(120)
    /// After a pane could not be typed into it is tried again, first soon: most turns and most lines are short.
    static let typingPauseFirst: Duration = .seconds(5)
    /// And at the latest so often, until the nudge's own time is over.
    static let typingPauseLast: Duration = .seconds(60)
    /// The trash is looked at rarely: its contents age in days.
    static let trashPause: Duration = .seconds(3600)
    /// How long a retired worktree can still be looked into: a week covers a weekend and the Monday after.
    package static let trashAge: Duration = .seconds(7 * 24 * 3600)
    /// Above this part of the disk in use the oldest of the trash goes before its time.
    package static let diskUseMax = 0.9
    /// One fetch serves all assignments of this long: a target's head this old is only a little more to merge.
    package static let fetchAge: Duration = .seconds(30)
}
