internal import TownModel
internal import Wire

extension Transaction {
    /// Stores a letter and puts it once into each inbox. The recipients are known to exist; `complete` says what else
    /// stands on it.
    @discardableResult
    func deliver(
        to recipients: [Address], subject: String, body: String, priority: Priority = .normal,
        complete: (inout Mail) -> Void = { _ in }
    ) throws(LedgerError) -> Mail? {
        guard !recipients.isEmpty else { return nil }
        var mail = Mail(
            id: try mint(prefix: town.prefix.text, kind: "msg"), from: speaker.actor, to: recipients, subject: subject,
            body: body, priority: priority, sentAt: now)
        complete(&mail)
        // Its place among all letters is that of its first delivery.
        var place: Int64?
        for owner in mail.recipients {
            let number = try next("delivery")
            place = place ?? number
            try write(
                "INSERT INTO deliveries (owner, mail, number, priority) VALUES (?, ?, ?, ?)",
                .text(owner.description), .text(mail.id.text), .int(number), .int(Int64(mail.priority.rawValue)))
        }
        try write(
            "INSERT INTO mails (id, sender, sent_at, number, thread, value) VALUES (?, ?, ?, ?, ?, ?)",
            .text(mail.id.text), .text(mail.from.description), .int(now.milliseconds), .int(place ?? 0),
            .optional(mail.thread?.text), .text(JSONText.text(mail)))
        var heading = mail
        heading.body = nil
        for stream in Set(mail.recipients.map(\.stream)).sorted() {
            try emit(.mailSent, in: stream, subject: mail.id.text, EventData(mail: heading))
        }
        return mail
    }
}

extension Address {
    /// The stream that tells this agent of its mail and nudges.
    var stream: StreamName { rig.map(StreamName.rig) ?? .town }

    /// The store has no inbox.
    var takesMail: Bool { self != .store }
}
