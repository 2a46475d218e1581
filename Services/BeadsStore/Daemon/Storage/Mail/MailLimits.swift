/// Sizes of what letters are written to by a name.
enum MailLimits {
    /// Readers of one letter, when groups are written to: each has a row of its own, and the letter's row, which travels in
    /// its events, names them all (about 15 KB).
    static let readersMax = 500
    /// Groups, and likewise queues and channels, of a town: each list of them is one answer.
    static let listsMax = 100
    /// Members that are named in a group, and who may take a queue's letters: a group of more is made of groups.
    static let membersMax = 100
    /// Letters that wait in a queue: what comes in faster than it is taken is told to who sends it.
    static let queueLettersMax = 1000
    /// Letters of queues that one agent has and has not dealt with: all go back at once when it is gone.
    static let claimsMax = 100
    /// Letters that a channel keeps: its number is counted, and its newest are shown, in about a millisecond.
    static let keepMax = 1000
    /// Seconds for which it may keep each: ten years.
    static let keepSecondsMax: Int64 = 315_360_000
    /// Letters of a channel that one answer has, whole: each may be a page of its own.
    static let lookedAtMax = 100
    /// Letters that one more in a channel takes away at once, of those that are too many and of those that are too old:
    /// about a millisecond.
    static let prunedMax = 50
    /// Seconds for which somebody is left alone at once: 30 days. Longer is until somebody says otherwise.
    static let quietSecondsMax: Int64 = 2_592_000
    /// Unread letters that are named in a conversation in passing to who wants to hear more.
    static let verboseMailsMax = 20
}
