internal import TownModel
internal import Wire

extension Transaction {
    /// A letter that the speaker got or wrote: nobody answers, or learns of, what others write to each other.
    func letterToAnswer(_ id: BeadID) throws(LedgerError) -> Mail {
        let actor = speaker.actor
        guard
            let mail = try value(
                Mail.self,
                """
                SELECT value FROM mails WHERE id = ?1
                AND (sender = ?2 OR EXISTS (SELECT 1 FROM deliveries WHERE owner = ?2 AND mail = ?1))
                """, .text(id.text), .text(actor.description))
        else {
            throw .refuse(
                .notFound, "there is no letter \(id) that \(actor) got or wrote", about: id.text, hint: "gt mail inbox")
        }
        return mail
    }
}

extension Mail {
    /// Whom an answer by this reader goes to: its writer, or for one's own letter those whom it was written to.
    func answerers(to reader: Address) -> [Address] { from == reader ? to : [from] }

    /// "Re: " once, cut to what a subject may be.
    var replySubject: String {
        BeadText.titleLine(of: subject.lowercased().hasPrefix("re:") ? subject : "Re: \(subject)")
    }
}
