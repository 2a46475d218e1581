import Bus
import CZeroMQ
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A store that is reached over TCP, and the keys of those who try.
struct RemoteTown {
    let directory: TemporaryDirectory
    let endpoint: ZeroMQEndpoint
    let requests: TCPAddress
    let feed: TCPAddress
    let secret: CurveSecret

    init() throws {
        directory = try TemporaryDirectory()
        endpoint = ZeroMQEndpoint(
            requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock)
        requests = try Loopback.address()
        feed = try Loopback.address()
        secret = try CurveSecret.fresh()
    }

    func openDoor(to keys: [RemoteKey]) throws {
        try endpoint.openDoor(RemoteListening(requests: requests, feed: feed, secret: secret, keys: keys))
    }

    func client(
        _ own: CurveSecret, town: PublicKey? = nil, through address: TCPAddress? = nil,
        feedThrough feedAddress: TCPAddress? = nil
    ) throws -> ZeroMQBus {
        try ZeroMQBus(
            requests: address ?? requests, feed: feedAddress ?? feed,
            identity: CurveIdentity(town: town ?? secret.publicKey, secret: own))
    }
}

extension RemoteKey {
    static func of(_ secret: CurveSecret, _ name: String, streams: [StreamName] = []) throws -> RemoteKey {
        RemoteKey(name: try #require(KeyName(name)), publicKey: secret.publicKey, streams: streams)
    }
}

/// Returns when the counters say so, or after the deadline, which is an issue.
func until(
    _ endpoint: ZeroMQEndpoint, _ condition: (EndpointCounters.Values) -> Bool, _ comment: Comment
) async throws {
    let deadline = ContinuousClock.now + patience
    while !condition(endpoint.counters.values) {
        try #require(ContinuousClock.now < deadline, comment)
        await Task.yield()
    }
}
