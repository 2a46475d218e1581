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

    static func letter(_ mail: Mail, _ screen: Screen) -> String {
        let head = [
            "\(screen.paint("from", .dim))     \(mail.from)",
            "\(screen.paint("to", .dim))       \(mail.to.map(\.description).joined(separator: ", "))",
            "\(screen.paint("sent", .dim))     \(mail.sentAt)",
            "\(screen.paint("subject", .dim))  \(screen.plain(mail.subject))",
        ]
        let body = mail.body.map { $0.isEmpty ? [] : ["", screen.paragraph($0)] } ?? []
        return (head + body).joined(separator: "\n")
    }
}
