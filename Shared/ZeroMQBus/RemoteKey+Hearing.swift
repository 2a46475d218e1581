package import TownModel
internal import Wire

extension RemoteKey {
    /// What a peer with this key is subscribed to when it asks for `prefix`: as much of it as it may hear.
    package func subscriptions(for prefix: String) -> [String] {
        guard !streams.isEmpty else { return [prefix] }
        if prefix.hasPrefix(FeedConnection.greetingPrefix) { return [prefix] }
        return streams.flatMap { stream in
            ["\(stream).", "~\(stream).", FeedHead.topic(of: stream)].compactMap { allowed in
                prefix.hasPrefix(allowed) ? prefix : allowed.hasPrefix(prefix) ? allowed : nil
            }
        }
    }
}
