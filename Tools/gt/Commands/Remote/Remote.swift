import ArgumentParser

struct RemoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remote",
        abstract: "Towns on other machines: gt --remote NAME …",
        discussion: """
            There: gt config set bus.listen tcp://<host>:<port>, then gt bus shows the town's key.
            Here: gt key create NAME, which says what to run there, then gt remote add.
            """,
        subcommands: [RemoteAddCommand.self, RemoteListCommand.self, RemoteRemoveCommand.self])
}
