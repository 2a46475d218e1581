import ArgumentParser

/// Settings of a home of issues.
struct BdConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Keep settings of your own (custom.…) with the issues, and read what holds.",
        discussion: """
            The town's own settings have a file and a command of their own: gt config.

            Example: bd config set custom.deploy.url https://example.org
            """,
        subcommands: [BdConfigGet.self, BdConfigSet.self, BdConfigUnset.self, BdConfigList.self])
}
