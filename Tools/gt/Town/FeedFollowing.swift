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
        let feed = EventFeed(
            bus: client.bus, streams: streams, signals: signals, after: after, epoch: epoch, resume: .oldest,
            isRaw: isRaw,
            headers: RequestHeaders(key: client.key))
        for try await item in feed {
            if let notice = FeedNotice(item) { tell(notice) }
            if try await each(item) == .enough { return }
        }
    }

    /// Everything from a sequence on up to where the log ends now.
    func runToEnd(after: Int64, _ each: (FeedItem) async throws -> Next) async throws {
        try await run(after: after) { item in
            switch item {
            case .away: throw StoreAbsence(client.layout).failure
            case .caughtUp: return .enough
            case .event, .signal, .gone, .back: return try await each(item)
            }
        }
    }

    private func tell(_ notice: FeedNotice) {
        call.note(call.options.json ? JSONText.text(notice) : notice.sentence)
    }
}
