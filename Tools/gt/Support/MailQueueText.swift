import TownModel
import Wire

/// Queues of letters, for people. What is in a letter was written by somebody else.
enum MailQueueText {
    static func table(_ queues: [MailQueueReply], _ screen: Screen) -> String {
        guard !queues.isEmpty else { return "there is no queue; gt mail queue create makes one" }
        var table = TextTable()
        for reply in queues {
            table.add(
                .init("queue:\(reply.queue.name)", .bold), .init(counts(reply)), .init("for \(claimers(reply.queue))"))
        }
        return table.text(screen)
    }

    static func queue(_ reply: MailQueueReply, _ screen: Screen) -> String {
        let queue = reply.queue
        let head =
            screen.paint("queue:\(queue.name)", .bold)
            + " of \(queue.madeBy), for \(claimers(queue)): \(counts(reply))"
        var table = TextTable()
        for mail in reply.waiting { table.add(contentsOf: cells(mail, .init("waits", .green), screen)) }
        for claim in reply.claimed {
            let holder = TextTable.Cell(text: "with \(claim.by) for \(screen.age(claim.at))", colours: [.dim])
            table.add(contentsOf: cells(claim.mail, holder, screen))
        }
        return reply.waiting.isEmpty && reply.claimed.isEmpty ? head : head + "\n" + table.text(screen)
    }

    static func deleted(_ reply: MailQueueReply, _ screen: Screen) -> String {
        let name = "queue:\(reply.queue.name) is no more"
        guard reply.waitingCount + reply.claimedCount > 0 else { return name }
        return "\(name): what waited (\(reply.waitingCount)) is in the overseer's inbox, what was taken "
            + "(\(reply.claimedCount)) stays with who took it"
    }

    static func taken(_ mail: Mail, from queue: MailListName?, _ screen: Screen) -> String {
        let release = "gt mail release \(mail.id)"
        let next = "yours to deal with; \(release) puts it back, \(release) --done ends it"
        return MailText.letter(mail, screen) + "\n\n"
            + screen.paint("from queue:\(queue?.text ?? ""): \(next)", .dim)
    }

    static func released(_ reply: MailReleaseReply, _ screen: Screen) -> String {
        reply.released.map { claim in
            let id = screen.paint(claim.mail.id.text, .cyan)
            return reply.isDone
                ? "\(id) is dealt with, and out of queue:\(claim.queue)"
                : "\(id) is back in its place in queue:\(claim.queue)"
        }.joined(separator: "\n")
    }

    private static func cells(_ mail: Mail, _ state: TextTable.Cell, _ screen: Screen) -> [TextTable.Cell] {
        [
            .init(text: mail.id.text, colours: [.cyan]), state, .init(text: screen.age(mail.sentAt), colours: [.dim]),
            .init(text: mail.priority < .normal ? MailText.word(mail.priority) : "", colours: [.yellow]),
            .init(text: mail.from.description), .init(text: screen.plain(mail.subject)),
        ]
    }

    private static func claimers(_ queue: MailQueue) -> String {
        queue.claimers.map { $0.map(\.text).joined(separator: ", ") } ?? "everybody"
    }

    private static func counts(_ reply: MailQueueReply) -> String {
        let taken = reply.claimedCount == 0 ? "" : ", \(reply.claimedCount) taken"
        return reply.waitingCount == 1 ? "1 letter waits" + taken : "\(reply.waitingCount) letters wait" + taken
    }
}
