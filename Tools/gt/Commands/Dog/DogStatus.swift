import ArgumentParser
import TownModel
import Wire

struct DogStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what a dog does, and what stood in its way last.",
        discussion: "Example: gt dog status rex")

    @Argument(help: "Which, e.g. rex.", completion: IDCompletion.dogs) var name: DogName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(name.address, call, try call.client()).row()
        call.answer(row) { DogText.status(row, $0) }
    }
}
