import ArgumentParser

struct NudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nudge",
        abstract: "Words to agents, for now, and what became of them.",
        discussion: """
            Without list or show: gt nudge send. A nudge is sent, delivered when a hook of the agent has printed it, in a
            turn when one begins with it, and acted when that turn has ended; or it expires.

            Example: gt nudge web/nux -m "The tests have moved to Tests/"
            """,
        subcommands: [NudgeSendCommand.self, NudgeListCommand.self, NudgeShowCommand.self],
        defaultSubcommand: NudgeSendCommand.self)
}
