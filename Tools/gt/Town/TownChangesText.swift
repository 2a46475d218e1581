import TownModel
import Wire

/// What has happened in the town, for the Mayor's agent: nothing at all where nothing has.
enum TownChangesText {
    /// Bytes of it all: a screen.
    private static let bytesMax = 4096
    /// Of a reason: a gate's last words may be long.
    private static let noteBytes = 200

    static func lines(_ changes: TownChanges?) -> [String] {
        guard let changes else { return [] }
        let rest = changes.isCut ? ", the newest of more" : ""
        return FramedText.lines(
            changes.changes.map(line).joined(separator: "\n"),
            "What has happened in the town since you were told last\(rest)", bytesMax: bytesMax,
            whole: "gt convoy list --all, gt bead list --type gate, gt mq list")
    }

    private static func line(_ change: TownChange) -> String {
        let title = UntrustedText.line(change.title)
        let note = change.note.map { UntrustedText.line($0.beginning(noteBytes)) }
        return switch change.kind {
        case .landed: "Convoy \(change.subject) has landed (\(note ?? "all of it")): \(title)"
        case .escalated: "\(change.subject) waits for the overseer: \(title)"
        case .returned: "\(change.subject) was given back by the merge queue: \(title)\(note.map { " (\($0))" } ?? "")"
        }
    }
}
