import Bus
import Host
import TownModel
import Wire

/// Has services patrol, and hears who has heard it: a word to whoever listens, and their words in return.
struct PatrolCall {
    private let roles: [RoleName]
    private let id = FreshID.command()

    init(_ roles: [RoleName]) { self.roles = roles }

    /// Who has answered when all have, or when the time is over; each with the patrols that it had made before.
    func answers(_ client: TownClient, within limit: Duration) async throws -> [RoleName: PatrolCount] {
        let words = try await client.bus.listen(
            to: FeedFilter(streams: [.town], signals: [PatrolAwake.topic(of: id)]))
        client.bus.signal(
            Request(
                id: id, kind: .signal, verb: PatrolWake.verb, headers: RequestHeaders(),
                body: JSONText.encode(PatrolWake(roles: roles, call: id))))
        let own = try Processes.own()
        return await withTaskGroup(of: PatrolAwake?.self) { group in
            // This process goes on, so that what ends is the time.
            group.addTask {
                _ = await ProcessWatch.shared.waitForEnd(of: own, within: limit)
                return nil
            }
            group.addTask { await next(of: words) }
            var heard: [RoleName: PatrolCount] = [:]
            while heard.count < roles.count, let awake = await group.next() ?? nil {
                if roles.contains(awake.role) { heard[awake.role] = awake.patrols }
                group.addTask { await next(of: words) }
            }
            group.cancelAll()
            return heard
        }
    }

    /// nil when there is no more.
    private func next(of words: AsyncStream<LiveItem>) async -> PatrolAwake? {
        for await case .signal(_, let bytes) in words {
            // Anybody may signal anything: what is no answer says nothing of anybody.
            if let awake = try? JSONText.decode(PatrolAwake.self, from: bytes), awake.call == id { return awake }
        }
        return nil
    }
}
