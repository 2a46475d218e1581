import CZeroMQ
import Foundation
import Host
import TownModel
import Wire

/// One connection to the store with one request in flight, as thin as a client can be: no thread of its own.
final class PlainPeer {
    private let context: UnsafeMutableRawPointer
    private let endpoint: String
    private var socket: UnsafeMutableRawPointer
    private let message = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)

    init(to endpoint: String) throws {
        guard let context = zmq_ctx_new() else { throw LoadPeers.failure("zmq_ctx_new") }
        self.context = context
        self.endpoint = endpoint
        socket = try Self.connect(context, endpoint)
    }

    deinit {
        zmq_close(socket)
        while zmq_ctx_term(context) != 0, zmq_errno() == EINTR {}
        message.deallocate()
    }

    private static func connect(
        _ context: UnsafeMutableRawPointer, _ endpoint: String
    ) throws -> UnsafeMutableRawPointer {
        guard let socket = zmq_socket(context, ZMQ_DEALER) else { throw LoadPeers.failure("zmq_socket") }
        var none: Int32 = 0
        zmq_setsockopt(socket, ZMQ_LINGER, &none, MemoryLayout<Int32>.size)
        guard zmq_connect(socket, endpoint) == 0 else { throw LoadPeers.failure("zmq_connect \(endpoint)") }
        return socket
    }

    /// Sent until it is answered, again every second: whoever is asked may be killed in between, and know nothing of it.
    func ask<C: Command>(_ command: C, headers: RequestHeaders) throws -> C.Reply {
        let request = Request(
            id: FreshID.command(), kind: .command, verb: C.verb, headers: headers, body: command.json)
        for _ in 0..<60 {
            try send(request.frames)
            if let body = try answer(to: request.id) { return try C.reply(from: body) }
            zmq_close(socket)
            socket = try Self.connect(context, endpoint)
        }
        throw LoadPeers.failure("no answer for a minute")
    }

    private func send(_ frames: [[UInt8]]) throws {
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            guard zmq_send(socket, frame, frame.count, flags) == frame.count else {
                throw LoadPeers.failure("zmq_send")
            }
        }
    }

    /// nil: none for a second.
    private func answer(to id: CommandID) throws -> [UInt8]? {
        while true {
            var item = zmq_pollitem_t(socket: socket, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0)
            guard zmq_poll(&item, 1, 1000) > 0 else { return nil }
            var frames: [[UInt8]] = []
            repeat {
                zmq_msg_init(message)
                defer { zmq_msg_close(message) }
                guard zmq_msg_recv(message, socket, 0) >= 0 else { throw LoadPeers.failure("zmq_msg_recv") }
                frames.append(
                    Array(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))))
            } while zmq_msg_more(message) != 0
            guard frames.count == 5, frames[1] == Array(id.text.utf8) else { continue }
            guard frames[2] == Array("ok".utf8) else {
                throw LoadPeers.failure(frames.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " | "))
            }
            return frames[4]
        }
    }
}
