import ArgumentParser
import TownModel

struct MayorStartCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Give the Mayor's agent a session, and wait until it runs; one that runs goes on.",
        discussion: """
            The agent is the one that --agent names, from now on; else the one before, else agent of town.toml. One that is
            spoken to in a terminal needs the town's tmux server (gt up).

            Example: gt mayor start --agent claude
            """)

    @Option(help: "Agent preset (gt agent list).", completion: IDCompletion.presets) var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(.mayor, call, try call.client()).start(agent)
        call.answer(row) { _ in CrewText.sentence(row) }
    }
}
