package import Bus
import Wire

/// Reads a feed and writes down what it says, so that a test can compare it with the log.
package struct FeedReader: ~Copyable {
    private var items: EventFeedIterator
    /// The sequences delivered so far.
    package private(set) var sequences: [Int64] = []
    /// Everything else that was said, in order.
    package private(set) var words: [FeedItem] = []

    package init(_ feed: EventFeed) { items = feed.makeAsyncIterator() }

    package mutating func next() async throws -> FeedItem? {
        let item = try await items.next(isolation: nil)
        if case .event(_, let position, _)? = item {
            sequences.append(position.sequence)
        } else if let item {
            words.append(item)
        }
        return item
    }

    /// The next item that is an event.
    package mutating func nextEvent() async throws -> FeedItem? {
        while let item = try await next() {
            if case .event = item { return item }
        }
        return nil
    }

    /// Reads until everything up to the sequence has been delivered.
    package mutating func read(to sequence: Int64) async throws {
        while (sequences.last ?? 0) < sequence, try await next() != nil {}
    }

    /// Reads until this was said.
    package mutating func read(until word: FeedItem) async throws {
        while let item = try await next(), item != word {}
    }
}
