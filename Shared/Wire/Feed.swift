package import TownModel

/// Events of whole streams (all when empty) after a sequence, oldest first, as the bytes that were published.
///
/// A cursor older than the log or beyond its head is answered with `gone`: list the state, go on from the sequence in
/// the answer's headers. The error's `about` is the oldest sequence that is kept.
package struct EventsSince: Query {
    package typealias Reply = EventPage
    package static let verb = "events.since"
    package var streams: [StreamName]
    package var after: Int64
    package var limit: Int

    package init(streams: [StreamName] = [], after: Int64, limit: Int = WireLimits.pageRowsMax) {
        self.streams = streams
        self.after = after
        self.limit = limit
    }
}

package struct EventPage: Codable, Hashable, Sendable {
    /// Each the JSON text of a CloudEvent.
    package var events: [String]
    /// Go on after this sequence. Beyond the last event when later ones are all of other streams.
    package var after: Int64
    /// The head of the log at the time of the answer; reached when `after` equals it.
    package var head: Int64

    package init(events: [String], after: Int64, head: Int64) {
        self.events = events
        self.after = after
        self.head = head
    }
}

/// Where each stream's log ends: so that the loss of the *last* event is noticed too. Topic `~feed.head`.
package struct FeedHead: Signal {
    package static let verb = "feed.head"
    package static let topic = "~feed.head"

    /// Under which a listener of one stream learns where that stream's log ends, and nothing of the others.
    package static func topic(of stream: StreamName) -> String { "\(topic).\(stream)" }

    /// Whether what is published there is a head.
    package static func isTopic(_ text: String) -> Bool { text == topic || text.hasPrefix("\(topic).") }

    package var epoch: Int64
    package var sequence: Int64
    package var streams: [String: Int64]

    package init(epoch: Int64, sequence: Int64, streams: [String: Int64]) {
        self.epoch = epoch
        self.sequence = sequence
        self.streams = streams
    }

    package func head(of stream: StreamName) -> Int64 { streams[stream.description] ?? 0 }
}
