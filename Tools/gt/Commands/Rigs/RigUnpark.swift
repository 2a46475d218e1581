import ArgumentParser
import TownModel
import Wire

struct RigUnparkCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpark",
        abstract: "Let work begin on a parked rig again.",
        discussion: "Example: gt rig unpark web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigName

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(RigSetState(name: rig, state: .active))
        call.answer(reply) { _ in "\(rig) is active" }
    }
}
