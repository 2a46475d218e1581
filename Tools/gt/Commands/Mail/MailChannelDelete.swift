import ArgumentParser
import TownModel
import Wire

struct MailChannelDeleteCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take a channel away; refused while letters are kept in it.",
        discussion: "Example: gt mail channel delete releases")

    @Argument(help: "Its name.") var name: MailListName
    @Flag(help: "Also with letters in it: they are gone then.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailChannelDelete(name: name, force: force))
        call.answer(reply) { _ in
            "channel:\(reply.channel.name) is no more"
                + (reply.count == 0 ? "" : ", nor are its letters (\(reply.count))")
        }
    }
}
