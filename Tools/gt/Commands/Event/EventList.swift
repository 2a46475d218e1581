import ArgumentParser
import TownModel
import Wire

struct EventListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List what has happened, oldest first.",
        discussion: """
            Without --since the last ones. --json prints an array of CloudEvents, exactly as they were published.

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
        var after: Int64
        if let since {
            after = since
        } else {
            after = try await start(client)
        }
        var texts: [String] = []
        while texts.count < limit {
            let wanted = min(limit - texts.count, WireLimits.pageRowsMax)
            let page = try await client.query(EventsSince(streams: stream, after: after, limit: wanted))
            texts += page.events
            if page.after >= page.head || page.after <= after { break }
            after = page.after
        }
        call.answer(events: texts)
    }

    /// So many numbers before the end; where a restore has skipped some of them, or the log begins later, from there.
    private func start(_ client: TownClient) async throws -> Int64 {
        var end = try await client.full(RigList()).headers.sequence
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
