import Wire

/// What a subscriber says to a publisher: that it wants to hear a topic, or no more.
struct Subscription {
    let isWanted: Bool
    let topic: [UInt8]

    /// nil for anything else, and for a topic over the limit.
    init?(_ message: Incoming) {
        guard let frame = message.frames.first, let kind = frame.first, kind <= 1,
            frame.count <= WireLimits.topicBytesMax
        else { return nil }
        isWanted = kind == 1
        topic = Array(frame.dropFirst())
    }

    /// A greeting is published back: that proves that the subscriptions before it stand.
    func greet(_ publisher: Socket) {
        guard isWanted, topic.starts(with: FeedConnection.greetingPrefix.utf8) else { return }
        _ = publisher.send([topic, []])
    }
}
