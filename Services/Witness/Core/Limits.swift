/// The Witness's numbers.
package enum WitnessLimits {
    /// Worktrees and sessions that are made at the same time: each is git on one disk, and more of them at once make every
    /// one of them late. A remote that is away holds up four beads, not the whole queue.
    static let startsMax = 4
    /// Without a word from the agent itself for this long a person is told, once. Nothing is ended for it: a program
    /// may be slow to start.
    static let silence: Duration = .seconds(60)
    /// After it has ended its assignment an agent may finish its turn before it is asked to leave.
    package static let leaveGrace: Duration = .seconds(15)
    /// What could not be done is tried again on patrol, not at once: its cause rarely goes away in a second.
    static let retryPause: Duration = .seconds(30)
    /// A remote, or a tmux server, that is away for longer is told to a person: most outages are over by then.
    static let outage: Duration = .seconds(120)
    /// After a pane could not be typed into it is tried again, first soon: most turns and most lines are short.
    static let typingPauseFirst: Duration = .seconds(5)
    /// And at the latest so often, until the nudge's own time is over.
    static let typingPauseLast: Duration = .seconds(60)
    /// How long a look at the machine holds, while something waits that could be begun: its load is of a minute.
    static let hostSightAge: Duration = .seconds(10)
    /// Its own round, when nothing happens: doubles up to the second value.
    package static let patrolFirst: Duration = .seconds(30)
    package static let patrolLast: Duration = .seconds(300)
    /// How long a retired worktree can still be looked into: a week covers a weekend and the Monday after.
    package static let trashAge: Duration = .seconds(7 * 24 * 3600)
    /// Above this part of the disk in use the oldest of the trash goes before its time.
    package static let diskUseMax = 0.9
    /// One fetch serves all assignments of this long: a target's head this old is only a little more to merge.
    package static let fetchAge: Duration = .seconds(30)
    /// Between two looks at the sessions, doubling up to the second value while nothing is new: hooks tell of turns at
    /// once, so a sweep is for what has none, and fifty sessions that do nothing must cost nothing.
    static let sweepFirst: Duration = .seconds(10)
    static let sweepLast: Duration = .seconds(60)
    /// Who has work on its hook and is idle is told after so long: a turn that a hook or a person begins comes sooner. By
    /// a long session, and between two words, no later than the second value.
    package static let idleFirst: Duration = .seconds(30)
    static let idleLast: Duration = .seconds(300)
    /// So many words to one who stays idle; then a person is told.
    static let idleNudgesMax = 3
    /// From the last of them to telling a person, at least: shorter than the time between two listings, which forget what
    /// was said.
    static let lastWordAge: Duration = .seconds(120)
    /// So many looks at one that stalled may see nothing, half a minute apart; then a person is told.
    static let probesMax = 3
    /// What is dated further ahead than this was written before the clock was set back. Less is waited for: it costs one
    /// pause, and clocks are set by moments all the time.
    static let clockStep: Duration = .seconds(30)
    /// How long the word that a limit is over waits to be shown.
    static let nudgeAge: Duration = .seconds(300)
    /// A turn that a hook has told of may write nothing for so long before a prompt on its screen counts as its end.
    static let hookedQuiet: Duration = .seconds(300)
}
