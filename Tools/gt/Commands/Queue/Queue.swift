import ArgumentParser

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mq",
        abstract: "The merge queue: what is on its way to the target branch.",
        discussion: "Example: gt mq list web",
        subcommands: [
            QueueListCommand.self, QueueStatusCommand.self, QueueNextCommand.self, QueueWhyCommand.self,
            QueueLogCommand.self, QueueStatsCommand.self, QueueVerifyCommand.self, QueuePauseCommand.self,
            QueueResumeCommand.self, QueueFrontCommand.self, QueueWithdrawCommand.self, QueueRejectCommand.self,
            QueueRetryCommand.self,
        ])
}
