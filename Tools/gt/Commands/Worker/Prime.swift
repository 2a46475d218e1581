import ArgumentParser
import Host
import TownModel
import Wire

struct PrimeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "prime",
        abstract: "Print what a session must know: who you are, what is on your hook, what was said to you.",
        discussion: """
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

    @Argument(help: "Another agent's address, to see what it would be shown.")
    var agent: String?

    func run(_ call: Invocation) async throws {
        guard hook else { return try await prime(call) }
        try await HookTime.run(call) { try await prime(call) }
    }

    private func prime(_ call: Invocation) async throws {
        let inSession = call.surroundings.value("GT_SESSION_DIR")?.isEmpty == false
        let session = inSession ? try OwnSession(call.surroundings) : nil
        let client = try session.map { try call.client($0, patience: CommandLimits.queryWait) } ?? call.client()
        var other: Address?
        if let agent {
            guard let address = Address(agent) else {
                throw CommandFailure.usage("\(agent) is no address", hint: "gt polecat list")
            }
            other = address
        }
        let reply = try await client.query(PrimeShow(agent: other))
        let left = hook ? HookTime.answers() : nil
        call.answer(reply) { _ in
            PrimeText(reply: reply, assignment: other == nil ? session?.assignment : nil).text
        }
        guard other == nil, !look, let session else { return }
        let incarnation = session.assignment.incarnation
        // Too late means that they are shown once more.
        if let left { HookTime.goesOn(left) }
        if let highest = reply.nudges.map(\.number).max() {
            _ = try await client.command(
                NudgesDelivered(numbers: reply.nudges.map(\.number)),
                id: CommandID(composed: "nudges-shown", incarnation.text, String(highest)))
        }
        // Who asks what there is to do is there. Said anew at every prime, and carried out once.
        _ = try await client.command(
            SessionAlive(incarnation: incarnation), id: CommandID(composed: "alive", incarnation.text))
    }
}
