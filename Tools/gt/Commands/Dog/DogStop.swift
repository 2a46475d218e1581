import ArgumentParser
import TownModel
import Wire

struct DogStopCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End a dog's session, and wait until no process of it is left; its hook stays as it is.",
        discussion: """
            It counts as no failure: gt dog start goes on with the bead, gt unsling takes it back.

            Example: gt dog stop rex
            """)

    @Argument(help: "Which, e.g. rex.", completion: IDCompletion.dogs) var name: DogName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(name.address, call, try call.client()).stop()
        call.answer(row) { DogText.status(row, $0) }
    }
}
