import ArgumentParser

/// Gates: what holds an issue until somebody or something opens the way.
struct BdGate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Make an issue wait for a person, a time or another issue.",
        discussion: "Example: bd gate create --blocks web-a1 --type timer --timeout 30m",
        subcommands: [BdGateCreate.self, BdGateList.self, BdGateShow.self, BdGateClose.self])
}
