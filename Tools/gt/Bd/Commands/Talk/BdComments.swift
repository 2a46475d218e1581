import ArgumentParser

/// What was said about issues. Without a verb: `bd comments <id>` lists.
struct BdComments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comments",
        abstract: "Read what was said about an issue, and say something.",
        discussion: "Example: bd comments web-a1",
        subcommands: [BdCommentsList.self, BdCommentAdd.self],
        defaultSubcommand: BdCommentsList.self)
}
