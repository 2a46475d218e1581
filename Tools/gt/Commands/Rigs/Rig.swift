import ArgumentParser

struct RigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rig",
        abstract: "The repositories that work is done on.",
        discussion: "Example: gt rig add web https://example.org/web.git",
        subcommands: [
            RigAddCommand.self, RigListCommand.self, RigParkCommand.self, RigUnparkCommand.self,
            RigRemoveCommand.self,
        ])
}
