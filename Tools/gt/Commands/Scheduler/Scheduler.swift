import ArgumentParser

struct SchedulerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheduler",
        abstract: "What waits to be begun, why it is not, and holding it.",
        discussion: "Example: gt scheduler status",
        subcommands: [
            SchedulerStatusCommand.self, SchedulerListCommand.self, SchedulerPauseCommand.self,
            SchedulerResumeCommand.self,
        ])
}
