import ArgumentParser
import TownModel

struct MayorStopCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the session of the Mayor's agent, and wait until no process of it is left.",
        discussion: """
            The agent is asked to leave, and made to after ten seconds. Convoys go on without it; its letters stay.

            Example: gt mayor stop
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(.mayor, call, try call.client()).stop()
        call.answer(row) { _ in CrewText.sentence(row) }
    }
}
