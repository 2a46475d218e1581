import ArgumentParser

struct SpoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Commands that were accepted while the store was away, and what became of them.",
        discussion: """
            What waits is carried out when the store is back. What it refused then was set aside: that is for you.

            Example: gt spool list
            """,
        subcommands: [SpoolListCommand.self, SpoolShowCommand.self, SpoolRetryCommand.self, SpoolDropCommand.self])
}
