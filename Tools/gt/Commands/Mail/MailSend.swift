import ArgumentParser
import TownModel
import Wire

struct MailSendCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Write to agents or people.",
        discussion: """
            Addresses: overseer, mayor, deacon, <rig>/witness, <rig>/<name>; inside a rig also witness or a bare name.
            Groups, a copy for each member: @town, @rig/<rig>, @polecats[/<rig>], @crew[/<rig>], @dogs, @witnesses,
            @refineries, @overseer, group:<name>. A letter to queue:<name> lies there until somebody takes it, one to
            channel:<name> for all who look. A bare name that no agent has may be one of these.

            Example: gt mail send mayor -s "Friday" -m "Land web-a1 first, please."
            Example: gt mail send web/nux -s "The door" --urgent --cc mayor --file door.txt
            Example: gt mail send @crew/web -s "Freeze" -m "Nothing lands before noon."
            """)

    @Argument(help: "To whom.", completion: IDCompletion.correspondents) var to: [String]
    @Option(name: .shortAndLong, help: "One line; a reply has its letter's own without it.") var subject: String?
    @OptionGroup var text: LetterOptions
    @Option(help: "What it is for.") var type: MailType?
    @Option(help: "The letter that it answers, by its id or its place in your inbox.") var replyTo: String?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard subject != nil || replyTo != nil else {
            throw ValidationError("a letter has a subject: -s TEXT, or --reply-to a letter that has one")
        }
    }

    func run(_ call: Invocation) async throws {
        var answered: BeadID?
        if let replyTo { answered = try await LetterName(replyTo).id { try call.client() } }
        var client = try call.spooling(spool)
        let rig = try call.rigHere()
        var (readers, lists): ([Address], [MailTarget]) = ([], [])
        for text in to {
            let target = try await client.target(text, rig: rig)
            if case .agent(let reader) = target { readers.append(reader) } else { lists.append(target) }
        }
        let copies = try await text.copies(&client, rig: rig)
        let delivery = try await client.deliver(
            MailSend(
                to: readers, subject: subject ?? "", body: try text.body(), priority: text.value, type: type,
                copies: copies, replyTo: answered, lists: lists.isEmpty ? nil : lists), id: id)
        call.answer(delivery) { reply in call.answer(reply.mail) { MailText.sent(reply.mail, $0) } }
    }
}
