import ArgumentParser
import TownModel
import Wire

struct DogAtCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "at",
        abstract: "Go to a dog's terminal.",
        discussion: """
            C-b d leaves it again, and the dog goes on. Where there is no terminal, or with --json, it says how to get
            there instead.

            Example: gt dog at rex
            """,
        aliases: ["attach"])

    @Argument(help: "Which, e.g. rex.", completion: IDCompletion.dogs) var name: DogName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let talk = ResidentTalk(name.address, call, try call.client())
        let way = try await ResidentTerminal(talk: talk).attach(try await talk.row())
        call.answer(way) { $0.plain(way.text) }
    }
}
