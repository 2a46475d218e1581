import CZeroMQ
import Glibc
import Testing
import TownModel
import Wire

/// Thousands of clients in one process: DEALER sockets with the waits of ours, which find the store again by themselves.
///
/// Used from one thread.
final class DealerHerd {
    private let context: UnsafeMutableRawPointer
    private let sockets: [UnsafeMutableRawPointer]
    /// Clients whose last question was not answered yet.
    private var waiting: Set<Int> = []

    init(_ count: Int, endpoint: String) throws {
        // Each has a connection and a mailbox.
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        try #require(getrlimit(resource, &limit) == 0)
        limit.rlim_cur = limit.rlim_max
        try #require(setrlimit(resource, &limit) == 0)
        try #require(
            limit.rlim_cur > UInt(count * 2 + 200), "\(count) clients need more descriptors than a process has")
        let context = try #require(zmq_ctx_new())
        try #require(zmq_ctx_set(context, ZMQ_MAX_SOCKETS, Int32(count + 10)) == 0)
        var sockets: [UnsafeMutableRawPointer] = []
        for _ in 0..<count {
            let socket = try #require(zmq_socket(context, ZMQ_DEALER), "no socket after \(sockets.count)")
            sockets.append(socket)
            for (option, value) in Self.options {
                var value = value
                try #require(zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0)
            }
            try #require(zmq_connect(socket, endpoint) == 0)
        }
        self.context = context
        self.sockets = sockets
    }

    deinit {
        for socket in sockets { zmq_close(socket) }
        zmq_ctx_term(context)
    }

    private static let options: [(Int32, Int32)] = [
        (ZMQ_LINGER, 0), (ZMQ_RECONNECT_IVL, 50), (ZMQ_RECONNECT_IVL_MAX, 2_000), (ZMQ_HEARTBEAT_IVL, 2_000),
        (ZMQ_HEARTBEAT_TIMEOUT, 6_000), (ZMQ_HEARTBEAT_TTL, 10_000),
    ]

    /// Every client asks, and asks again while it has no answer, as ours do. Gives how many had none within the limit.
    func ask(_ round: Int, within limit: Duration = .seconds(30)) -> Int {
        let deadline = ContinuousClock.now.advanced(by: limit)
        waiting = Set(sockets.indices)
        while !waiting.isEmpty, ContinuousClock.now < deadline {
            for client in waiting { send("herd/\(round)/\(client)", from: sockets[client]) }
            while !waiting.isEmpty, takeAnswers(round, within: 1_000) {}
        }
        return waiting.count
    }

    private func send(_ id: String, from socket: UnsafeMutableRawPointer) {
        let frames = ["GT1", id, "query", WhoAmI.verb, "{}", "{}"].map { Array($0.utf8) }
        for (index, frame) in frames.enumerated() {
            // One whose queue is full has asked often enough.
            guard
                zmq_send(
                    socket, frame, frame.count, ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)) >= 0
            else { return }
        }
    }

    /// False when none came within the time.
    private func takeAnswers(_ round: Int, within milliseconds: Int) -> Bool {
        let clients = Array(waiting)
        var items = clients.map { zmq_pollitem_t(socket: sockets[$0], fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
        guard zmq_poll(&items, Int32(items.count), milliseconds) > 0 else { return false }
        for (client, item) in zip(clients, items) where item.revents != 0 {
            while let frames = receive(sockets[client]) {
                guard frames.count == 5, frames[1] == Array("herd/\(round)/\(client)".utf8),
                    frames[2] == Array("ok".utf8)
                else { continue }
                waiting.remove(client)
            }
        }
        return true
    }

    /// nil when there is none.
    private func receive(_ socket: UnsafeMutableRawPointer) -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var more: Int32 = 1
        var size = MemoryLayout<Int32>.size
        while more != 0 {
            let count = zmq_recv(socket, &buffer, buffer.count, ZMQ_DONTWAIT)
            guard count >= 0 else { return nil }
            frames.append(Array(buffer.prefix(Int(count))))
            zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size)
        }
        return frames
    }
}
