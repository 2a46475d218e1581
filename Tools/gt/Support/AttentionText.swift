import TownModel
import Wire

/// Who is told how much, for people.
enum AttentionText {
    static func sentence(_ reply: AttentionReply, _ screen: Screen) -> String {
        "\(reply.agent) is \(words(reply.attention, screen) ?? "told what is new")"
    }

    static func list(_ replies: [AttentionReply], _ screen: Screen) -> String {
        let lines = replies.map { sentence($0, screen) }
        return lines.isEmpty ? "everybody is told what is new" : lines.joined(separator: "\n")
    }

    /// nil: like everybody else.
    static func words(_ attention: Attention?, _ screen: Screen) -> String? {
        guard let attention else { return nil }
        let words = attention.words(at: screen.now)
        // Both hold at once.
        return attention.level == .muted && attention.isQuiet(at: screen.now) ? words.map { "\($0), and muted" } : words
    }
}
