import Bus
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

extension ProcessTown {
    /// Follows the log until these beads are closed; a failure when they are not within the limit. `tick` is called
    /// each time the feed says something: the head comes every five seconds even when nothing happens.
    func waitUntilClosed(
        _ beads: [String], within limit: Duration = .seconds(120), tick: () async throws -> Void = {}
    ) async throws {
        let deadline = ContinuousClock.now.advanced(by: limit)
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        let words = try await bus.listen(to: FeedFilter(signals: ["~"]))
        var open = Set(beads)
        var after: Int64 = 0
        for await _ in words {
            guard let page = await page(bus, after: after) else { continue }
            for text in page.events {
                let event = try CloudEvent.decode(Array(text.utf8))
                if event.kind == .beadClosed { open.remove(event.subject) }
            }
            after = page.after
            if open.isEmpty { break }
            if ContinuousClock.now > deadline {
                Issue.record("not closed in time: \(open.sorted())\n\(try logs())")
                break
            }
            try await tick()
        }
        await bus.close()
    }

    /// nil while the store is away: it is killed on purpose.
    private func page(_ bus: ZeroMQBus, after: Int64) async -> EventPage? {
        do {
            let id = CommandID(composed: "events", String(after))
            return try await bus.query(EventsSince(after: after), id: id, within: .seconds(5)).reply
        } catch {
            return nil
        }
    }

    func logs() throws -> String {
        try Files.names(in: layout.logs).filter { $0.hasSuffix(".log") }.map { name in
            "== \(name)\n" + (try Files.readText("\(layout.logs)/\(name)")).suffix(2000)
        }.joined(separator: "\n")
    }

    /// The process of a service now; nil between two lives.
    func process(of service: TownService) -> ProcessIdentity? {
        // No such file while it is between two lives: that is the answer.
        guard let text = try? Files.readText("\(layout.services)/\(service.fileName)/supervise/pid"),
            let pid = Int32(text.trimmed)
        else { return nil }
        return Processes.identities(of: [pid]).first
    }

    /// Waits until a file is there.
    func waitFor(_ path: String, within limit: Duration = .seconds(30)) async throws {
        guard try await !FileSign.isThere(path, within: limit) else { return }
        Issue.record("\(path) did not appear\n\(try logs())")
    }
}
