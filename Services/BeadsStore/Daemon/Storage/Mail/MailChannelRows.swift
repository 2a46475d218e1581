internal import TownModel
internal import Wire

/// Channels, their letters and how far each subscriber has looked, as they are kept. What is too old is not shown from that
/// moment on, and taken away when the next letter comes.
extension LedgerReader {
    func channels() throws(LedgerError) -> [MailChannel] {
        try values(MailChannel.self, "SELECT value FROM mail_channels ORDER BY name")
    }

    func knownChannel(_ name: MailListName) throws(LedgerError) -> MailChannel {
        guard
            let found = try value(MailChannel.self, "SELECT value FROM mail_channels WHERE name = ?", .text(name.text))
        else {
            throw .refuse(
                .notFound, "there is no channel:\(name)", about: "channel:\(name)", hint: "gt mail channel list")
        }
        return found
    }

    func keptCount(in channel: MailListName) throws(LedgerError) -> Int {
        Int(
            try int(
                "SELECT count(*) FROM channel_letters WHERE channel = ? AND coalesce(expires_at > ?, 1)",
                .text(channel.text), .int(now.milliseconds)) ?? 0)
    }

    /// The newest first.
    func keptLetters(in channel: MailListName, limit: Int) throws(LedgerError) -> [Mail] {
        try values(
            Mail.self,
            """
            SELECT m.value FROM channel_letters c JOIN mails m ON m.id = c.mail
            WHERE c.channel = ? AND coalesce(c.expires_at > ?, 1) ORDER BY c.number DESC LIMIT ?
            """, .text(channel.text), .int(now.milliseconds), .int(Int64(limit)))
    }

    /// Where something is new for a subscriber; one's own letters never are.
    func channelNews(for agent: Address) throws(LedgerError) -> [ChannelNews] {
        try rows(
            """
            SELECT s.channel, count(*) FROM channel_readers s
            JOIN channel_letters c ON c.channel = s.channel AND c.number > s.seen
            WHERE s.agent = ?1 AND c.sender <> ?1 AND coalesce(c.expires_at > ?2, 1) GROUP BY s.channel
            """, .text(agent.description), .int(now.milliseconds)
        ) { (row) throws(SQLiteFailure) in
            MailListName(row.text(0)).map { ChannelNews(channel: $0, count: Int(row.int(1))) }
        }.compactMap(\.self)
    }

    /// Without its letters.
    func reply(_ channel: MailChannel, for agent: Address?) throws(LedgerError) -> MailChannelReply {
        let name = SQLiteValue.text(channel.name.text)
        var reply = MailChannelReply(
            channel: channel, count: try keptCount(in: channel.name),
            subscribers: Int(try int("SELECT count(*) FROM channel_readers WHERE channel = ?", name) ?? 0))
        if let agent, try seen(channel.name, by: agent) != nil {
            reply.unseen = try channelNews(for: agent).first { $0.channel == channel.name }?.count ?? 0
        }
        return reply
    }

    func seen(_ channel: MailListName, by agent: Address) throws(LedgerError) -> Int64? {
        try int(
            "SELECT seen FROM channel_readers WHERE agent = ? AND channel = ?", .text(agent.description),
            .text(channel.text))
    }
}

extension Transaction {
    /// A letter that was just stored is kept here, and what is too much or too old goes: one, as a rule, and never more
    /// than a few at once.
    func keep(_ mail: Mail, in name: MailListName) throws(LedgerError) {
        let channel = try knownChannel(name)
        let (row, moment) = (SQLiteValue.text(name.text), SQLiteValue.int(now.milliseconds))
        try write(
            "INSERT INTO channel_letters (channel, number, mail, sender, expires_at) VALUES (?, ?, ?, ?, ?)", row,
            .int(try next("channel-letter")), .text(mail.id.text), .text(mail.from.description),
            channel.keepSeconds.map { .int(now.advanced(by: .seconds($0)).milliseconds) } ?? .null)
        let surplus = try letters(
            "channel = ? ORDER BY number DESC LIMIT \(MailLimits.prunedMax) OFFSET ?", row, .int(Int64(channel.keep)))
        let old = try letters(
            "channel = ? AND expires_at <= ? ORDER BY number LIMIT \(MailLimits.prunedMax)", row, moment)
        try drop(surplus + old, from: name)
    }

    func letters(
        _ condition: String, _ values: SQLiteValue...
    ) throws(LedgerError) -> [(number: Int64, mail: String)] {
        try read { (db) throws(SQLiteFailure) in
            try db.rows("SELECT number, mail FROM channel_letters WHERE \(condition)", values) {
                (row) throws(SQLiteFailure) in (row.int(0), row.text(1))
            }
        }
    }

    /// A letter that lies nowhere else is gone for good.
    func drop(_ letters: [(number: Int64, mail: String)], from channel: MailListName) throws(LedgerError) {
        for (number, letter) in letters {
            try write(
                "DELETE FROM channel_letters WHERE channel = ? AND number = ?", .text(channel.text), .int(number))
            guard try !exists("SELECT 1 FROM channel_letters WHERE mail = ?", .text(letter)),
                let mail = try value(Mail.self, "SELECT value FROM mails WHERE id = ?", .text(letter)),
                mail.recipients.isEmpty, mail.lists?.allSatisfy({ $0.kind == .channel }) == true
            else { continue }
            try write("DELETE FROM mails WHERE id = ?", .text(letter))
        }
    }

    /// How far an agent has looked goes along when it has another name, and is forgotten when it has left.
    func renameReader(_ was: Address, to new: Address?) throws(LedgerError) {
        guard let new else { return try write("DELETE FROM channel_readers WHERE agent = ?", .text(was.description)) }
        try write(
            "UPDATE OR REPLACE channel_readers SET agent = ? WHERE agent = ?", .text(new.description),
            .text(was.description))
        try write(
            "UPDATE channel_letters SET sender = ? WHERE sender = ?", .text(new.description), .text(was.description))
    }
}
