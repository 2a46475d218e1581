internal import TownModel
internal import Wire

/// Letters.
extension VerbRule {
    static let mail: [VerbRule] = [
        .command(MailSend.self) { (send, transaction) throws(LedgerError) in
            try transaction.send(send)
        },
        .command(MailRead.self) { (read, transaction) throws(LedgerError) in
            try transaction.read(read)
        },
    ]
}

extension Transaction {
    fileprivate func send(_ send: MailSend) throws(LedgerError) -> MailReply {
        let answered: Mail? = if let id = send.replyTo { try knownLetter(id, of: speaker.actor) } else { nil }
        let readers = try readers(of: send, answering: answered)
        let (recipients, copies) = (readers.to, readers.copies)
        var subject = send.subject
        if subject.trimmed.isEmpty, let answered { subject = answered.replySubject }
        subject = try BeadText.title(subject)
        try BeadText.check(description: send.body)
        let complete: (inout Mail) -> Void = { mail in
            mail.type = send.type ?? answered.map { _ in .reply }
            mail.copies = copies.isEmpty ? nil : copies
            mail.replyTo = answered?.id
            mail.thread = answered.map { $0.thread ?? $0.id }
        }
        guard
            let mail = try deliver(
                to: recipients, subject: subject, body: send.body, priority: send.priority, lists: readers.lists,
                complete: complete)
        else { throw .refuse(.bug, "a letter to somebody was delivered to nobody") }
        return MailReply(mail: mail)
    }

    /// Written to nobody known: an error at once, with whom may have been meant.
    func checkKnown(_ address: Address) throws(LedgerError) {
        let known = try directory()
        guard !known.contains(address) else { return }
        let near = known.filter { $0.rig == address.rig || $0.name == address.name }
        let candidates = (near.isEmpty ? known : near).prefix(BeadLimits.candidatesMax)
        throw .refuse(
            .notFound, "there is no \(address)", about: address.description,
            hint: "there are: \(candidates.map(\.description).joined(separator: ", "))")
    }

    /// Reading is no event: nobody waits for it.
    fileprivate func read(_ read: MailRead) throws(LedgerError) -> MailReply {
        let owner = speaker.actor
        let place = try self.place(of: read.id, for: owner)
        try write(
            "UPDATE deliveries SET read_at = ? WHERE owner = ? AND mail = ? AND read_at IS NULL",
            .int(now.milliseconds), .text(owner.description), .text(read.id.text))
        guard let mail = try letter(read.id, of: owner) else {
            throw .refuse(.bug, "the letter \(read.id) lies at \(place) in an inbox and is nowhere")
        }
        return MailReply(mail: mail)
    }
}
