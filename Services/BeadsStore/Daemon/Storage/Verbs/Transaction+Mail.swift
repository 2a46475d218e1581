internal import TownModel
internal import Wire

extension Transaction {
    /// Stores a letter and puts it once into each inbox. The recipients are known to exist; `complete` says what else
    /// stands on it.
    @discardableResult
    func deliver(
        to recipients: [Address], subject: String, body: String, priority: Priority = .normal,
        lists: [MailTarget] = [], complete: (inout Mail) -> Void = { _ in }
    ) throws(LedgerError) -> Mail? {
        guard !recipients.isEmpty || !lists.isEmpty else { return nil }
        var mail = Mail(
            id: try mint(prefix: town.prefix.text, kind: "msg"), from: speaker.actor, to: recipients, subject: subject,
            body: body, priority: priority, sentAt: now, lists: lists.isEmpty ? nil : lists)
        complete(&mail)
        // Its place among all letters is that of its first delivery; what lies in no inbox has one of its own.
        var place: Int64?
        for owner in mail.recipients {
            let number = try put(mail, inInboxOf: owner)
            place = place ?? number
        }
        let number = if let place { place } else { try next("delivery") }
        try write(
            "INSERT INTO mails (id, sender, sent_at, number, thread, value) VALUES (?, ?, ?, ?, ?, ?)",
            .text(mail.id.text), .text(mail.from.description), .int(now.milliseconds), .int(number),
            .optional(mail.thread?.text), .text(JSONText.text(mail)))
        for case .queue(let name) in lists { try put(mail, in: name) }
        for case .channel(let name) in lists { try keep(mail, in: name) }
        var heading = mail
        heading.body = nil
        // What lies in a place for who looks is told to the town.
        let places = lists.filter { !$0.isPeople }.map { _ in StreamName.town }
        for stream in Set(mail.recipients.map(\.stream) + places).sorted() {
            try emit(.mailSent, in: stream, subject: mail.id.text, EventData(mail: heading))
        }
        return mail
    }

    /// One copy of it lies in this inbox, whatever lay there before. Its place, if it is new there.
    @discardableResult
    func put(_ mail: Mail, inInboxOf owner: Address, isRead: Bool = false) throws(LedgerError) -> Int64 {
        let number = try next("delivery")
        try write(
            """
            INSERT INTO deliveries (owner, mail, number, priority, read_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (owner, mail) DO UPDATE SET read_at = coalesce(read_at, excluded.read_at), archived_at = NULL
            """, .text(owner.description), .text(mail.id.text), .int(number), .int(Int64(mail.priority.rawValue)),
            .optional(isRead ? now.milliseconds : nil))
        return number
    }
}

extension Address {
    /// The stream that tells this agent of its mail and nudges.
    var stream: StreamName { rig.map(StreamName.rig) ?? .town }

    /// The store has no inbox.
    var takesMail: Bool { self != .store }
}
