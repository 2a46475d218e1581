/// Waits and bounds of the command line.
enum CommandLimits {
    /// How long a command waits for the store before it ends with 75 (design: 15 s).
    static let commandWait: Duration = .seconds(15)
    /// How long a store may take to say that it is there (design: 300 ms); after that a command whose answer nobody
    /// waits for is left in the spool.
    static let pongWait: Duration = .milliseconds(300)
    /// Before a busy store is asked again.
    static let busyPause: Duration = .milliseconds(200)
    /// What an agent's hook gives a command (design: 200 ms in all), less the program's own start.
    static let hookWaitMilliseconds = 170
    /// For which a hook that has answered already waits for what its program has written before it called.
    static let hookInputWait: Duration = .milliseconds(30)
    /// What an agent's hook is told: with the text of a tool's call, a file's at the most.
    static let hookInputBytesMax = 16 << 20
    /// A spool whose oldest entry waits longer than this beside a store that answers does not drain.
    static let spoolDrainWait: Duration = .seconds(10)
    /// How long a question waits: a store that runs answers in milliseconds, a restart of it takes about a second.
    static let queryWait: Duration = .seconds(3)
    /// A full page of whole beads, half a megabyte of JSON, from a store that is busy.
    static let pageWait: Duration = .seconds(15)
    /// A copy of a large ledger, read through, takes a minute for every few gigabytes.
    static let backupWait: Duration = .seconds(600)
    /// One word with the remote of a sync: files of beads are fetched and pushed by what has changed in them.
    static let remoteWait: Duration = .seconds(120)
    /// How often a sync begins again because somebody else has pushed meanwhile.
    static let syncTries = 5
    /// Findings of an import in parts that are named one by one; all are counted.
    static let importFindingsMax = 200
    /// Of a bead's merges into a target: more than attempts.
    static let landedMerges = 100
    /// Things that are asked for in one message of at most a megabyte: a path or a ref has two hundred bytes or so.
    static let unknownAtOnce = 1000
    /// How long a line about letters may hold up the prompt after an answer: nobody feels it.
    static let bannerWait: Duration = .milliseconds(100)
    /// Half an hour: what nobody need answer was for then.
    static let drainAgeSeconds: Int64 = 1800
    /// A million lines of a kilobyte.
    static let beadsFileBytesMax = 2 << 30
    /// A completion must never be felt.
    static let completionWaitSeconds = 0.2
    /// Silence after which a person on a terminal is told what is being waited for.
    static let progressAfter: Duration = .seconds(1)
    /// A day: more is a typing error.
    static let waitSecondsMax = 86_400
    /// Columns assumed where the terminal does not say.
    static let columnsDefault = 100
    /// Candidates that an error lists.
    static let candidatesMax = 8
    /// From nothing to every service heard, on a busy machine: runit looks for new folders every five seconds.
    static let upWait: Duration = .seconds(60)
    /// `gt health` answers in under a second, its own start included.
    static let healthWait: Duration = .milliseconds(800)
    /// Services that run hear a signal, and answer, in milliseconds.
    static let wakeWait: Duration = .seconds(1)
    /// What `gt logs` shows of each log.
    static let logLines = 50
    /// A screenful.
    static let peekLines = 40
    /// The end of an output file that is looked at: a thousand long lines.
    static let peekBytesMax = 1 << 20
    /// Commits of one saved attempt that are shown: more than a worker makes.
    static let rescueCommits = 100
    /// An agent's program that prints its version; some look for a newer one first.
    static let agentVersion: Duration = .seconds(30)
    /// An agent that answers one prompt.
    static let agentAnswer: Duration = .seconds(300)
    /// From asking a Witness for a session, or its end, to its word: an agent has ten seconds to leave, a shim twenty to say
    /// that it runs.
    static let crewWait: Duration = .seconds(45)
    /// A worker that has finished waits for a store that is restarted, or repaired by a person.
    static let doneWait: Duration = .seconds(600)
}
