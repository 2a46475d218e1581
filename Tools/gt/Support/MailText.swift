import TownModel
import Wire

/// What part of an inbox somebody asked for.
struct InboxView {
    var folder = LetterFolder.inbox
    var unread = false
    var limit = 50

    func emptiness(of owner: Address) -> String {
        switch (folder, unread) {
        case (.inbox, false): "the inbox of \(owner) is empty"
        case (.all, false): "there are no letters of \(owner)"
        case (.archived, false): "\(owner) has put nothing away"
        case (_, true): "no letter of \(owner) is unread"
        }
    }
}

/// Letters for people. All of their text was written by somebody else.
enum MailText {
    static func inbox(_ page: MailPage, _ view: InboxView, _ screen: Screen) -> String {
        let unread = view.folder == .archived ? "" : ", \(page.unreadCount) unread"
        guard !page.mails.isEmpty else { return view.emptiness(of: page.owner) }
        let rows = table(page.mails, screen) { $0.readAt == nil }.text(screen)
        guard let next = page.next, let total = page.total else {
            return "\(rows)\n" + (unread.isEmpty ? "\(page.mails.count) put away" : "\(page.unreadCount) unread")
        }
        let more = "-n \(max(view.limit * 4, 200)) or --before \(next)"
        return "\(rows)\n\(page.mails.count) of \(total) shown\(unread): \(more)"
    }

    private static func table(_ mails: [Mail], _ screen: Screen, isNew: (Mail) -> Bool) -> TextTable {
        var table = TextTable()
        for mail in mails {
            table.add(
                .init(isNew(mail) ? "●" : " ", .green), .init(mail.id.text, .cyan),
                .init(screen.age(mail.sentAt), .dim),
                .init(mail.from.description), .init(screen.plain(mail.subject)))
        }
        return table
    }

    static func changed(_ what: String, _ changed: LettersChanged, _ screen: Screen) -> String {
        let count = changed.ids.count == 1 ? "1 letter" : "\(changed.ids.count) letters"
        return "\(screen.paint(count, .bold)) \(what), \(changed.unreadCount) unread"
    }

    static func drained(_ reply: DrainReply, dryRun: Bool, _ screen: Screen) -> String {
        let count = reply.archived == 1 ? "1 letter" : "\(reply.archived) letters"
        let head = screen.paint(count, .bold) + (dryRun ? " would be put away" : " put away")
        let kept = reply.kept.map { "\($0.count) kept: \(reason($0.reason))" }
        return ([head] + kept).joined(separator: "\n")
    }

    private static func reason(_ reason: DrainReason) -> String {
        switch reason {
        case .urgent: "urgent or high"
        case .asks: "a task or a call for somebody"
        case .reply: "an answer"
        case .handoff: "work that is handed over"
        }
    }

    static func thread(_ page: MailThreadPage, _ screen: Screen) -> String {
        let letters = page.mails.map { letter($0, screen, rest: [("letter", $0.id.text)], indent: 2) }
        let more = page.next.map { ["there is more: gt mail thread \(page.mails.last?.id ?? $0) --after \($0)"] } ?? []
        guard !letters.isEmpty || !more.isEmpty else { return "no more letters are in this thread" }
        return (letters + more).joined(separator: "\n\n")
    }

    static func found(_ findings: MailFindings, _ screen: Screen) -> String {
        guard !findings.mails.isEmpty else { return "no letter of yours has that" }
        return table(findings.mails, screen) { _ in false }.text(screen)
    }

    static func sent(_ mail: Mail, _ screen: Screen) -> String {
        "sent \(screen.paint(mail.id.text, .cyan)) to \(mail.words(for: mail.recipients))"
    }

    static func word(_ priority: Priority) -> String {
        switch priority {
        case .critical: "urgent"
        case .high: "high"
        case .low: "low"
        case .backlog: "backlog"
        default: "normal"
        }
    }

    /// `rest`: rows after those that each letter has. `indent`: of its text, so that among several no text looks like the
    /// head of another letter.
    static func letter(_ mail: Mail, _ screen: Screen, rest: [(String, String)] = [], indent: Int = 0) -> String {
        var head = [
            "\(screen.paint("from", .dim))     \(mail.from)",
            "\(screen.paint("to", .dim))       \(mail.words(for: mail.to))",
            "\(screen.paint("sent", .dim))     \(mail.sentAt)",
            "\(screen.paint("subject", .dim))  \(screen.plain(mail.subject))",
        ]
        func row(_ name: String, _ value: String?) {
            guard let value else { return }
            let gap = String(repeating: " ", count: 9 - name.utf8.count)
            head.append(screen.paint(name, .dim) + gap + value)
        }
        row("cc", mail.copies.map { $0.map(\.description).joined(separator: ", ") })
        row("urgency", mail.priority == .normal ? nil : word(mail.priority))
        row("type", mail.type?.rawValue)
        row("answers", mail.replyTo?.text)
        row("thread", mail.thread?.text)
        for (name, value) in rest { row(name, value) }
        let body = mail.body.map { $0.isEmpty ? [] : ["", screen.paragraph($0, indent: indent)] } ?? []
        return (head + body).joined(separator: "\n")
    }
}
