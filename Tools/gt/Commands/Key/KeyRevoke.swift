import ArgumentParser
import TownModel
import Wire

struct KeyRevokeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Let a key in no longer: it is refused at once, and hears nothing more.",
        discussion: "Example: gt key revoke laptop")

    @Argument(help: "The key's name here.", completion: IDCompletion.keys) var name: KeyName
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(KeyRevoke(name: name), id: id)
        call.answer(reply) { _ in "\(name) is let in no longer" }
    }
}
