import ArgumentParser
import Wire

struct WhyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say how it came to this, and what is awaited now.",
        discussion: """
            First what is awaited: by which rule, whose turn it is, and when it happens by itself. Then the causes of the
            newest event about it, back to the command that everything began with. For the number of an event (gt events)
            its causes, and what has followed from it.

            Example: gt why web-a1
            """)

    @Argument(
        help: "A bead, a merge request, a convoy, an agent, or the number of an event.",
        completion: IDCompletion.things)
    var about: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().why(about, rig: try call.rigHere())
        call.answer(reply) { WhyText.whole(reply, $0) }
    }
}
