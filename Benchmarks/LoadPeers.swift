import CZeroMQ
import Foundation
import Host
import TownModel
import Wire

/// The load program: many connections with one command in flight on each, all on one thread, as thin as a client can
/// be. What it costs beside the store on the same cores is printed with every figure.
///
/// Each answer is looked at: anything but `ok` to the id that was sent ends the run.
final class LoadPeers {
    /// Where one connection stands.
    private struct Peer {
        var socket: UnsafeMutableRawPointer
        var number = 0
        var id: [UInt8] = []
        var sent = ContinuousClock.now
    }

    private let context: UnsafeMutableRawPointer
    private var peers: [Peer] = []
    private let message = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)

    init(connections: Int, to endpoint: String) throws {
        guard let context = zmq_ctx_new() else { throw Self.failure("zmq_ctx_new") }
        self.context = context
        for _ in 0..<connections {
            guard let socket = zmq_socket(context, ZMQ_DEALER) else { throw Self.failure("zmq_socket") }
            peers.append(Peer(socket: socket))
            var none: Int32 = 0
            zmq_setsockopt(socket, ZMQ_LINGER, &none, MemoryLayout<Int32>.size)
            guard zmq_connect(socket, endpoint) == 0 else { throw Self.failure("zmq_connect \(endpoint)") }
        }
    }

    deinit {
        for peer in peers { zmq_close(peer.socket) }
        while zmq_ctx_term(context) != 0, zmq_errno() == EINTR {}
        message.deallocate()
    }

    /// For `window`: as soon as a connection has its answer it sends the next. Gives milliseconds, one a command.
    ///
    /// `command`: the frames of the connection's `number`th command.
    func run(for window: Duration, _ command: (_ connection: Int, _ number: Int) -> [[UInt8]]) throws -> [Double] {
        var latencies: [Double] = []
        let start = ContinuousClock.now
        for connection in peers.indices { try send(command(connection, 0), on: connection) }
        var waiting = peers.count
        while waiting > 0 {
            var items = peers.map { zmq_pollitem_t(socket: $0.socket, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0) }
            guard zmq_poll(&items, Int32(items.count), 15_000) > 0 else { throw Self.failure("no answer for 15 s") }
            for connection in peers.indices where items[connection].revents != 0 {
                try takeAnswer(on: connection)
                let now = ContinuousClock.now
                latencies.append(peers[connection].sent.duration(to: now).inMilliseconds)
                if start.duration(to: now) < window {
                    try send(command(connection, peers[connection].number), on: connection)
                } else {
                    waiting -= 1
                }
            }
        }
        return latencies
    }

    private func send(_ frames: [[UInt8]], on connection: Int) throws {
        peers[connection].id = frames[1]
        peers[connection].number += 1
        peers[connection].sent = .now
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            guard zmq_send(peers[connection].socket, frame, frame.count, flags) == frame.count else {
                throw Self.failure("zmq_send")
            }
        }
    }

    private func takeAnswer(on connection: Int) throws {
        var frames: [[UInt8]] = []
        repeat {
            zmq_msg_init(message)
            defer { zmq_msg_close(message) }
            guard zmq_msg_recv(message, peers[connection].socket, 0) >= 0 else { throw Self.failure("zmq_msg_recv") }
            frames.append(Array(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))))
        } while zmq_msg_more(message) != 0
        guard frames.count == 5, frames[1] == peers[connection].id, frames[2] == Array("ok".utf8) else {
            throw Self.failure(frames.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " | "))
        }
    }

    static func failure(_ what: String) -> Shell.Failure {
        Shell.Failure(command: ["load"], status: 70, output: "\(what): \(String(cString: zmq_strerror(zmq_errno())))")
    }
}

/// Commands of one verb that differ in their number alone: put together from the bytes of one that was encoded.
struct NumberedCommand {
    private let verb: String
    private let headers: RequestHeaders
    private let before: [UInt8]
    /// nil: no number goes into the body.
    private let after: [UInt8]?
    private let template: [[UInt8]]

    /// `command`: has a title that is `mark`, in whose place the number goes.
    init<C: Command>(_ command: C, mark: String, headers: RequestHeaders) {
        let body = String(decoding: JSONText.encode(command), as: UTF8.self)
        let parts = body.components(separatedBy: mark)
        precondition(parts.count == 2, "the mark stands once in \(body)")
        (before, after) = (Array(parts[0].utf8), Array(parts[1].utf8))
        (verb, self.headers) = (C.verb, headers)
        template = Request(id: FreshID.command(), kind: .command, verb: verb, headers: headers, body: []).frames
    }

    /// The same command again and again, each under an id of its own.
    init<C: Command>(fixed command: C, headers: RequestHeaders) {
        (before, after) = (JSONText.encode(command), nil)
        (verb, self.headers) = (C.verb, headers)
        template = Request(id: FreshID.command(), kind: .command, verb: verb, headers: headers, body: []).frames
    }

    /// As they go over the bus.
    func frames(_ connection: Int, _ number: Int) -> [[UInt8]] {
        var frames = template
        frames[1] = Array(FreshID.command().text.utf8)
        frames[5] = body(connection, number)
        return frames
    }

    private func body(_ connection: Int, _ number: Int) -> [UInt8] {
        guard let after else { return before }
        return before + Array("\(connection)/\(number)".utf8) + after
    }

    /// Under an id of its own, as `gt` gives them.
    func request(_ connection: Int, _ number: Int) -> Request {
        Request(
            id: FreshID.command(), kind: .command, verb: verb, headers: headers,
            body: body(connection, number))
    }
}
