import ArgumentParser
import Bus
import TownModel
import Wire

struct EventListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List what has happened, oldest first.",
        discussion: """
            Without --since the last ones. --json prints an array of CloudEvents, exactly as they were published. What is
            asked for and no longer in the log is said on stderr (with --json as a line of JSON).

            Example: gt events --since 120 --stream web --json
            """,
        aliases: ["log"])

    @Option(help: "After this sequence number.") var since: Int64?
    @Option(parsing: .singleValue, help: "Only this stream: town or a rig; may be repeated.") var stream: [StreamName] =
        []
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        // A store that is away is waited for here, and named.
        let end = try await client.full(RigList()).headers.sequence
        let after: Int64
        if let since {
            guard since <= end else {
                throw CommandFailure(
                    .refused, code: ErrorCode.gone.rawValue, "the log ends at \(end), before \(since)",
                    about: String(end),
                    hint: "gt events without --since shows the last ones")
            }
            after = since
        } else {
            after = try await start(client, end: end)
        }
        var texts: [String] = []
        try await FeedFollowing(call: call, client: client, streams: stream).runToEnd(after: after) { item in
            if case .event(_, _, let bytes) = item { texts.append(String(decoding: bytes, as: UTF8.self)) }
            return texts.count < limit ? .goOn : .enough
        }
        call.answer(events: texts)
    }

    /// So many numbers before the end; where a restore has skipped some of them, or the log begins later, from there.
    private func start(_ client: TownClient, end: Int64) async throws -> Int64 {
        var end = end
        var start = max(0, end - Int64(limit))
        guard try await isGone(start, client) else { return start }
        while end - start > 1 {
            let middle = start + (end - start) / 2
            if try await isGone(middle, client) { start = middle } else { end = middle }
        }
        return end
    }

    private func isGone(_ after: Int64, _ client: TownClient) async throws -> Bool {
        do {
            _ = try await client.query(EventsSince(after: after, limit: 1))
            return false
        } catch {
            guard error.code == ErrorCode.gone.rawValue else { throw error }
            return true
        }
    }
}
