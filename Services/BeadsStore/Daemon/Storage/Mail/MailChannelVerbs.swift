internal import TownModel
internal import Wire

/// Channels: letters that are kept for all who look.
extension VerbRule {
    static let mailChannels: [VerbRule] = [
        .command(MailChannelCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(MailChannelDelete.self) { (delete, transaction) throws(LedgerError) in
            try transaction.delete(delete)
        },
        .command(MailChannelSubscribe.self) { (subscribe, transaction) throws(LedgerError) in
            try transaction.subscribe(subscribe)
        },
        // Asked again it shows what is there then: no copy of so many letters is kept for that.
        .command(MailChannelRead.self, isKept: false) { (read, transaction) throws(LedgerError) in
            try transaction.look(read)
        },
    ]
}

extension QueryRule {
    static let mailChannels: [QueryRule] = [
        .query(MailChannelList.self) { (_, reading) throws(LedgerError) in
            var found: [MailChannelReply] = []
            for channel in try reading.channels() {
                found.append(try reading.reply(channel, for: reading.speaker?.actor))
            }
            return MailChannelPage(channels: PageLimit.fit(found).page)
        }
    ]
}

extension Transaction {
    fileprivate func create(_ create: MailChannelCreate) throws(LedgerError) -> MailChannelReply {
        try checkMayKeepLists()
        try checkFree(.channel(create.name))
        let about = "channel:\(create.name)"
        guard (1...MailLimits.keepMax).contains(create.keep) else {
            throw .refuse(.invalid, "a channel keeps 1 to \(MailLimits.keepMax) letters", about: about, hint: "--keep")
        }
        guard create.keepSeconds.map((1...MailLimits.keepSecondsMax).contains) ?? true else {
            throw .refuse(.invalid, "a channel keeps a letter for ten years at most", about: about, hint: "--keep-for")
        }
        let channel = MailChannel(
            name: create.name, keep: create.keep, keepSeconds: create.keepSeconds, madeBy: speaker.actor, madeAt: now)
        try write(
            "INSERT INTO mail_channels (name, value) VALUES (?, ?)", .text(channel.name.text),
            .text(JSONText.text(channel)))
        try tell(.channel(channel.name), "made, keeps \(channel.keep)")
        return try reply(channel, for: speaker.actor)
    }

    fileprivate func delete(_ delete: MailChannelDelete) throws(LedgerError) -> MailChannelReply {
        try checkMayKeepLists()
        let channel = try knownChannel(delete.name)
        let reply = try reply(channel, for: speaker.actor)
        guard delete.force || reply.count == 0 else {
            throw .refuse(
                .conflict, "channel:\(channel.name) has letters: \(reply.count)", about: "channel:\(channel.name)",
                hint: "--force takes them away with it")
        }
        let name = SQLiteValue.text(channel.name.text)
        try drop(try letters("channel = ?", name), from: channel.name)
        try write("DELETE FROM channel_readers WHERE channel = ?", name)
        try write("DELETE FROM mail_channels WHERE name = ?", name)
        try tell(
            .channel(channel.name), reply.count == 0 ? "taken away" : "taken away with its letters (\(reply.count))")
        return reply
    }

    /// What was there before is not new to a subscriber. Subscribing is no event: nobody waits for it.
    fileprivate func subscribe(_ subscribe: MailChannelSubscribe) throws(LedgerError) -> MailChannelReply {
        let channel = try knownChannel(subscribe.name)
        let (agent, name) = (SQLiteValue.text(speaker.actor.description), SQLiteValue.text(channel.name.text))
        if subscribe.isSubscribed {
            try write(
                """
                INSERT INTO channel_readers (agent, channel, seen)
                VALUES (?1, ?2, (SELECT coalesce(max(number), 0) FROM channel_letters WHERE channel = ?2))
                ON CONFLICT DO NOTHING
                """, agent, name)
        } else {
            try write("DELETE FROM channel_readers WHERE agent = ? AND channel = ?", agent, name)
        }
        return try reply(channel, for: speaker.actor)
    }

    /// Looking is no event, as reading is none.
    fileprivate func look(_ read: MailChannelRead) throws(LedgerError) -> MailChannelReply {
        let channel = try knownChannel(read.name)
        var reply = try reply(channel, for: speaker.actor)
        reply.letters =
            PageLimit.fit(
                try keptLetters(in: channel.name, limit: min(PageLimit.rows(read.limit), MailLimits.lookedAtMax))
            ).page
        try write(
            """
            UPDATE channel_readers SET seen = (SELECT coalesce(max(number), seen) FROM channel_letters WHERE channel = ?1)
            WHERE channel = ?1 AND agent = ?2
            """, .text(channel.name.text), .text(speaker.actor.description))
        return reply
    }
}
