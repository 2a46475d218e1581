import ArgumentParser

/// Edges between issues.
struct BdDep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dep",
        abstract: "Say and see what depends on what.",
        discussion: "Example: bd dep add web-a1 web-b2   # web-a1 waits for web-b2",
        subcommands: [BdDepAdd.self, BdDepRemove.self, BdDepTree.self, BdDepCycles.self, BdDepList.self])
}
