import ArgumentParser

/// Edges between beads.
struct DepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dep",
        abstract: "Say what depends on what.",
        discussion: "Example: gt bead dep add web-a1 web-b2   # web-a1 waits for web-b2",
        subcommands: [
            DepAddCommand.self, DepRemoveCommand.self, DepListCommand.self, DepTreeCommand.self,
            DepCyclesCommand.self,
        ])
}
