import ArgumentParser

struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: "Example: gt completions bash > ~/.local/share/bash-completion/completions/gt")

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"]))
    var shell: Shell

    func run() {
        Output.write(GasTown.completionScript(for: shell.format), to: .answer)
    }

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var format: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }
}
