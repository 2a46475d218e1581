import ArgumentParser

/// Labels of issues.
struct BdLabel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Put labels on issues, take them off, list them.",
        discussion: "Example: bd label add web-a1 web-b2 urgent",
        subcommands: [BdLabelAdd.self, BdLabelRemove.self, BdLabelList.self, BdLabelListAll.self])
}
