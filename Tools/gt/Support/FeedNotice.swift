import Bus

/// What a feed says of itself, beside the events: on stderr, for people as a sentence, with `--json` as one line of JSON.
struct FeedNotice: Encodable, Hashable {
    enum Kind: String, Encodable {
        case gone
        case away
        case back
    }

    var notice: Kind
    /// Of what is gone: everything after this sequence …
    var after: Int64?
    /// … up to this one.
    var through: Int64?
    /// The first sequence that the log still has, where the store names it.
    var oldest: Int64?

    /// nil for what is an event, or no news.
    init?(_ item: FeedItem) {
        switch item {
        case .gone(let gap):
            notice = .gone
            (after, through, oldest) = (gap.after, gap.resumes, gap.oldest)
        case .away: notice = .away
        case .back: notice = .back
        case .event, .signal, .caughtUp: return nil
        }
    }

    var sentence: String {
        switch notice {
        case .gone where (through ?? 0) < (after ?? 0):
            "gone: the log ends at \(through ?? 0), before \(after ?? 0): it was restored, or the number is of another town"
        case .gone:
            "gone: what happened after \(after ?? 0) up to \(through ?? 0) can't be shown any more; "
                + "what came later follows"
        case .away: "away: the store does not answer …"
        case .back: "back: the store answers again, what was missed follows"
        }
    }
}
