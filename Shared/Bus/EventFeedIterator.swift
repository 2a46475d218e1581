import TownModel
import Wire

/// One reader's way through an `EventFeed`.
package struct EventFeedIterator: AsyncIteratorProtocol {
    private let bus: any MessageBus
    private let streams: [StreamName]
    private let filter: FeedFilter
    private let resume: FeedResume
    private let isRaw: Bool
    private let isEndless: Bool
    private let name = String(UInt64.random(in: .min ... .max), radix: 36)
    private var pages = 0

    private var tracker: FeedTracker
    private var live: AsyncStream<LiveItem>.Iterator?
    /// Items of the last page that were not asked for yet, the next one last.
    private var ready: [FeedItem] = []
    private var isAway = false
    /// The store was too busy for a page: ask again at the next sign of life.
    private var isPutOff = false
    private var hasEnded = false

    init(
        bus: any MessageBus, streams: [StreamName], filter: FeedFilter, resume: FeedResume, isRaw: Bool,
        isEndless: Bool,
        tracker: FeedTracker
    ) {
        self.bus = bus
        self.streams = streams
        self.filter = filter
        self.resume = resume
        self.isRaw = isRaw
        self.isEndless = isEndless
        self.tracker = tracker
    }

    package mutating func next(isolation actor: isolated (any Actor)?) async throws(BusFailure) -> FeedItem? {
        while true {
            if let item = ready.popLast() { return item }
            if hasEnded { return nil }
            if !isEndless {
                if tracker.mustFetch { try await fetch(isolation: actor) } else { hasEnded = true }
            } else if live == nil {
                try await subscribe(isolation: actor)
            } else if tracker.mustFetch, !isPutOff {
                try await fetch(isolation: actor)
            } else if let item = await live?.next(isolation: actor) {
                if case .denied(let endpoint) = item { throw .bus(.denied(endpoint: endpoint)) }
                take(item)
            } else {
                hasEnded = true
            }
        }
    }

    private mutating func subscribe(isolation actor: isolated (any Actor)?) async throws(BusFailure) {
        do throws(BusError) {
            live = try await bus.listen(to: filter).makeAsyncIterator()
        } catch .closed {
            hasEnded = true
        } catch {
            throw .bus(error)
        }
    }

    private mutating func take(_ item: LiveItem) {
        if item == .away {
            lose()
            return
        }
        isPutOff = false
        if isAway { tracker.missed() }
        switch item {
        case .event(let position, let bytes):
            if tracker.live(position), concerns(position) { ready.append(event(position, bytes)) }
        case .head(let head): tracker.head(head)
        case .signal(let topic, let bytes): ready.append(.signal(topic: topic, bytes: bytes))
        case .reconnected: tracker.missed()
        case .away, .denied: break
        }
    }

    private mutating func lose() {
        guard !isAway else { return }
        isAway = true
        ready.append(.away)
    }

    private func concerns(_ position: EventPosition) -> Bool {
        streams.isEmpty || streams.contains(position.stream)
    }

    private func event(_ position: EventPosition, _ bytes: [UInt8]) -> FeedItem {
        // A kind that this program does not know still has its place in the log.
        .event(isRaw ? nil : try? CloudEvent.decode(bytes), position, bytes: bytes)
    }
}

// MARK: - Pages

extension EventFeedIterator {
    /// Asks for the next page. A store that is away is asked again and again; each time takes its limit.
    private mutating func fetch(isolation actor: isolated (any Actor)?) async throws(BusFailure) {
        pages += 1
        let query = EventsSince(
            streams: streams, after: tracker.cursor ?? 0, limit: tracker.cursor == nil ? 1 : WireLimits.pageRowsMax)
        let request = Request(
            id: CommandID(composed: "feed", name, String(pages)), kind: .query, verb: EventsSince.verb,
            body: JSONText.encode(query))
        let answer: Answer
        do throws(BusError) {
            answer = try await bus.request(request, within: BusLimits.pageWait)
        } catch .away where isEndless {
            return lose()
        } catch .closed {
            hasEnded = true
            return
        } catch {
            throw .bus(error)
        }
        do throws(WireError) {
            let items = try take(answer)
            ready = ((isAway ? [.back] : []) + items).reversed()
            isAway = false
        } catch {
            throw .refused(error)
        }
    }

    /// What an answer brings, oldest first.
    private mutating func take(_ answer: Answer) throws(WireError) -> [FeedItem] {
        let delivered = tracker.cursor ?? 0
        switch answer.result {
        case .ok(let body):
            let page = try JSONText.decode(EventPage.self, from: body)
            switch tracker.page(after: page.after, head: page.head, headers: answer.headers) {
            case .deliver(let above, let isEnd): return try items(page, above: above, isEnd: isEnd)
            case .gone(let snapshot): return [.gone(FeedGap(after: delivered, resumes: snapshot))]
            case .stuck:
                throw WireError(
                    .bug, "the store's page of events ends at \(page.after), before its head \(page.head)",
                    about: EventsSince.verb)
            }
        case .error(let error) where error.code == .gone:
            let oldest = error.about.flatMap { Int64($0) }
            let step = tracker.gone(answer.headers, oldest: resume == .oldest ? oldest : nil)
            guard case .gone(let resumes) = step else { return [] }
            return [.gone(FeedGap(after: delivered, resumes: resumes, oldest: oldest))]
        case .error(let error) where error.code == .busy && isEndless:
            isPutOff = true
            return []
        case .error(let error): throw error
        }
    }

    private func items(_ page: EventPage, above: Int64, isEnd: Bool) throws(WireError) -> [FeedItem] {
        var items: [FeedItem] = []
        for text in page.events {
            let bytes = Array(text.utf8)
            // Read once where it is known; of a kind from the future the place is read by itself.
            let event = isRaw ? nil : try? CloudEvent.decode(bytes)
            let position = if let event { EventPosition(of: event) } else { try CloudEvent.position(bytes) }
            if position.sequence > above { items.append(.event(event, position, bytes: bytes)) }
        }
        if isEnd, let cursor = tracker.cursor { items.append(.caughtUp(sequence: cursor)) }
        return items
    }
}
