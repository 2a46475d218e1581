import ArgumentParser

struct CrewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crew",
        abstract: "Named agents beside a person, each with a worktree that stays.",
        discussion: """
            They are started, stopped and taken away by people alone: no rule of the town ever does.

            Example: gt crew add web/max && gt crew start web/max --agent claude
            """,
        subcommands: [
            CrewAddCommand.self, CrewListCommand.self, CrewStartCommand.self, CrewAtCommand.self,
            CrewStopCommand.self, CrewRestartCommand.self, CrewRefreshCommand.self, CrewRenameCommand.self,
            CrewRemoveCommand.self,
        ])
}
