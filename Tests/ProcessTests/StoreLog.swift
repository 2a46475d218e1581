import Bus
import TownModel
import Wire
import ZeroMQBus

/// The whole log of a store, read back.
struct StoreLog: Sendable {
    /// As `gt tap` prints it: one event a line.
    private(set) var bytes: [UInt8] = []
    private(set) var texts: [String] = []
    private(set) var head: Int64 = 0

    /// Not read yet.
    init() {}

    init(over bus: ZeroMQBus) async throws {
        var page: EventPage
        var after: Int64 = 0
        repeat {
            page = try await bus.query(
                EventsSince(after: after), id: CommandID(composed: "log", String(after)), within: .seconds(30)
            ).reply
            for text in page.events {
                bytes += Array(text.utf8)
                bytes.append(UInt8(ascii: "\n"))
            }
            texts += page.events
            after = page.after
        } while page.after < page.head
        head = page.head
    }

    func events() throws -> [TownEvent] { try texts.map { try CloudEvent.decode(Array($0.utf8)) } }

    /// Where what somebody wrote down leaves it; nil: nowhere. What is expected is that this is nil: a comparison of the
    /// bytes would print them all when it fails.
    func difference(from seen: [UInt8]) -> String? {
        if seen == bytes { return nil }
        let place = zip(seen, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        guard let place else { return "\(seen.count) bytes of \(bytes.count)" }
        let context = seen[max(0, place - 200)..<min(seen.count, place + 200)]
        return "byte \(place) of \(bytes.count): \(String(decoding: context, as: UTF8.self))"
    }
}
