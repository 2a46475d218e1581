import Bus
import Glibc
import Synchronization
import Testing
import TownModel
import Wire
import ZeroMQBus

/// The buses that have to keep the one contract.
enum BusKind: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case zeromq

    var testDescription: String { rawValue }

    func rig() throws -> BusRig {
        switch self {
        case .memory:
            let bus = InMemoryBus()
            return BusRig(
                directory: nil,
                makeLimitedClient: {
                    bus.client(PeerCredentials(uid: getuid(), pid: getpid()), listenerItemsMax: $0)
                },
                makeEndpoint: { bus.endpoint() })
        case .zeromq:
            let directory = try TemporaryDirectory()
            return BusRig(
                directory: directory,
                makeLimitedClient: {
                    try ZeroMQBus(
                        requestEndpoint: directory.requests, feedEndpoint: directory.feed, listenerItemsMax: $0)
                },
                makeEndpoint: {
                    ZeroMQEndpoint(
                        requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock)
                })
        }
    }
}

/// One bus, with any number of clients and stores to be made on it.
struct BusRig {
    let directory: TemporaryDirectory?
    let makeLimitedClient: (_ listenerItemsMax: Int) throws -> any MessageBus
    let makeEndpoint: () -> any BusEndpoint

    func makeClient() throws -> any MessageBus { try makeLimitedClient(BusLimits.listenerItemsMax) }
}

/// A private directory, removed with its last user.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/gt-bus-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var requests: String { "ipc://\(path)/store.req" }
    var feed: String { "ipc://\(path)/store.feed" }
    var lock: String { "\(path)/store.lock" }

    deinit {
        for name in ["store.req", "store.feed", "store.lock"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

/// A store of a few lines: answers each request as its rule says, and writes down what arrived.
final class SmallStore: Sendable {
    typealias Rule = @Sendable (Request, SmallStore, PeerRoute) -> Void

    let endpoint: any BusEndpoint
    private let deliveries = Mutex<[Delivery]>([])

    init(_ endpoint: any BusEndpoint, rule: @escaping Rule = SmallStore.echo) throws {
        self.endpoint = endpoint
        try endpoint.start { [self] delivery in
            deliveries.withLock { $0.append(delivery) }
            if case .success(let request) = delivery.request { rule(request, self, delivery.route) }
        }
    }

    var seen: [Delivery] { deliveries.withLock { $0 } }
    var seenIDs: [String] {
        seen.compactMap { delivery in
            guard case .success(let request) = delivery.request else { return nil }
            return request.id.text
        }
    }

    func reply(_ request: Request, _ body: [UInt8], to route: PeerRoute) {
        endpoint.answer(
            Answer(id: request.id, headers: AnswerHeaders(sequence: 7, epoch: 1), result: .ok(body)), to: route)
    }

    static let echo: Rule = { request, store, route in
        if request.kind != .signal { store.reply(request, request.body, to: route) }
    }

    /// Publishes an event of a stream, as the log would have it.
    func publish(_ sequence: Int64, previous: Int64? = nil, in stream: StreamName = .town) {
        let event = TownEvent(
            sequence: sequence, previous: previous ?? sequence - 1, epoch: 1, stream: stream, kind: .beadCreated,
            subject: "gt-\(sequence)", time: Timestamp(milliseconds: 0), actor: .overseer, cause: "test",
            data: EventData())
        endpoint.publish(topic: event.topic, bytes: CloudEvent.encode(event, source: "gastown://test"))
    }
}

extension Request {
    static func test(_ id: String, body: [UInt8] = Array("{}".utf8), kind: RequestKind = .query) throws -> Request {
        Request(id: try #require(CommandID(id)), kind: kind, verb: "test.echo", body: body)
    }
}

extension Answer {
    var body: [UInt8]? {
        guard case .ok(let body) = result else { return nil }
        return body
    }

    var errorCode: ErrorCode? {
        guard case .error(let error) = result else { return nil }
        return error.code
    }
}

/// The deadline of everything that is waited for.
let patience: Duration = .seconds(30)

/// How a request failed, nil when it was answered.
func failure(of request: Request, _ client: any MessageBus, within limit: Duration = patience) async -> BusError? {
    do throws(BusError) {
        _ = try await client.request(request, within: limit)
        return nil
    } catch {
        return error
    }
}
