import Agents
import ArgumentParser
import Host
import TownModel
import Wire

struct SignalRefusedCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused",
        abstract: "For an agent's hook at a turn that came to nothing: its server refused it.",
        discussion: """
            Reads the hook's JSON on stdin and tells the town why: for a limit the session waits until the time that the
            words name, else for a quarter of an hour; after anything else it is idle, and the words are shown. It takes
            a fifth of a second at most and ends with 0 whatever happens.

            Example: gt signal refused
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try await HookTime.run(call) { try await Self.tell(call) }
    }

    private static func tell(_ call: Invocation) async throws {
        guard let session = try OwnSession.here(call.surroundings) else {
            return call.note("gt: this is no session of a worker, and nothing of the town waits for it")
        }
        var input: HookInput?
        do {
            input = try HookInput.read()
        } catch {
            call.note("gt: \(error.message)")
        }
        let refused = refusal(input, at: .now, offsetSeconds: LocalTime.offsetSeconds())
        let client = try call.client(session, patience: CommandLimits.queryWait)
        let reply = try await client.command(
            TurnEnd(incarnation: session.assignment.incarnation, mayHold: false, refusal: refused))
        _ = HookTime.answers()
        if call.options.json { call.answer(reply) { _ in "" } }
    }

    static func refusal(_ input: HookInput?, at now: Timestamp, offsetSeconds: Int) -> TurnRefusal {
        let words = input?.lastMessage ?? input?.error ?? "its program does not say why"
        let limits = HookDialect.shipped.values.reduce(into: Set<String>()) { $0.formUnion($1.limitErrors) }
        guard let error = input?.error, limits.contains(error) else { return TurnRefusal(words: words) }
        return TurnRefusal(
            words: words, limitedUntil: LimitTime.end(of: words, at: now, offsetSeconds: offsetSeconds))
    }
}
