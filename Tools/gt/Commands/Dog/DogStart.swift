import ArgumentParser
import TownModel
import Wire

struct DogStartCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Have a dog begin with what is on its hook, where gt sling did not, or it was stopped.",
        discussion: """
            A dog without a bead on its hook has nothing to begin with, and is refused. --agent names what it works with
            from now on.

            Example: gt dog start rex
            Example: gt dog start rex --agent claude
            """)

    @Argument(help: "Which, e.g. rex.", completion: IDCompletion.dogs) var name: DogName
    @Option(help: "Agent preset (gt agent list).", completion: IDCompletion.presets) var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(name.address, call, try call.client()).start(agent)
        call.answer(row) { DogText.status(row, $0) }
    }
}
