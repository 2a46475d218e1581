internal import TownModel
internal import Wire

/// Which letters a session's turn has before it, as its hooks printed them. Only a turn that has ended makes a letter seen,
/// by its agent and by every later session of it: whatever happens before that, the letter is shown again.
extension Transaction {
    func shown(_ shown: LettersShown) throws(LedgerError) -> Done {
        guard let session = speaker.session else {
            throw .refuse(
                .forbidden, "only a session says that it was shown a letter", about: speaker.actor.description,
                hint: "it is for an agent's hooks; gt mail read reads one")
        }
        guard shown.ids.count <= MailLimits.verboseMailsMax else {
            throw .refuse(.tooLarge, "news have at most \(MailLimits.verboseMailsMax) letters, not \(shown.ids.count)")
        }
        guard try isInTurn(session) else { return Done() }
        for id in shown.ids {
            try write(
                "UPDATE deliveries SET shown_in = ? WHERE owner = ? AND mail = ? AND seen_at IS NULL",
                .text(session.text), .text(speaker.actor.description), .text(id.text))
        }
        return Done()
    }

    func sawLetters(_ session: Incarnation) throws(LedgerError) {
        try write(
            "UPDATE deliveries SET seen_at = ?, shown_in = NULL WHERE shown_in = ?", .int(now.milliseconds),
            .text(session.text))
    }

    /// The turn came to nothing, or nobody knows what came of it.
    func forgetLetters(shownTo session: Incarnation) throws(LedgerError) {
        try write("UPDATE deliveries SET shown_in = NULL WHERE shown_in = ?", .text(session.text))
    }
}
