import ArgumentParser
import Host
import TownModel
import Wire

struct SignalStopCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "For an agent's hook at the end of a turn: may it stop?",
        discussion: """
            Reads the hook's JSON on stdin, and answers with a decision to hold the stop when there is work on the hook
            that is not handed in, or a letter or nudge that was not seen; else with nothing, and the turn has ended.
            Each reason holds one stop and no more, and none holds a stop with stop_hook_active. It takes a fifth of a
            second at most and ends with 0 whatever happens: without the store the agent stops.

            Example: gt signal stop
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try await HookTime.run(call) { try await Self.answer(call) }
    }

    /// A decision as agents' programs read it.
    struct Decision: Encodable {
        var decision = "block"
        var reason: String
    }

    static func answer(_ call: Invocation) async throws {
        guard let session = try OwnSession.here(call.surroundings) else {
            return call.note("gt: this is no session of a worker, and nothing of the town holds it")
        }
        var input: HookInput?
        do {
            input = try HookInput.read()
        } catch {
            call.note("gt: \(error.message)")
        }
        let client = try call.client(session, patience: CommandLimits.queryWait)
        // Who can't be understood is let go: a loop that nobody can leave is worse than a stop too early.
        let reply = try await client.command(
            TurnEnd(incarnation: session.assignment.incarnation, mayHold: input?.stopHookActive == false))
        let left = HookTime.answers()
        let shown = reply.holds.isEmpty ? nil : StopText(reply: reply).reason
        if call.options.json || shown != nil {
            call.answer(reply) { _ in JSONText.text(Decision(reason: shown ?? "")) }
        }
        guard let news = StopText(reply: reply).printed else { return }
        let passing = NewsInPassing(client: client, session: session.assignment.incarnation)
        try await passing.delivered(news.nudges, within: left)
        try await passing.shown(news.unread, within: left)
    }
}
