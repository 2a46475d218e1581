import ArgumentParser
import TownModel
import Wire

struct ResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Take up what a session before yours left: its note, and what is on your hook.",
        discussion: """
            The part of gt prime that is about going on. A note is shown until a session that was shown it hands in, or
            puts the work off, with gt done.

            Example: gt resume
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let question = try PrimeQuestion(call)
        let reply = try await question.ask(about: nil)
        call.answer(reply) { _ in
            PrimeText(reply: reply, assignment: question.session?.assignment).resumption
        }
        // Nudges were not shown: they wait for gt prime.
        try await question.acknowledge(handoff: reply.handoff)
    }
}
