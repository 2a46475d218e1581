internal import TownModel

extension Mail {
    /// Whom an answer by this reader goes to: its writer, or for one's own letter those whom it was written to.
    func answerers(to reader: Address) -> [Address] { from == reader ? to : [from] }

    /// "Re: " once, cut to what a subject may be.
    var replySubject: String {
        BeadText.titleLine(of: subject.lowercased().hasPrefix("re:") ? subject : "Re: \(subject)")
    }
}
