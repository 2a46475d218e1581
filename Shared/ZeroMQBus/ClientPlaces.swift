import Bus
import CZeroMQ
import TownModel

/// Where a client's two sockets connect, and as whom.
struct ClientPlaces: Sendable {
    let requests: String
    let feed: String
    /// nil: within one machine the kernel says who it is.
    let identity: CurveIdentity?

    init(_ requests: String, _ feed: String) throws(BusError) {
        for endpoint in [requests, feed] { _ = try SocketPath(endpoint) }
        self.requests = requests
        self.feed = feed
        identity = nil
    }

    init(requests: TCPAddress, feed: TCPAddress, _ identity: CurveIdentity) throws(BusError) {
        guard zmq_has("curve") == 1 else { throw .transport("\(CurveUnavailable())") }
        self.requests = requests.text
        self.feed = feed.text
        self.identity = identity
    }

    var dealer: [SocketOption] { identity.map(SocketOptions.remoteDealer) ?? SocketOptions.dealer }
    var subscriber: [SocketOption] { identity.map(SocketOptions.remoteSubscriber) ?? SocketOptions.subscriber }
}
