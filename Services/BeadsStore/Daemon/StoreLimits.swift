/// The process's own bounds, with unit and reason.
enum StoreLimits {
    /// Commands carried out by one transaction: about 2 ms of the writer's work, so that the first of a batch does not
    /// wait long for the last.
    static let batchCommandsMax = 128
    /// Commands that wait for the writer: a second's worth at full load. Beyond it the answer is `busy`.
    static let commandsWaitingMax = 20_000
    /// A lone command that took longer than this was no small thing for the bus's thread: for `lonePause` all go to the
    /// writer's own.
    static let loneMax: Duration = .milliseconds(20)
    static let lonePause: Duration = .seconds(10)
    /// After a commit of several commands their senders' next ones are on their way: whoever comes first does not keep
    /// the bus's thread from taking them in.
    static let crowdPause: Duration = .milliseconds(5)
    /// Bytes of a lone command's body; a larger one may be a larger piece of work.
    static let loneBytesMax = 4096
    /// Queries that wait for a reader.
    static let queriesWaitingMax = 5_000
    /// How long after a change the index of words is brought up to it, unless somebody asks before: a burst is one piece.
    static let searchRest: Duration = .seconds(2)
    /// Bytes of a file of directives: every session of its role reads it, whole, at every beginning.
    static let directiveBytesMax = 8192
    /// Without changes the thread sleeps; nothing depends on when it wakes.
    static let searchSleep: Duration = .seconds(86_400)
    /// How long it must have been quiet before changed beads are written to their files, and how long that waits at most.
    static let exportQuiet: Duration = .seconds(5)
    static let exportMax: Duration = .seconds(60)
    /// How long the files must have been quiet before they are committed.
    static let commitAfter: Duration = .seconds(600)
    /// Without changes the thread sleeps; nothing depends on when it wakes.
    static let exportSleep: Duration = .seconds(86_400)
    static let exportsWaitingMax = 100
    /// Bytes of an old file that are read at once, of each home's while all files are written anew.
    static let exportReadBytes = 64 << 10
    /// Copies that wait for the one at work.
    static let backupsWaitingMax = 4
    /// Answers kept for a question that is asked again: a copy takes longer than the bus waits before it repeats.
    static let longAnswersMax = 16
    /// What a `busy` caller is told to wait, milliseconds: by then the queue has moved by thousands.
    static let busyRetryMilliseconds: Int64 = 200
    /// Memory of the process's own, MiB: many times what a ledger of a million beads needs.
    static let memoryMebibytesMax: Int64 = 2048
    /// Threads that answer queries: a slow list on one must not hold up the others; more than the cores would only
    /// take time from the writer.
    static let readers = 2
    /// Between two looks at whether the path still names the open ledger.
    static let fileCheckEvery: Duration = .seconds(1)
    /// After the last event of a burst: losing the very last one is noticed this soon.
    static let headAfterBurst: Duration = .milliseconds(50)
    /// While something moves.
    static let headWhileMoving: Duration = .seconds(1)
    /// In a quiet town.
    static let headWhenQuiet: Duration = .seconds(5)
    /// How long after the last event a town counts as moving.
    static let movingFor: Duration = .seconds(10)
    /// The store tells of itself as often as every other service does.
    static let heartbeatEvery: Duration = .seconds(10)
    /// After so long without a request the store of a small town leaves: nobody works there, and the next one who does
    /// waits a tenth of a second for a new one.
    static let smallTownIdle: Duration = .seconds(600)
    /// Before a spool that can't be drained is tried again.
    static let spoolPause: Duration = .seconds(1)
    /// Longer than the kernel takes to move on the clock that files are stamped by (a tick is 10 ms at most).
    static let fileTimeTick: Duration = .milliseconds(50)
    /// Characters of a key file: 32 random bytes in hexadecimal.
    static let keyDigits = 64
    /// Base-36 digits of a town's id.
    static let townIDDigits = 10
}
