import ArgumentParser

struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "What an agent's program runs of ours, and the files that tell it.",
        discussion: "Example: gt hooks show",
        subcommands: [HooksShowCommand.self, HooksGenerateCommand.self])
}
