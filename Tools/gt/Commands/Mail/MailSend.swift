import ArgumentParser
import TownModel
import Wire

struct MailSendCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Write to agents or people.",
        discussion: """
            Addresses: overseer, mayor, deacon, <rig>/witness, <rig>/<name>; inside a rig also witness or a bare name.

            Example: gt mail send mayor -s "Friday" -m "Land web-a1 first, please."
            """)

    @Argument(help: "To whom.", completion: IDCompletion.addresses) var to: [String]
    @Option(name: .shortAndLong, help: "One line.") var subject: String
    @Option(name: .shortAndLong, help: "The letter.") var message = ""
    @Option(name: .shortAndLong, help: "0 (urgent) to 4, or urgent, high, normal, low.") var priority: PriorityArgument?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        var client = try call.spooling(spool)
        let rig = try call.rigHere()
        var readers: [Address] = []
        for text in to { readers.append(try await client.address(text, rig: rig)) }
        let delivery = try await client.deliver(
            MailSend(to: readers, subject: subject, body: message, priority: priority?.value ?? .normal), id: id)
        call.answer(delivery) { reply in
            call.answer(reply.mail) { screen in
                "sent \(screen.paint(reply.mail.id.text, .cyan)) to "
                    + reply.mail.to.map(\.description).joined(separator: ", ")
            }
        }
    }
}
