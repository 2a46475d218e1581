package import TownModel
package import Wire

/// The log, followed without holes: every event of whole streams, in order, once, from a given sequence on.
///
/// Subscribes first, then reads pages up to the head, then goes on live; on a gap, a head that is ahead, a reconnect or
/// an overflow it reads pages again. It runs in its reader's own task and fetches only when asked for the next item:
/// a slow reader costs nobody anything. Ends when the bus is closed or the task cancelled; throws when the store
/// refuses (`forbidden`), never because it is away.
package struct EventFeed: AsyncSequence, Sendable {
    package typealias Element = FeedItem
    package typealias Failure = BusFailure

    private let bus: any MessageBus
    private let streams: [StreamName]
    private let signals: [String]
    private let after: Int64?
    private let epoch: Int64?
    private let resume: FeedResume
    private let isRaw: Bool
    private let isEndless: Bool

    /// - Parameters:
    ///   - streams: whole streams; all when empty.
    ///   - signals: topic prefixes of signals to hand on, each beginning with `~`.
    ///   - after: what was delivered already, usually the sequence of a listing; nil for "from now".
    ///   - epoch: the epoch of that listing: if the ledger was restored since, the first item is `gone`.
    ///   - resume: where it goes on when the log no longer has what comes next.
    ///   - isRaw: true for who hands the bytes on as they are: no event is read, only its place.
    ///   - isEndless: false: it ends where the log ends now, after `caughtUp`. Nothing is subscribed to, and a store that is
    ///     away or busy is an error.
    package init(
        bus: any MessageBus, streams: [StreamName] = [], signals: [String] = [], after: Int64?, epoch: Int64? = nil,
        resume: FeedResume = .snapshot, isRaw: Bool = false, isEndless: Bool = true
    ) {
        self.bus = bus
        self.streams = streams
        self.signals = signals
        self.after = after
        self.epoch = epoch
        self.resume = resume
        self.isRaw = isRaw
        self.isEndless = isEndless
    }

    package func makeAsyncIterator() -> EventFeedIterator {
        let scope: FeedTracker.Scope = streams.count == 1 ? .stream(streams[0]) : .town
        return EventFeedIterator(
            bus: bus, streams: streams,
            filter: FeedFilter(streams: streams.count == 1 ? streams : [], signals: signals),
            resume: resume, isRaw: isRaw, isEndless: isEndless,
            tracker: FeedTracker(scope: scope, after: after, epoch: epoch))
    }
}

/// What a follower of the log is told.
package enum FeedItem: Hashable, Sendable {
    /// The next event, as it was published; nil for a kind that this program does not know, and in a raw feed.
    case event(TownEvent?, EventPosition, bytes: [UInt8])
    /// Live only; not in order with the events.
    case signal(topic: String, bytes: [UInt8])
    /// What came next is no longer in the log, or the ledger was restored: who keeps a state lists it again.
    case gone(FeedGap)
    /// Everything up to this sequence was delivered, and the log ended there a moment ago.
    case caughtUp(sequence: Int64)
    /// The store does not answer: until `back`, silence does not mean that nothing happens.
    case away
    /// It answers again; what was missed follows.
    case back
}

/// What a follower of the log can't be given any more: the events between the two sequences.
package struct FeedGap: Hashable, Sendable {
    /// The last that was delivered, or that reading began after.
    package var after: Int64
    /// Events after this one follow: the sequence of a snapshot, or the one before the oldest that is kept.
    package var resumes: Int64
    /// The first sequence that is kept, where the store names it.
    package var oldest: Int64?

    package init(after: Int64, resumes: Int64, oldest: Int64? = nil) {
        self.after = after
        self.resumes = resumes
        self.oldest = oldest
    }
}

/// Where a follower goes on after a gap.
package enum FeedResume: Hashable, Sendable {
    /// Where the log ends now: it lists its state, which is true for that sequence.
    case snapshot
    /// With the oldest event that is kept: it has no state, and shows whatever there is. After a restore at the snapshot.
    case oldest
}
