internal import TownModel
internal import Wire

extension Admission {
    /// A command of the spool has no key any more: its client has looked at it. What is checked here is that its actor
    /// could have sent it, and that it is one that may wait.
    mutating func admit(spooled verb: String, of speaker: Speaker) throws(LedgerError) -> Speaker {
        recognise(speaker.actor)
        guard SpooledCommand.verbs.contains(verb) else {
            throw .refuse(.forbidden, "\(verb) is no command that may wait in the spool", about: verb)
        }
        guard speaker != Speaker(actor: .overseer, session: nil, role: nil) else { return speaker }
        let agent: String?
        do {
            agent = try speaker.session.flatMap { (session) throws(SQLiteFailure) in
                try database.text("SELECT agent FROM sessions WHERE incarnation = ?", .text(session.text))
            }
        } catch {
            throw .failed(error)
        }
        guard agent == speaker.actor.description else {
            throw .refuse(
                .forbidden, "\(speaker.actor) had no session \(speaker.session?.text ?? "") here",
                about: speaker.actor.description)
        }
        return speaker
    }
}
