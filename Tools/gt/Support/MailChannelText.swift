import TownModel
import Wire

/// Channels, for people. What is in a letter was written by somebody else.
enum MailChannelText {
    static func table(_ channels: [MailChannelReply], _ screen: Screen) -> String {
        guard !channels.isEmpty else { return "there is no channel; gt mail channel create makes one" }
        var table = TextTable()
        for reply in channels {
            table.add(contentsOf: [
                .init("channel:\(reply.channel.name)", .bold), .init(letters(reply.count)),
                .init(bounds(reply.channel)),
                .init(unseen(reply) ?? "", .green),
            ])
        }
        return table.text(screen)
    }

    static func line(_ reply: MailChannelReply, _ screen: Screen) -> String {
        let readers = reply.subscribers == 1 ? "1 subscriber" : "\(reply.subscribers) subscribers"
        let head = screen.paint("channel:\(reply.channel.name)", .bold)
        return ["\(head): \(letters(reply.count))", bounds(reply.channel), readers, unseen(reply)]
            .compactMap(\.self).joined(separator: ", ")
    }

    static func letters(_ reply: MailChannelReply, _ screen: Screen) -> String {
        let rest = reply.count - reply.letters.count
        let more = rest > 0 ? ["\(rest) more: -n"] : []
        return ([line(reply, screen)] + reply.letters.map { "\n" + MailText.letter($0, screen) } + more)
            .joined(separator: "\n")
    }

    private static func letters(_ count: Int) -> String { count == 1 ? "1 letter" : "\(count) letters" }

    private static func bounds(_ channel: MailChannel) -> String {
        let time = channel.keepSeconds.map { " of the last \(Age.text(.seconds($0)))" } ?? ""
        return "keeps \(channel.keep)\(time)"
    }

    private static func unseen(_ reply: MailChannelReply) -> String? {
        reply.unseen.map { $0 == 0 ? "subscribed" : "\($0) new for you" }
    }
}
