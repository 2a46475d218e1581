/// The ledger's own bounds, with unit and reason.
package enum LedgerLimits {
    /// Of an answer that says that the disk is full: somebody must make room first, so trying at once is no use.
    package static let fullRetryMilliseconds: Int64 = 2000
    /// A refused command is an event at most this often for one actor and code: a loop must not fill the log.
    package static let refusalEventMilliseconds: Int64 = 60_000
    /// Actors and codes whose refusals are remembered at once; when there are more, the memory begins anew.
    static let refusalKeysMax = 1000
    /// Of those, how many the town's status names: a screenful.
    static let refusalsShownMax = 20
    /// Keys of remotes, and streams that one is bound to: so that their list fits in one answer.
    static let remoteKeysMax: Int64 = 100
    static let remoteStreamsMax = 20
    /// Pages in the write-ahead log after which a checkpoint beside the writer begins (4 KiB each).
    package static let checkpointPages = 1000
    /// Pages in the write-ahead log at which the writer itself makes it start again: without that a log under
    /// constant load never shrinks.
    package static let restartPages = 16_000
    /// How long the writer waits for readers of the old log before it goes on without: nobody is answered meanwhile.
    static let restartWaitMilliseconds: Int32 = 20
    /// Page cache of the writer, KiB: the hot rows of a hundred thousand beads.
    static let cacheKibibytes = 65_536
    /// Three missed heartbeats of 10 s: a service is called silent.
    package static let serviceSilenceMilliseconds: Int64 = 30_000
    /// Milliseconds for which the answers of commands are kept: longer than a spool or a link can be away (30 days).
    static let answerAgeMaxMilliseconds: Int64 = 30 * 86_400_000
    /// Milliseconds after which a command of the spool is not carried out any more: a day before the answer that tells
    /// whether it was may be cleared.
    static let spoolAgeMaxMilliseconds: Int64 = answerAgeMaxMilliseconds - 86_400_000
    /// Milliseconds for which events are kept (30 days).
    static let eventAgeMaxMilliseconds: Int64 = 30 * 86_400_000
    /// Bytes of events that are kept (5 GB), and how many of the last are weighed to know how many that is.
    static let eventBytesMax: Int64 = 5_000_000_000
    static let eventsWeighed: Int64 = 1000
    /// Between two pieces of a clearing that is not done yet (one minute).
    static let retentionAgainMilliseconds: Int64 = 60_000
    /// Between two clearings of what is too old (one day).
    static let retentionEveryMilliseconds: Int64 = 86_400_000
    /// Rows that one clearing removes from each table: a bounded pause of the writer; the rest goes the next time.
    static let retentionRowsMax: Int64 = 50_000
    /// Trees of a rig whose verdicts are kept: some days of a busy queue, and a listing of a megabyte at the very most.
    static let verdictsMax: Int64 = 512
    /// Newest events of a rig's stream in which a queue's numbers are counted: weeks of a busy rig, a second of reading.
    static let statsEventsMax: Int64 = 100_000
}
