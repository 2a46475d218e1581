import ArgumentParser
import Host
import TownModel

struct PeekCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "Show the last lines of an agent's terminal, or what is kept of an ended session.",
        discussion: """
            Read from this machine's files and panes: it answers while the store is away too. Control characters are
            shown as signs. To watch one live: tmux -S <town>/.gt/run/tmux attach

            Example: gt peek web/nux
            Example: gt peek web-a1 --lines 200
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "An agent, or a bead that one works or worked on.", completion: IDCompletion.addresses)
    var word: String

    @Option(name: [.customShort("n"), .long], help: "How many lines.")
    var lines = CommandLimits.peekLines

    func validate() throws {
        guard lines > 0 else { throw ValidationError("--lines is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let entry = try SessionBook(layout).find(word, rig: try call.rigHere())
        let peek = try await SessionPeek(entry, layout, lines: lines)
        call.answer(peek) { screen in
            ([screen.paint(peek.heading, .dim)] + peek.lines.flatMap { UntrustedText.lines($0) }).joined(
                separator: "\n")
        }
    }
}
