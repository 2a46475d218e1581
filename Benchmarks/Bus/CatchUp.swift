import Bus
import Foundation
import Host
import TownModel
import Wire
import ZeroMQBus

/// Reading the log back from its beginning, as whoever was away does: a page at a time, one after the other.
enum CatchUp {
    static let eventsMin: Int64 = 100_000
    static let rounds = 3

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        guard let store = town.store?.processIdentifier else { preconditionFailure("the store was not started") }
        let headers = try town.overseer()
        let head = try await fill(town, headers)
        let client = try town.client()
        var report = Report(title: "Catching up with \(head) events")
        let ways: [(name: String, least: Double?, read: () async throws -> Int64)] = [
            ("pages as they come, only their end read", 100_000, { try await pages(client, headers) }),
            ("EventFeed, raw: each event's bytes and place", nil, { try await feed(client, isRaw: true) }),
            ("EventFeed, decoded: each event as a value", 40_000, { try await feed(client, isRaw: false) }),
        ]
        var efforts = ways.map { _ in Effort() }
        var rates: [[Double]] = ways.map { _ in [] }
        for _ in 0..<rounds {
            for (place, way) in ways.enumerated() {
                var effort = efforts[place]
                let start = ContinuousClock.now
                let end = try await effort.add(store) { try await way.read() }
                rates[place].append(Double(head) / (start.duration(to: .now).inMilliseconds / 1000))
                efforts[place] = effort
                guard end == head else {
                    throw Shell.Failure(command: [way.name], status: 70, output: "\(end) of \(head) events")
                }
            }
        }
        await client.close()
        for (place, way) in ways.enumerated() {
            report.measurements.append(
                Measurement(
                    name: way.name, values: rates[place], unit: "events/s", goal: way.least.map { .medianAtLeast($0) }))
            report.notes.append("\(way.name): " + efforts[place].text(Int(head) * rounds, "an event"))
        }
        return report
    }

    /// Until the log is long enough.
    private static func fill(_ town: BenchTown, _ headers: RequestHeaders) async throws -> Int64 {
        let verb = try DurableVerb.setting(headers)
        while true {
            let head = try await LogEnd.sequence(town, headers)
            guard head < eventsMin else { return head }
            _ = try LoadPeers(connections: 64, to: town.layout.requestEndpoint).run(for: .seconds(2), verb.frames)
        }
    }

    /// Gives where the last page ended.
    private static func pages(_ client: ZeroMQBus, _ headers: RequestHeaders) async throws -> Int64 {
        var after: Int64 = 0
        while true {
            let query = EventsSince(after: after)
            let request = Request(
                id: FreshID.command(), kind: .query, verb: EventsSince.verb, headers: headers,
                body: JSONText.encode(query))
            let answer = try await client.request(request, within: .seconds(15))
            guard case .ok(let body) = answer.result, let end = number(behind: #"{"after":"#, in: body.prefix(64)),
                let head = number(behind: #""head":"#, in: body.suffix(64))
            else {
                throw Shell.Failure(
                    command: [EventsSince.verb], status: 70, output: String("\(answer.result)".prefix(300)))
            }
            after = end
            if after >= head { return after }
        }
    }

    private static func number(behind mark: String, in bytes: ArraySlice<UInt8>) -> Int64? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let range = text.range(of: mark) else { return nil }
        return Int64(text[range.upperBound...].prefix { $0.isNumber })
    }

    /// Gives how many events came; each once, in order, or the feed would not have ended well.
    private static func feed(_ client: ZeroMQBus, isRaw: Bool) async throws -> Int64 {
        var last: Int64 = 0
        for try await item in EventFeed(bus: client, after: 0, isRaw: isRaw, isEndless: false) {
            guard case .event(let event, let position, _) = item else { continue }
            guard position.sequence == last + 1, isRaw || event != nil else {
                throw Shell.Failure(command: ["feed"], status: 70, output: "\(position) after \(last)")
            }
            last = position.sequence
        }
        return last
    }
}
