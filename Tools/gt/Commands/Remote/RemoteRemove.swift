import ArgumentParser
import Host
import TownModel

struct RemoteRemoveCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a town elsewhere; your key stays.",
        discussion: "Example: gt remote remove office")

    @Argument(help: "The name you gave it.") var name: RemoteName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let folder = try UserFolder(call.surroundings)
        _ = try RemoteTown.file(name, folder)
        try Files.removeTree(folder.remote(name))
        call.answer(["removed": name.text]) { _ in "\(name) is forgotten; that town still knows your key" }
    }
}
