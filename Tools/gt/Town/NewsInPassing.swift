import TownModel
import Wire

/// Shows a session's news to its agent and says so: what was printed is delivered, and nothing else is.
struct NewsInPassing {
    let client: TownClient
    let session: Incarnation

    /// After the answer was printed: too late means that they are shown once more.
    func delivered(_ nudges: [Nudge], within left: Duration) async throws(CommandFailure) {
        guard let highest = nudges.map(\.number).max() else { return }
        HookTime.goesOn(left)
        _ = try await client.command(
            NudgesDelivered(numbers: nudges.map(\.number)),
            id: CommandID(composed: "nudges-shown", session.text, String(highest)))
    }

    /// Letters that were printed by what they are about: seen, when the turn has ended.
    func shown(_ letters: [Mail], within left: Duration) async throws(CommandFailure) {
        guard !letters.isEmpty else { return }
        HookTime.goesOn(left)
        _ = try await client.command(LettersShown(ids: letters.map(\.id)))
    }

    /// What has happened was printed too.
    func seen(_ changes: TownChanges?, within left: Duration) async throws(CommandFailure) {
        guard let changes else { return }
        HookTime.goesOn(left)
        try await seen(changes)
    }

    func seen(_ changes: TownChanges) async throws(CommandFailure) {
        _ = try await client.command(
            NewsSeen(sequence: changes.upTo),
            id: CommandID(composed: "news-seen", session.text, String(changes.upTo)))
    }
}
