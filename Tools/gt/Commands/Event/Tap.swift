import ArgumentParser

struct TapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap",
        abstract: "Events as JSON lines, for programs; and what agents' hooks ask before a command runs.",
        discussion: """
            Without a word behind it: gt tap events.

            Example: gt tap '*.mr.landed' --since 0 --count 10
            """,
        subcommands: [
            TapEventsCommand.self, TapGuardCommand.self, TapListCommand.self, TapStopCheckCommand.self,
        ],
        defaultSubcommand: TapEventsCommand.self)
}
