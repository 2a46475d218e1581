import Agents
import ArgumentParser

struct HooksShowCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the settings that tell an agent's program of our hooks.",
        discussion: """
            What a program reads of its user's own (~/.claude/settings.json) it merges itself: that file is neither read
            nor written here. With --merge a file's settings are added: hooks behind ours, by moment and matcher, each
            once, anything else as it is; a file that can't be used is left out, and named.

            Example: gt hooks show --role crew --merge more.json
            """)

    @OptionGroup var hooks: HookOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let settings = hooks.settings(call)
        call.answer(settings.json) { _ in settings.text }
    }
}
