import ArgumentParser

struct MayorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mayor",
        abstract: "The agent that you tell what is wanted: it files beads and hands them out.",
        discussion: """
            It has a session when you begin one, and until you end it: no rule of the town does either. It is told what
            has landed, what is stuck and what was given back since it was told last.

            Example: gt mayor start --agent claude && gt mayor attach
            """,
        subcommands: [
            MayorStartCommand.self, MayorAttachCommand.self, MayorStatusCommand.self, MayorStopCommand.self,
        ])
}
