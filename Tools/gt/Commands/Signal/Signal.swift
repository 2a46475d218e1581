import ArgumentParser

struct SignalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "What an agent's hooks tell the town.",
        discussion: """
            Others tell it in passing: gt prime --hook that a session has begun, gt mail check --inject that a turn has.

            Example: gt signal stop
            """,
        subcommands: [SignalStopCommand.self, SignalRefusedCommand.self])
}
