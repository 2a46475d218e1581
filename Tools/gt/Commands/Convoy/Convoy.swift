import ArgumentParser

struct ConvoyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convoy",
        abstract: "Bundles of work that are driven to the end and reported as one.",
        discussion: "Example: gt convoy create \"New door\" web-a1 web-b2",
        subcommands: [
            ConvoyCreateCommand.self, ConvoyAddCommand.self, ConvoyListCommand.self, ConvoyStatusCommand.self,
            ConvoyWatchCommand.self, ConvoyCloseCommand.self, ConvoyStageCommand.self, ConvoyLaunchCommand.self,
            ConvoyStrandedCommand.self,
        ])
}
