import Bus
import TownModel
import Wire

/// The log, followed for whoever sits before the terminal or behind the pipe: every command that shows events as they come
/// goes through here, so that what can't be shown is said in one way.
struct FeedFollowing {
    let call: Invocation
    let client: TownClient
    /// Whole streams; all when empty.
    var streams: [StreamName] = []
    var signals: [String] = []
    /// Events are handed on as they are, unread.
    var isRaw = false

    enum Next {
        case goOn
        case enough
    }

    /// Hands on everything from a sequence on (nil: from now on), in order, until `each` has enough. What the feed says of
    /// itself is told before it is handed on too.
    func run(
        after: Int64?, epoch: Int64? = nil, _ each: (FeedItem) async throws -> Next
    ) async throws {
        try await run(feed(after: after, epoch: epoch, isEndless: true), each)
    }

    /// Everything from a sequence on up to where the log ends now.
    func runToEnd(after: Int64, _ each: (FeedItem) async throws -> Next) async throws {
        do {
            try await run(feed(after: after, epoch: nil, isEndless: false), each)
        } catch BusFailure.bus(.away) {
            throw client.absence.failure
        }
    }

    private func feed(after: Int64?, epoch: Int64?, isEndless: Bool) -> EventFeed {
        EventFeed(
            bus: client.bus, streams: streams, signals: signals, after: after, epoch: epoch, resume: .oldest,
            isRaw: isRaw, isEndless: isEndless)
    }

    private func run(_ feed: EventFeed, _ each: (FeedItem) async throws -> Next) async throws {
        for try await item in feed {
            if let notice = FeedNotice(item) { tell(notice) }
            if try await each(item) == .enough { return }
        }
    }

    private func tell(_ notice: FeedNotice) {
        call.note(call.options.json ? JSONText.text(notice) : notice.sentence)
    }
}
