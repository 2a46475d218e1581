import ArgumentParser

struct RescueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue",
        abstract: "The work that was saved when an attempt ended without handing it in.",
        discussion: """
            It lies under refs/gt/rescue in the rig's bare clone. These commands read files and git only.

            Example: gt rescue list
            """,
        subcommands: [RescueListCommand.self, RescueShowCommand.self, RescueRestoreCommand.self])
}
