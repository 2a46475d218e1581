import ArgumentParser
import TownModel
import Wire

struct CrewStartCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Give crew a session, and wait until it runs; one that runs goes on.",
        discussion: """
            The agent is the one that --agent names, from now on; else the one before, else role_agents.crew or agent of
            rig.toml, then of town.toml. One that is spoken to in a terminal needs the town's tmux server (gt up).

            Example: gt crew start web/max --agent claude
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var names: [String]
    @Option(help: "Agent preset (gt agent list).", completion: IDCompletion.presets) var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var rows: [ResidentRow] = []
        for talk in try names.map({ try ResidentTalk($0, call, client) }) { rows.append(try await talk.start(agent)) }
        call.answer(rows) { _ in rows.map(CrewText.sentence).joined(separator: "\n") }
    }
}
