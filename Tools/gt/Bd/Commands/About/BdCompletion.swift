import ArgumentParser

struct BdCompletion: BdCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the completion script of a shell.",
        discussion: "Example: bd completion bash >> ~/.local/share/bash-completion/completions/bd",
        aliases: ["completions"])

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"]))
    var shell: CompletionsCommand.Shell
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let script = CompletionScript.text(for: shell, program: "bd")
        call.answer(RawJSON.object(["shell": RawJSON.text(shell.rawValue), "script": RawJSON.text(script)])) { _ in
            script
        }
    }
}
