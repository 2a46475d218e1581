import ArgumentParser

/// Epics and how far they are.
struct BdEpic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epic",
        abstract: "See how far epics are, and close those whose parts are all closed.",
        discussion: "Example: bd epic status --json",
        subcommands: [BdEpicStatus.self, BdEpicCloseEligible.self])
}
