import TownModel
import Wire

/// What is new, for an agent to read in passing: nothing at all where nothing is, so that a quiet town costs no words.
struct NewsText {
    let news: News

    /// Bytes of what is said of letters in passing.
    private static let lettersBytes = 4096

    /// For a conversation: what others wrote stands in frames.
    var lines: [String] {
        let said = stopped + nudges + TownChangesText.lines(news.changes) + letters + channels
        // What was before the agent already is worth no turn's words of its own.
        return said.isEmpty ? [] : said + older
    }

    var text: String? { lines.isEmpty ? nil : lines.joined(separator: "\n") }

    /// For a person who asked.
    func summary(_ screen: Screen) -> String {
        let who = news.agent.description
        guard !news.isEmpty else { return "nothing is new for \(who)" }
        let letters = news.unreadCount == 1 ? "1 unread letter" : "\(news.unreadCount) unread letters"
        let nudges = news.nudgeCount == 1 ? "1 nudge" : "\(news.nudgeCount) nudges"
        let changes = news.changes.map { ", and \($0.changes.count) things that have happened" } ?? ""
        let channels = self.channels.map { "\n\($0)" }.joined()
        return "\(screen.paint(letters, .bold)) and \(screen.paint(nudges, .bold))\(changes) for \(who)\(channels)"
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

    private var new: Int { news.letters?.count ?? news.unreadCount }

    /// Their names are those of the town: nothing of what was written is here.
    private var channels: [String] {
        (news.channels ?? []).map { "\($0.count) new in #\($0.channel): gt mail channel show \($0.channel)" }
    }

    private var letters: [String] {
        guard new > 0 else { return [] }
        let shown = news.unread.map { mail in
            let urgent = mail.priority < .normal ? " (\(MailText.word(mail.priority)))" : ""
            return "\(mail.id) from \(mail.from)\(urgent): \(UntrustedText.line(mail.subject))"
        }
        let count = new == 1 ? "1 unread letter" : "\(new) unread letters"
        let isCut = news.unread.count < new
        let which = isCut ? ", \(news.unread.count) of them" : ""
        return FramedText.lines(
            shown.joined(separator: "\n"), "\(count)\(isCut ? numbers : ""), gt mail read <id> shows one\(which)",
            bytesMax: Self.lettersBytes, whole: "gt mail inbox -u")
    }

    /// ` (1 urgent, 6 normal; 5 of polecats, 2 of mayor)`.
    private var numbers: String {
        guard let letters = news.letters else { return "" }
        let urgencies = letters.urgencies.map { "\($0.count) \(MailText.word($0.priority))" }
        let writers = letters.writers.map { "\($0.count) of \($0.writer.rawValue)" }
        let parts = [urgencies, writers].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    }

    private var older: [String] {
        let count = news.unreadCount - new
        guard count > 0 else { return [] }
        return ["\(count == 1 ? "1 older unread letter" : "\(count) older unread letters"): gt mail inbox -u"]
    }
}
