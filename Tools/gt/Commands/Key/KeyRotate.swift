import ArgumentParser
import Host
import TownModel
import Wire

struct KeyRotateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "A new secret in the place of one that somebody may have seen.",
        discussion: """
            For the overseer (without a name) or a service: the old one is refused at once, and a running service goes \
            on with the new one. For a key of your own for a town elsewhere: the next one is made beside it; when that \
            town knows it, --finish puts it in its place.

            Example: gt key rotate
            Example: gt key rotate web/witness
            Example: gt key rotate laptop --finish
            """)

    @Argument(help: "overseer, a service, or a key that gt key create made.", completion: IDCompletion.holders)
    var holder = "overseer"
    @Flag(help: "Of a key of your own: the next one is let in now, use it.") var finish = false
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        if let address = Address(holder) {
            guard !finish else { throw CommandFailure.usage("--finish is for a key of your own, not for \(address)") }
            let client = try call.client()
            let reply = try await client.command(KeyRotate(holder: address), id: id)
            let path = RoleName(address.description).map(client.layout.key(of:)) ?? client.layout.overseerKey
            return call.answer(reply) { screen in
                "\(address) has a new key, in \(screen.plain(path)); the old one is refused from now on"
            }
        }
        guard let name = KeyName(holder) else {
            throw CommandFailure.usage(
                "\"\(UntrustedText.line(holder))\" has no key", hint: "gt key list names who has one in the town")
        }
        let keys = try OwnKeys(call.surroundings)
        if finish {
            let taken = try keys.finish(name)
            return call.answer(taken) { _ in "\(name) has its next key now: \(taken.publicKey)" }
        }
        let next = try keys.makeNext(name)
        call.answer(next) { screen in
            """
            the next key of \(name) lies in \(screen.plain(next.path)), the present one is in use until you say so
            its public key is  \(next.publicKey)
            in the town:       \(KeyText.authorization(next)), with the rights that it has (gt key list)
            then here:         gt key rotate \(name) --finish
            """
        }
    }
}
