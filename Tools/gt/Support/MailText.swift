import TownModel
import Wire

/// Letters for people. All of their text was written by somebody else.
enum MailText {
    static func inbox(_ page: MailPage, _ screen: Screen) -> String {
        guard !page.mails.isEmpty else { return "the inbox of \(page.owner) is empty" }
        var table = TextTable()
        for mail in page.mails {
            let isNew = mail.readAt == nil
            table.add(
                .init(isNew ? "●" : " ", .green), .init(mail.id.text, .cyan), .init(screen.age(mail.sentAt), .dim),
                .init(mail.from.description), .init(screen.plain(mail.subject)))
        }
        return table.text(screen) + "\n\(page.unreadCount) unread"
    }

    static func sent(_ mail: Mail, _ screen: Screen) -> String {
        "sent \(screen.paint(mail.id.text, .cyan)) to "
            + mail.recipients.map(\.description).joined(separator: ", ")
    }

    private static func word(_ priority: Priority) -> String {
        switch priority {
        case .critical: "urgent"
        case .high: "high"
        case .low: "low"
        case .backlog: "backlog"
        default: "normal"
        }
    }

    static func letter(_ mail: Mail, _ screen: Screen) -> String {
        var head = [
            "\(screen.paint("from", .dim))     \(mail.from)",
            "\(screen.paint("to", .dim))       \(mail.to.map(\.description).joined(separator: ", "))",
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
        let body = mail.body.map { $0.isEmpty ? [] : ["", screen.paragraph($0)] } ?? []
        return (head + body).joined(separator: "\n")
    }
}
