import ArgumentParser

struct BeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bead",
        abstract: "Make, read and change beads: the units of work.",
        discussion: "Example: gt bead create \"Fix the door\" -t bug -p 1 --rig web",
        subcommands: [
            BeadCreateCommand.self, BeadShowCommand.self, BeadListCommand.self, BeadReadyCommand.self,
            BeadUpdateCommand.self, BeadCloseCommand.self, BeadReopenCommand.self, BeadWhyCommand.self,
            DepCommand.self, BeadMergeDriverCommand.self,
        ])
}

/// Edges between beads.
struct DepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dep",
        abstract: "Say what depends on what.",
        discussion: "Example: gt bead dep add web-a1 web-b2   # web-a1 waits for web-b2",
        subcommands: [DepAddCommand.self, DepRemoveCommand.self])
}
