import ArgumentParser

struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            The script asks the program at every key, so it stays right when the program changes. Where it goes: for bash
            as below; for zsh a file _gt in a directory of $fpath, before compinit; for fish as below.

            Example: gt completions bash > ~/.local/share/bash-completion/completions/gt
            Example: gt completions zsh > ~/.zfunc/_gt
            Example: gt completions fish > ~/.config/fish/completions/gt.fish
            """)

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"]))
    var shell: Shell

    func run() {
        Output.write(CompletionScript.text(for: shell, program: "gt"), to: .answer)
    }

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }
}
