import Foundation

/// The load program for peers of the bus, as `LoadPeers` is for the store: many connections with one publication in flight
/// on each, all on one thread, each acknowledgement looked at.
final class StreamPeers<Dialect: PeerDialect> {
    private struct Peer {
        var socket: PeerSocket
        var number = 0
    }

    private let dialect: Dialect
    private var peers: [Peer] = []

    /// All are connected and greeted afterwards.
    init(connections: Int, to place: PeerPlace, in dialect: Dialect) throws {
        self.dialect = dialect
        for connection in 0..<connections {
            let socket = try PeerSocket(place)
            try socket.say(dialect.greeting(connection), in: dialect)
            peers.append(Peer(socket: socket))
        }
    }

    /// For `window`: as soon as a connection has its acknowledgement it publishes the next. Gives how many were acknowledged.
    func run(for window: Duration, _ body: (_ connection: Int, _ number: Int) -> [UInt8]) throws -> Int {
        var acknowledged = 0
        let start = ContinuousClock.now
        for connection in peers.indices { try publish(body, on: connection) }
        var waiting = peers.count
        var items = peers.map { pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0) }
        while waiting > 0 {
            guard poll(&items, nfds_t(items.count), 15_000) > 0 else {
                throw PeerSocket.failure("no acknowledgement for 15 s")
            }
            for connection in peers.indices where items[connection].revents != 0 {
                try peers[connection].socket.receive()
                guard try peers[connection].socket.isAcknowledged(in: dialect) else { continue }
                acknowledged += 1
                if start.duration(to: .now) < window {
                    try publish(body, on: connection)
                } else {
                    waiting -= 1
                }
            }
        }
        return acknowledged
    }

    private func publish(_ body: (Int, Int) -> [UInt8], on connection: Int) throws {
        let number = peers[connection].number
        peers[connection].number += 1
        try peers[connection].socket.send(dialect.publication(connection, body(connection, number)))
    }
}
