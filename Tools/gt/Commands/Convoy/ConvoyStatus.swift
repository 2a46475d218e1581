import ArgumentParser
import Wire

struct ConvoyStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show a convoy and each of its members.",
        discussion: "Example: gt convoy status hq-cv-9abc")

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let found = try await call.client().query(ConvoyStand(.one, id: convoy)).convoys
        guard let standing = found.first else {
            throw CommandFailure(.bug, code: "bug", "the store gave no convoy for \(convoy)")
        }
        call.answer(ConvoySight(standing: standing)) { screen in
            let head = ConvoyText.detail(standing.convoy, screen)
            let waiting = StandingText.waiting(standing.members, screen)
            let stuck = standing.stranded.map { [screen.paint("stuck: \($0)", .red)] } ?? []
            return ([head] + stuck + (waiting.isEmpty ? [] : ["what is left:", waiting])).joined(separator: "\n")
        }
    }
}
