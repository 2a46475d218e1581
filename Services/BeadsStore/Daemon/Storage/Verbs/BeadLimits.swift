/// Sizes and times of beads, letters and what else the verbs write.
enum BeadLimits {
    /// What has happened in the town, as the Mayor's agent is shown it: a screen of lines.
    static let changesMax = 20
    /// Events that are looked through for that, from the newest back: a few milliseconds.
    static let changesLookedAt: Int64 = 20_000
    /// Bytes of a field's JSON in an event; beyond them its length and hash stand there (design 3).
    static let fieldBytesMax = 4096
    /// Bytes of a title: one line of a list, and of a commit message's subject.
    static let titleBytesMax = 500
    /// Bytes of a description, a mail or a nudge's text: a quarter of a message, so that an answer holds one surely.
    static let textBytesMax = 256 * 1024
    /// Bytes of a reason, a note, a nudge: they travel in events and in lists, many at once.
    static let reasonBytesMax = 4096
    static let labelBytesMax = 100
    static let labelsMax = 50
    /// Beads that block a new one, or are slung at once: bounds what one command writes.
    static let beadsPerCommandMax = 500
    /// Members of a convoy: its row travels whole in each of its events.
    static let convoyMembersMax = 500
    /// Candidates named in the error about an ambiguous or unknown name.
    static let candidatesMax = 10
    /// How long work that its worker put off rests before it is offered again, in seconds.
    static let workerDeferralSeconds = 3600
    /// Recipients of one letter.
    static let recipientsMax = 100
    /// Letters that one command puts away, marks, deletes or looks at: about 20 ms of the writer's time.
    static let lettersPerCommandMax = 500
    /// Letters, and bytes of them, that one search looks through before it says how far it came; and how many are taken
    /// from the ledger at once: some 50 ms.
    static let searchLettersMax = 2000
    static let searchBytesMax = 32 << 20
    static let searchPieceLetters = 100
    /// Words of a search, and bytes of one: more than anybody types.
    static let searchWordsMax = 20
    static let searchWordBytesMax = 500
    /// Longest age by which letters are chosen, in seconds: ten years.
    static let letterAgeSecondsMax: Int64 = 315_360_000
    /// Unread letters shown by prime; the rest is a number.
    static let primeMailsMax = 10
    /// Bytes of such a letter's text that prime carries: enough to know what it is about, few enough for ten.
    static let primeBodyBytesMax = 400
    /// Waiting nudges shown by prime, the oldest first; the rest is shown when these are.
    static let primeNudgesMax = 50
    /// Letters that are named in a conversation in passing, and of how many the writers are counted; the rest is a number.
    static let newsMailsMax = 5
    static let newsWritersLookedAt = 200
    /// Nudges that are shown there at once, the oldest first: 20 KB at the most.
    static let newsNudgesMax = 5
    /// Longest life of a nudge, in seconds: a day. It is a word for now.
    static let nudgeSecondsMax = 86_400
    /// Longest wait of a timer gate, in seconds: ten years.
    static let gateSecondsMax: Int64 = 315_360_000
    /// Beads of a tree of dependencies that one answer names.
    static let treeNodesMax = 500
    /// Bytes of the value of somebody's own setting, and how many a home keeps: one answer names them all.
    static let settingBytesMax = 4096
    static let settingsMax = 100
    /// Open parts that the answer to a step's end names when none of them can begin: a screenful.
    static let waitingPartsMax = 20
    /// Beads of an import that one command lets go: about 50 ms of the writer's time.
    static let importEndBeads = 2000
    /// Findings that an import's answer names; it counts all of them.
    static let importFindingsMax = 200
    /// Bytes of a shared file's name: its kind and a rig's name.
    static let sharedNameBytesMax = 100
    /// How long parts of a body wait for the command that uses them, in milliseconds: a day.
    static let blobAgeMaxMilliseconds: Int64 = 86_400_000
}
