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
}
