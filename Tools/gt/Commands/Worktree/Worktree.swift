import ArgumentParser

struct WorktreeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree",
        abstract: "Worktrees of crew in rigs that are not their own.",
        discussion: """
            Who works there stays who he is: his letters, his hook and his name are those of home.

            Example: gt worktree api
            """,
        subcommands: [WorktreeAddCommand.self, WorktreeListCommand.self, WorktreeRemoveCommand.self],
        defaultSubcommand: WorktreeAddCommand.self)
}
