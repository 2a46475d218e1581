package import Bus
import Synchronization
package import TownModel
import Wire

/// A store that has a log and nothing else: appends, publishes (or loses on purpose), answers `events.since`.
package final class LogStore: Sendable {
    private struct Entry: Sendable {
        let position: EventPosition
        let topic: String
        let text: String
    }

    private struct State: Sendable {
        var endpoint: (any BusEndpoint)?
        var entries: [Entry] = []
        var heads: [String: Int64] = [:]
        var sequence: Int64 = 0
        var epoch: Int64 = 1
        var oldest: Int64 = 1
        var pages = 0
    }

    private let state = Mutex(State())
    private let pageRows: Int

    package init(pageRows: Int = WireLimits.pageRowsMax) { self.pageRows = pageRows }

    package var sequence: Int64 { state.withLock { $0.sequence } }
    /// How many pages were asked for.
    package var pages: Int { state.withLock { $0.pages } }

    /// Serves the log at an endpoint, until `close`.
    package func open(_ endpoint: any BusEndpoint) throws(BusError) {
        state.withLock { $0.endpoint = endpoint }
        try endpoint.start { [self] delivery in
            guard case .success(let request) = delivery.request else { return }
            endpoint.answer(answer(to: request), to: delivery.route)
        }
    }

    package func close() {
        let endpoint = state.withLock { state in
            defer { state.endpoint = nil }
            return state.endpoint
        }
        endpoint?.stop()
    }

    /// Appends an event and, unless it is to be lost, publishes it.
    package func append(
        in stream: StreamName = .town, isPublished: Bool = true, type: String = "gastown.bead.created.v1"
    ) {
        let (endpoint, entry) = state.withLock { state in
            state.sequence += 1
            let name = stream.description
            let position = EventPosition(
                epoch: state.epoch, sequence: state.sequence, previous: state.heads[name] ?? 0, stream: stream)
            let entry = Entry(
                position: position, topic: "\(name).bead.created.gt-\(state.sequence)",
                text: Self.text(position, type: type))
            state.heads[name] = state.sequence
            state.entries.append(entry)
            return (state.endpoint, entry)
        }
        if isPublished { endpoint?.publish(topic: entry.topic, bytes: Array(entry.text.utf8)) }
    }

    package func publishHead() {
        let (endpoint, head) = state.withLock { state in
            (state.endpoint, FeedHead(epoch: state.epoch, sequence: state.sequence, streams: state.heads))
        }
        endpoint?.publish(topic: FeedHead.topic, bytes: JSONText.encode(head))
    }

    /// Retention: forgets what lies before a sequence.
    package func forget(before oldest: Int64) {
        state.withLock { state in
            state.oldest = oldest
            state.entries.removeAll { $0.position.sequence < oldest }
        }
    }

    /// The ledger comes back from a backup: a new epoch, and counters far beyond anything that was given out.
    package func restore() {
        state.withLock { state in
            state.epoch += 1
            state.sequence += 1_000_000
            state.entries = []
            state.oldest = state.sequence + 1
        }
    }

    private func answer(to request: Request) -> Answer {
        state.withLock { state in
            state.pages += 1
            let headers = AnswerHeaders(sequence: state.sequence, epoch: state.epoch)
            return Answer(id: request.id, headers: headers, result: Self.result(request, state, rows: pageRows))
        }
    }

    private static func result(_ request: Request, _ state: State, rows: Int) -> AnswerResult {
        let query: EventsSince
        do {
            query = try JSONText.decode(EventsSince.self, from: request.body)
        } catch {
            return .error(error)
        }
        guard query.after + 1 >= state.oldest, query.after <= state.sequence else {
            return .error(WireError(.gone, "the log begins at \(state.oldest)", about: "\(state.oldest)"))
        }
        let rest = state.entries.filter {
            $0.position.sequence > query.after && (query.streams.isEmpty || query.streams.contains($0.position.stream))
        }
        let page = rest.prefix(min(rows, query.limit))
        let after = page.count < rest.count ? page.last?.position.sequence ?? query.after : state.sequence
        return .ok(JSONText.encode(EventPage(events: page.map(\.text), after: after, head: state.sequence)))
    }

    /// Written by hand: tests append by the ten thousand.
    private static func text(_ position: EventPosition, type: String) -> String {
        """
        {"actor":"overseer","cause":"test","data":{},"datacontenttype":"application/json",\
        "id":"\(position.epoch)-\(position.sequence)","previous":"\(position.previous)",\
        "sequence":"\(position.sequence)","source":"gastown://test","specversion":"1.0",\
        "stream":"\(position.stream)","subject":"gt-\(position.sequence)","time":"2026-01-31T09:05:07.250Z",\
        "type":"\(type)"}
        """
    }
}
