import ArgumentParser
import TownModel
import Wire

struct RigParkCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "park",
        abstract: "Begin nothing new on a rig: nothing is claimed or landed; what runs may finish.",
        discussion: "Example: gt rig park web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigName

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(RigSetState(name: rig, state: .parked))
        call.answer(reply) { _ in "\(rig) is parked; gt rig unpark \(rig) undoes it" }
    }
}
