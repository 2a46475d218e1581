import ArgumentParser

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Who may speak to the town, from here and from afar.",
        discussion: """
            A key is made where it is used (create) and let in where the town is (authorize). By itself it only reads.

            Example: gt key list
            """,
        subcommands: [
            KeyListCommand.self, KeyCreateCommand.self, KeyAuthorizeCommand.self, KeyRevokeCommand.self,
            KeyRotateCommand.self,
        ])
}
