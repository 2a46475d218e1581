import CZeroMQ
import Glibc

/// The endpoint's two sockets for processes of this user on this machine.
final class LocalDoors {
    let router: Socket
    let publisher: Socket
    private let monitors: [DoorMonitor]
    private let paths: [(socket: Socket, path: String)]
    private var isOpen = false

    init(_ context: Context, requests: SocketPath, feed: SocketPath, user: UInt32) throws(ZeroMQFailure) {
        router = try Socket(context, ZMQ_ROUTER, SocketOptions.router)
        publisher = try Socket(context, ZMQ_XPUB, SocketOptions.publisher + [.onlyUser(user)])
        monitors = [
            try DoorMonitor(context, router, name: "requests"), try DoorMonitor(context, publisher, name: "feed"),
        ]
        paths = [(router, requests.path), (publisher, feed.path)]
        try open()
    }

    var sockets: [Socket] { [router, publisher] }

    func open() throws(ZeroMQFailure) {
        guard !isOpen else { return }
        for (socket, path) in paths {
            try socket.bind("ipc://\(path)")
            // Not by the process's mask, which belongs to all its threads: the directory keeps others out meanwhile.
            guard chmod(path, 0o700) == 0 else { throw ZeroMQFailure("chmod \(path)") }
        }
        isOpen = true
    }

    /// Who is connected stays; nobody more comes in until `open`.
    func close() {
        guard isOpen else { return }
        isOpen = false
        // Fails only for an address that is not bound, which is what is wanted.
        for (socket, path) in paths { try? socket.unbind("ipc://\(path)") }
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
