/// The Refinery's numbers, each with its unit and its reason.
package enum Limits {
    /// Before the first retry of what the world refused (a remote away, a full disk): long enough not to hammer a
    /// server that restarts, short enough that nobody notices a hiccup.
    package static let retryFirst: Duration = .seconds(5)
    /// Between retries at most: an outage of hours costs twelve attempts an hour, and ends within five minutes.
    package static let retryMax: Duration = .seconds(300)
    /// A trouble is told to a person at this try (after about 15 s): hiccups pass by themselves before it.
    package static let triesBeforeTelling = 3
    /// File names in the reason of a conflict: what a worker reads at a glance; the rest is counted.
    package static let conflictFilesMax = 10
    /// Lines of a gate's log that go into the reason of a returned request.
    package static let excerptLinesMax = 40
    /// Bytes of a gate's log that go into that reason: it is stored in the ledger and read by an agent.
    package static let excerptBytesMax = 4096
    /// A stack before anything was learned: what a queue of changes that mostly pass gains nearly all from.
    package static let batchFirst = 4
    /// The chance of one change that it is sent back although it is innocent: one in a hundred thousand. Ten times
    /// less than is promised: how often gates lie is an estimate.
    package static let innocentsMax = 0.00001
    /// Of one request that is sent back the chance that it is innocent, however rare broken ones are.
    package static let doubtMax = 0.01
    /// Believed of a target that nobody has tested: somebody may have pushed something broken, rarely.
    package static let redTargetRate = 0.01
    /// Runs at once that confirm a culprit, at most.
    package static let confirmationsMax = 8
    /// After its landing a submitted head keeps its ref for so long: who rewrites the target finds the work again.
    package static let submittedKept: Duration = .seconds(14 * 86_400)
    /// An upkeep that has failed is tried again then: a full disk lasts for hours, and nothing presses.
    package static let upkeepAgain: Duration = .seconds(6 * 3600)
    /// A queue that is never empty puts the upkeep off for so long at most.
    package static let upkeepPutOff: Duration = .seconds(3 * 86_400)
    /// Its own round, when nothing happens: doubles up to the second value. Requests come by events, retries have moments of
    /// their own.
    package static let patrolFirst: Duration = .seconds(30)
    package static let patrolLast: Duration = .seconds(900)
    /// Trees whose verdicts are remembered: several days of a busy queue.
    package static let verdictsMax = 1024
}
