extension RemoteKey {
    /// The topic under which a listener of one stream learns where that stream's log ends, and nothing of the others.
    package static func headTopic(of stream: StreamName) -> String { "\(feedHead).\(stream)" }

    /// What a peer with this key is subscribed to when it asks for `prefix`: as much of it as it may hear.
    package func subscriptions(for prefix: String) -> [String] {
        guard !streams.isEmpty else { return [prefix] }
        if prefix.hasPrefix(Self.greeting) { return [prefix] }
        return streams.flatMap { stream in
            ["\(stream).", "~\(stream).", Self.headTopic(of: stream)].compactMap { allowed in
                prefix.hasPrefix(allowed) ? prefix : allowed.hasPrefix(prefix) ? allowed : nil
            }
        }
    }

    private static let greeting = "~hello."
    private static let feedHead = "~feed.head"
}
