import ArgumentParser

/// Parses a command line that is meant and written well, and knows nothing of help and mistakes.
///
/// A parse from the real root looks at every command there is, and twice at the line for completion scripts before it
/// looks at the command: half of the time of a cold `gt bead show`. So the command that the words name is parsed alone
/// first. Whatever that does not understand (a mistake, a call for help) is parsed again from the root, which says it
/// well.
enum QuickParse {
    /// nil when the root must be asked.
    static func command(_ path: [any ParsableCommand.Type], _ arguments: [String]) -> (any ParsableCommand)? {
        guard let leaf = CommandWords.leaf(of: path), leaf.configuration.subcommands.isEmpty else { return nil }
        return parse(leaf, Array(arguments.dropFirst(path.count)))
    }

    private static func parse<Leaf: ParsableCommand>(
        _ leaf: Leaf.Type, _ arguments: [String]
    ) -> (any ParsableCommand)? {
        do {
            let command = try Root<Leaf>.parseAsRoot([leaf._commandName] + arguments)
            return command as? Leaf
        } catch {
            // Not swallowed: the real root meets the same line next, and what it throws is reported.
            return nil
        }
    }

    private struct Root<Leaf: ParsableCommand>: ParsableCommand {
        /// The super-command keeps the parser from looking for `--generate-completion-script`, which is `gt completions`
        /// here.
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "gt", _superCommandName: "gt", subcommands: [Leaf.self])
        }
    }
}
