/// The bounds of the Refinery's hands.
enum HandsLimits {
    /// A predecessor's git may finish what it does to a ref: being killed would leave its lock file behind.
    static let graceOfPredecessor: Duration = .seconds(10)
    /// After SIGKILL the kernel needs moments; more means a process stuck in the kernel.
    static let killWait: Duration = .seconds(10)
    /// A gate whose time is over may end by itself: between SIGTERM and SIGKILL.
    static let graceOfGate: Duration = .seconds(2)
    /// What a gate may write; one that writes more is ended.
    static let gateLogBytesMax = 64 << 20
    /// Bytes read from the end of a gate's log: several times what an excerpt may hold.
    static let logTailBytes = 64 << 10
    /// Commits with a request's trailer that are looked at: there is one, or none.
    static let trailerCommitsMax = 20
    /// Between two looks at what a gate has written.
    static let logLook: Duration = .seconds(1)
    /// Of a gate's output that is told while it runs.
    static let toldLinesMax = 10
    static let toldBytesMax = 2048
    /// Between two upkeeps of a clone.
    static let upkeepPause: Duration = .seconds(86_400)
    /// While somebody else collects garbage there: it takes minutes.
    static let upkeepElsewhere: Duration = .seconds(3600)
    /// What nothing reaches stays for so many days.
    static let garbageDays = 14
    /// Logs of gates stay for so many days after the last word in them, as garbage does.
    static let logDays = 14
    /// Landings of a target that are looked at for their age: the older ones lost their refs at an earlier upkeep.
    static let landingsMax = 10_000
    /// Commits of one request that are made again one by one, at some 10 ms each; a request of more lands as one commit.
    static let replayedCommitsMax = 200
}
