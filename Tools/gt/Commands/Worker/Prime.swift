import ArgumentParser
import Host
import TownModel
import Wire

struct PrimeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "prime",
        abstract: "Print what a session must know: who you are, what is on your hook, what was said to you.",
        discussion: """
            In this order: who you are, the text of your role, what town and rig add to it (directives/<role>.md), what is
            on your hook and when it is done, what the session before you left, unread letters, nudges, what to do now.
            All of it is shown every time, so that it is the same after a context was compacted.
            With --hook, for an agent's own hooks, it takes a fifth of a second at most and never fails: without the store
            it says so in one line and ends with 0. What it printed is delivered, and the town knows that the session has
            begun; with --look neither is told, for what may not reach the agent (before a compaction).

            Example: gt prime
            Example: gt prime --hook
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "For an agent's hook: 200 ms in all, and exit 0 whatever happens.")
    var hook = false

    @Flag(help: "Only look: nudges stay undelivered, and nothing is told to the town.")
    var look = false

    @Argument(help: "Another agent, to see what it would be shown.", completion: IDCompletion.addresses)
    var agent: String?

    func run(_ call: Invocation) async throws {
        guard hook else { return try await prime(call) }
        try await HookTime.run(call) { try await prime(call) }
    }

    private func prime(_ call: Invocation) async throws {
        let question = try PrimeQuestion(call)
        var other: Address?
        if let agent { other = try await question.client.address(agent, rig: call.rigHere()) }
        let session = other == nil ? question.session : nil
        var reply: PrimeReply
        do throws(CommandFailure) {
            reply = try await question.ask(about: other)
        } catch {
            if error.status == .away, let session, !call.options.json {
                Output.write(PrimeText.away(session.assignment), to: .answer)
            }
            throw error
        }
        if !look, let session {
            try await LegFiles(client: question.client).fetch(for: session)
            reply.molecule = try await WayOfWork(call: call, client: question.client, session: session).molecule(reply)
        }
        let left = hook ? HookTime.answers() : nil
        call.answer(reply) { _ in PrimeText(reply: reply, assignment: session?.assignment).text }
        guard !look, let session else { return }
        if let left { HookTime.goesOn(left) }
        try await question.acknowledge(reply)
        try await question.isThere(in: session.conversation(call, isHook: hook))
    }
}
