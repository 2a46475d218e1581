/// The bounds of everything this room waits for or holds.
package enum HostLimits {
    /// Runs of a git that died of somebody else's half-made worktree record.
    static let worktreeTries = 8
    /// Commits, files and bytes of a name that the state of somebody's work is told with: a screenful.
    static let progressCommits = 10
    static let progressFiles = 10
    static let progressNameBytes = 80
    /// A local git operation on a large repository takes seconds; minutes mean that something is stuck.
    package static let gitLocal: Duration = .seconds(120)
    /// Over a network: a first clone of a large repository is legitimate work.
    package static let gitRemote: Duration = .seconds(1800)
    /// Packing a large repository anew: an hour means that something is stuck.
    static let gitUpkeep: Duration = .seconds(3600)
    /// Bytes of stdout that are held in memory: a status or a log of a large repository fits.
    package static let outputBytesMax = 16 << 20
    /// Bytes of the list of a tree's files: half a million of them.
    static let treeBytesMax = 64 << 20
    /// Bytes of a history that is read to prove landings: a million commits.
    static let historyBytesMax = 128 << 20
    /// Bytes of stderr that are held in memory.
    package static let errorBytesMax = 1 << 20
    /// Bytes of an error text that are shown and sent on: the end of stderr says why.
    package static let errorTailBytes = 2000
    /// Between asking a process group to end and making it end: an agent may save what it has.
    package static let endGrace: Duration = .seconds(10)
    /// After SIGKILL the kernel needs moments; more means a process stuck in the kernel.
    package static let killWait: Duration = .seconds(10)
    /// From starting a shim to its word in `started.json`: two program starts on a loaded machine.
    package static let startWait: Duration = .seconds(20)
    /// Between asking runsvdir to look at its folders and asking again: it looks once a second at most.
    static let watcherLook: Duration = .milliseconds(20)
    /// Hexadecimal digits of a session's secret: 256 bits.
    package static let sessionKeyDigits = 64
    /// One tmux command.
    package static let tmux: Duration = .seconds(15)
    /// For so long a line must have been left alone before a nudge goes past it: whoever thinks longer has paused.
    package static let lineQuiet: Duration = .seconds(2)
    /// For so long a typist waits for its turn and for a quiet line: then others of his caller's duties come first.
    package static let typingPatience: Duration = .seconds(10)
    /// Files that panes are locked by: more than are typed into at once.
    static let paneLocks = 64
    /// Between two looks at a pane: a tenth of what a person notices, and a small program's start each.
    static let paneLook: Duration = .milliseconds(40)
    /// A program that was just started is given so long to show its line; after that whoever called tries again.
    package static let readyPatience: Duration = .seconds(10)
    /// Between two looks whether it does.
    static let readyLook: Duration = .milliseconds(200)
    /// From Enter to the line's being seen above the next one: programs draw anew within moments, slow ones in seconds.
    package static let typingProof: Duration = .seconds(5)
    /// Rows above the screen that are searched for what was typed before: a few turns of a talkative program.
    static let paneHistoryRows = 300
    /// Bytes of a file that is read whole (keys, specs, statuses; a `/proc` file).
    package static let fileBytesMax = 4 << 20
    /// Bytes of a session's output that are read at once.
    static let outputPieceBytes = 64 << 10
    /// A longer line of it is an answer or a tool's words, and no sign of a turn.
    static let outputLineBytesMax = 4 << 20
    /// Of an output's end that is searched for the last sign of a turn; a turn's last line holds its whole answer.
    package static let turnSignBytes = 1 << 20
    /// Bytes of a large file that are read at once.
    static let filePieceBytes = 256 << 10
    /// A longer line of one is passed over: a transcript's holds one message, with a picture in it at the most.
    package static let fileLineBytesMax = 16 << 20
    /// Bytes of a draft that wait for a write: a call of the system costs less than they do, and many drafts may be open.
    static let draftPieceBytes = 64 << 10
    /// Bytes that are copied at once from file to file: it should stay in a processor's cache.
    static let copyPieceBytes = 1 << 20
    /// Commands that wait for a store: what a town says in a day or two. Beyond them the next one is refused.
    package static let spoolEntriesMax = 20_000
    /// Bytes that they take.
    package static let spoolBytesMax = 256 << 20
    /// A file of the spool that was begun so long ago has no writer any more.
    static let spoolDraftAge: Duration = .seconds(60)
    /// How often the size of a file that a program may fill only so far is looked at.
    package static let outputLook: Duration = .milliseconds(500)
}
