import Wire

/// What the files of beads are now, for people.
enum SyncText {
    static func text(_ facts: SyncFacts, _ screen: Screen) -> String {
        let counts = facts.beads.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let commit = facts.commit.map { "committed as \($0.prefix(10))" } ?? "nothing had changed"
        let kept = facts.kept.map { "\n  somebody else's version is kept in \(screen.plain($0))" }.joined()
        return "\(screen.plain(facts.directory)): \(counts.isEmpty ? "no beads" : counts); \(commit)\(kept)"
    }
}
