import ArgumentParser

struct MountainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mountain",
        abstract: "Epics that are driven to their end by themselves.",
        discussion: """
            A mountain is a convoy of an epic's leaves that grows with the epic. What has failed as often as it may is left \
            for a person, and everything that does not wait for it goes on; when nothing moves its owner is written to.

            Example: gt mountain web-epic1
            """,
        subcommands: [
            MountainBeginCommand.self, MountainStatusCommand.self, MountainPauseCommand.self,
            MountainResumeCommand.self, MountainCancelCommand.self,
        ],
        defaultSubcommand: MountainBeginCommand.self)
}
