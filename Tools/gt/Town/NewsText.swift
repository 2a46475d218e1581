import TownModel
import Wire

/// What is new, for an agent to read in passing: nothing at all where nothing is, so that a quiet town costs no words.
struct NewsText {
    let news: News

    /// Bytes of what is said of letters in passing.
    private static let lettersBytes = 4096

    /// For a conversation: what others wrote stands in frames.
    var lines: [String] { stopped + nudges + TownChangesText.lines(news.changes) + letters }

    var text: String? { lines.isEmpty ? nil : lines.joined(separator: "\n") }

    /// For a person who asked.
    func summary(_ screen: Screen) -> String {
        let who = news.agent.description
        guard !news.isEmpty else { return "nothing is new for \(who)" }
        let letters = news.unreadCount == 1 ? "1 unread letter" : "\(news.unreadCount) unread letters"
        let nudges = news.nudgeCount == 1 ? "1 nudge" : "\(news.nudgeCount) nudges"
        let changes = news.changes.map { ", and \($0.changes.count) things that have happened" } ?? ""
        return "\(screen.paint(letters, .bold)) and \(screen.paint(nudges, .bold))\(changes) for \(who)"
    }

    private var stopped: [String] {
        news.stopped.map { ["The town is stopped: \(UntrustedText.line($0)). Begin nothing."] } ?? []
    }

    private var nudges: [String] {
        let shown = news.nudges.flatMap {
            FramedText.lines(
                $0.text ?? "", "Said to you just now by \($0.from)", bytesMax: PrimeLimits.nudgeBytes,
                whole: "gt nudge show \($0.number)")
        }
        let rest = news.nudgeCount - news.nudges.count
        return rest > 0 ? shown + ["\(rest) more nudges wait: gt mail check --inject"] : shown
    }

    private var letters: [String] {
        guard news.unreadCount > 0 else { return [] }
        let shown = news.unread.map { mail in
            let urgent = mail.priority < .normal ? " (\(mail.priority == .critical ? "urgent" : "high"))" : ""
            return "\(mail.id) from \(mail.from)\(urgent): \(UntrustedText.line(mail.subject))"
        }
        let count = news.unreadCount == 1 ? "1 unread letter" : "\(news.unreadCount) unread letters"
        let which = news.unread.count < news.unreadCount ? ", \(news.unread.count) of them" : ""
        return FramedText.lines(
            shown.joined(separator: "\n"), "\(count), gt mail read <id> shows one\(which)", bytesMax: Self.lettersBytes,
            whole: "gt mail inbox")
    }
}
