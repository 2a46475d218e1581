import CZeroMQ
import Glibc

/// The endpoint's two sockets for processes of this user on this machine.
final class LocalDoors {
    let router: Socket
    let publisher: Socket
    private let monitors: [DoorMonitor]
    private let paths: [(socket: Socket, path: SocketPath)]
    /// What the sockets are bound to, while they are.
    private var bound: [(socket: Socket, endpoint: String)] = []
    private var bindings = 0

    init(_ context: Context, requests: SocketPath, feed: SocketPath, user: UInt32) throws(ZeroMQFailure) {
        router = try Socket(context, ZMQ_ROUTER, SocketOptions.router)
        publisher = try Socket(context, ZMQ_XPUB, SocketOptions.publisher + [.onlyUser(user)])
        monitors = [
            try DoorMonitor(context, router, name: "requests"), try DoorMonitor(context, publisher, name: "feed"),
        ]
        paths = [(router, requests), (publisher, feed)]
        try open()
    }

    var sockets: [Socket] { [router, publisher] }

    func open() throws(ZeroMQFailure) {
        guard bound.isEmpty else { return }
        for (socket, path) in paths { try bind(socket, path) }
    }

    /// libzmq removes a listener's file when it ends the listener, some time after the call, whoever has made that file
    /// meanwhile. So each listener has a file of its own, which is moved to the path: its late removal finds nothing.
    private func bind(_ socket: Socket, _ path: SocketPath) throws(ZeroMQFailure) {
        bindings += 1
        let own = "\(path.directory)/\(bindings).new"
        try socket.bind("ipc://\(own)")
        bound.append((socket, "ipc://\(own)"))
        // Not by the process's mask, which belongs to all its threads: the directory keeps others out meanwhile.
        guard chmod(own, 0o700) == 0 else { throw ZeroMQFailure("chmod \(own)") }
        guard rename(own, path.path) == 0 else { throw ZeroMQFailure("rename \(own)") }
    }

    /// Who is connected stays; nobody more comes in until `open`. After an `open` that failed, too.
    func close() {
        guard !bound.isEmpty else { return }
        for (_, path) in paths { unlink(path.path) }
        // Fails only for an address that is not bound, which is what is wanted.
        for (socket, endpoint) in bound { try? socket.unbind(endpoint) }
        bound = []
    }

    struct Places {
        var requests: Int
        var subscriptions: Int
        var monitors: [Int]
    }

    func addItems(to poller: inout Poller) -> Places {
        Places(
            requests: poller.add(router), subscriptions: poller.add(publisher),
            monitors: monitors.map { poller.add($0.pair) })
    }

    /// What has happened at the doors since the last time; of a crowd some of it, so that it is looked at while it comes.
    func events() -> [DoorMonitor.Event] {
        var events: [DoorMonitor.Event] = []
        for monitor in monitors {
            for _ in 0..<ZeroMQLimits.arrivalsPerTurnMax {
                guard let event = monitor.next() else { break }
                events.append(event)
            }
        }
        return events
    }

    /// Subscriptions are libzmq's business, but for greetings.
    func takeSubscriptions() {
        for _ in 0..<ZeroMQLimits.messagesPerTurnMax {
            guard let message = publisher.receive() else { return }
            Subscription(message)?.greet(publisher)
        }
    }
}
