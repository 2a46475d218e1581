import ArgumentParser
import Host
import TownModel
import Wire

struct HandoffCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Leave a note for the next session of your work, in the place of the note before.",
        discussion: """
            What is committed and what is not is added to it, so that it says something without -m too. gt prime and gt
            resume show it to every session of the work, until one that was shown it and did not write it hands in, or
            puts the work off, with gt done; finished work ends it too. The hook stays as it is, and so does your
            session: nothing restarts it in this version. End it with gt done --status deferred when you can't go on.

            Example: gt handoff -s "Parser half done" -m "Next: the tests of the lexer"
            """)

    @OptionGroup var global: GlobalOptions

    @Option(name: .shortAndLong, help: "One line. Default: the first line of the message.") var subject: String?
    @Option(name: .shortAndLong, help: "What is done, what is next, what to beware of.") var message: String?
    @Option(help: "Id of the command, to repeat one that was not answered.") var id: CommandID?
    @Argument(help: "The bead on your hook: a check that it is the one you mean.", completion: IDCompletion.beads)
    var bead: String?

    func run(_ call: Invocation) async throws {
        try checkBead()
        let session = try OwnSession(call.surroundings)
        let client = try call.client(session)
        var about: BeadID?
        if let bead { about = try await client.bead(bead) }
        let note = HandoffNote(subject: subject, message: message, state: try await session.stateOfWork())
        let reply = try await client.command(
            HandoffWrite(subject: note.subject, text: note.text, bead: about), id: id)
        call.answer(reply.handoff) { screen in
            let work = reply.handoff.bead.map { "the next session of \($0)" } ?? "your next session"
            return "left for \(work): \(screen.plain(reply.handoff.subject))"
        }
    }

    /// The reference hands over in another's name too, and then drops what was to be said.
    func checkBead() throws(CommandFailure) {
        guard let bead, bead.contains("/") || Address(bead) != nil || RoleText(rawValue: bead) != nil else { return }
        throw .usage(
            "a session hands over its own work only, and \(bead) is an agent",
            hint: "gt mail send \(bead) -s <subject> -m <text> tells it something")
    }
}
