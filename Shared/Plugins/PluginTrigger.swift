package import TownModel

/// Which events count for a plugin that waits for some.
package struct PluginTrigger: Hashable, Sendable {
    package let pattern: TopicPattern
    /// What the last run itself is, has and says: it must not be its own reason.
    private let own: Set<String>
    private let dog: Address?
    /// Events up to this one came before the last run began.
    package let after: Int64
    /// What was before it is of a time without this plugin.
    private let notBefore: Timestamp

    /// - Parameter state: what the ledger knows of it.
    package init(_ pattern: TopicPattern, of plugin: Plugin, since state: PluginState?) {
        let run = state?.last
        self.pattern = pattern
        notBefore = max(plugin.writtenAt, state?.switchedAt ?? plugin.writtenAt)
        after = run?.after ?? 0
        own = Set([run?.bead.text, run?.escalation?.text].compactMap { $0 })
        dog = run?.dog
    }

    /// What every run makes of itself, of whatever plugin: two that waited for each other's would never end.
    private static let nouns: Set<Substring> = ["plugin", "resident", "intent", "session", "role", "key"]

    /// - Parameters:
    ///   - topic: `<stream>.<noun>.<verb>.<subject>`.
    ///   - actor: whoever's command made it.
    package func counts(
        topic: String, subject: String, actor: Address, sequence: Int64, time: Timestamp
    ) -> Bool {
        guard sequence > after, time >= notBefore, pattern.matches(topic), actor != dog, !own.contains(subject) else {
            return false
        }
        let words = topic.split(separator: ".", maxSplits: 2)
        return words.count > 1 && !Self.nouns.contains(words[1])
    }
}
