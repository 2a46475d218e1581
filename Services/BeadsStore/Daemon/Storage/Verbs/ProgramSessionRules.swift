internal import TownModel
internal import Wire

/// What an agent's program calls its conversations: told with the session's own word, found again for as long as the
/// ledger is there.
extension Transaction {
    func alive(_ alive: SessionAlive) throws(LedgerError) -> Done {
        guard speaker.session == alive.incarnation else {
            throw .refuse(
                .forbidden, "only the session \(alive.incarnation) itself says that it lives",
                about: alive.incarnation.text)
        }
        let isNew =
            try alive.program.map { (told) throws(LedgerError) in try note(told, of: alive.incarnation) } ?? false
        // The event of its first word has the session with it.
        guard try !speak(alive.incarnation), isNew else { return Done() }
        let session = try knownSession(alive.incarnation)
        let words = "goes on in the conversation \(session.program?.id ?? "")"
        if session.isResident {
            try tell(session, words)
        } else {
            try emit(.sessionChanged, about: try knownAssignment(session.assignment), note: words)
        }
        return Done()
    }

    /// Whether anything of it was not known.
    private func note(_ told: ProgramSession, of incarnation: Incarnation) throws(LedgerError) -> Bool {
        guard let told = told.checked else {
            throw .refuse(
                .invalid, "a conversation can't be called \(UntrustedText.line(told.id).prefix(80))",
                about: incarnation.text,
                hint: "a letter or digit, then letters, digits, -, _ and ., \(ProgramSession.idBytesMax) at most")
        }
        guard let session = try knownSession(incarnation).telling(told) else { return false }
        try save(session)
        try write(
            "INSERT OR IGNORE INTO session_programs (program, session) VALUES (?, ?)", .text(told.id),
            .text(incarnation.text))
        return true
    }
}
