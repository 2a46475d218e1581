import CZeroMQ
import Foundation

/// When each thing was sent, answered and received, in nanoseconds of the monotonic clock; 0: not yet.
struct FanOutTimes {
    var sent: [UInt64]
    var answered: [UInt64]
    /// By socket.
    var received: [[UInt64]]

    init(count: Int, sockets: Int) {
        sent = Array(repeating: 0, count: count)
        answered = sent
        received = Array(repeating: sent, count: sockets)
    }

    /// From the moments of `since` to each socket's receipt.
    func milliseconds(since moments: [UInt64]) -> [Double] {
        received.flatMap { zip($0, moments).map { (Double($0) - Double($1)) / 1_000_000 } }
    }
}

/// Sends commands at a steady pace and hears their events on many sockets, all in one thread, so that one clock tells all.
final class FanOutPeers {
    private let context: UnsafeMutableRawPointer
    private let dealer: UnsafeMutableRawPointer
    private var listeners: [UnsafeMutableRawPointer] = []
    /// Begins the ids of this run's commands: an event names its command, and by that its number.
    private let run: String
    private let mark: [UInt8]
    private var times: FanOutTimes
    private var missing: Int
    private var unanswered: Int

    init(sockets: Int, count: Int, requests: String, feed: String) throws {
        guard let context = zmq_ctx_new(), let dealer = zmq_socket(context, ZMQ_DEALER) else {
            throw LoadPeers.failure("zmq_ctx_new")
        }
        (self.context, self.dealer) = (context, dealer)
        run = "fan-\(UInt32.random(in: 0 ... .max))-"
        mark = Array(run.utf8)
        times = FanOutTimes(count: count, sockets: sockets)
        (missing, unanswered) = (count * sockets, count)
        try Self.set(dealer, ZMQ_LINGER, 0)
        guard zmq_connect(dealer, requests) == 0 else { throw LoadPeers.failure("zmq_connect") }
        for _ in 0..<sockets {
            guard let socket = zmq_socket(context, ZMQ_SUB) else { throw LoadPeers.failure("zmq_socket") }
            listeners.append(socket)
            try Self.set(socket, ZMQ_LINGER, 0)
            try Self.set(socket, ZMQ_RCVHWM, 10_000)
            try Self.set(socket, ZMQ_RCVTIMEO, 15_000)
            guard zmq_connect(socket, feed) == 0 else { throw LoadPeers.failure("zmq_connect") }
        }
    }

    deinit {
        for socket in listeners + [dealer] { zmq_close(socket) }
        while zmq_ctx_term(context) != 0, zmq_errno() == EINTR {}
    }

    /// All sockets are subscribed when it comes back: each has had its greeting returned, as the protocol has it.
    func listen(to topic: String) throws {
        for (place, socket) in listeners.enumerated() {
            for prefix in [topic, "~hello.\(run)\(place)."] {
                let bytes = Array(prefix.utf8)
                guard zmq_setsockopt(socket, ZMQ_SUBSCRIBE, bytes, bytes.count) == 0 else {
                    throw LoadPeers.failure("zmq_setsockopt")
                }
            }
        }
        for socket in listeners {
            guard let said = try receive(from: socket, 0), said.first?.starts(with: "~hello.".utf8) == true else {
                throw LoadPeers.failure("no greeting came back")
            }
        }
    }

    /// `perSecond` commands a second, whether the ones before were answered or not, until all events were received.
    func measure(perSecond: Int, command: (_ number: Int) -> [[UInt8]]) throws -> FanOutTimes {
        let ticker = try Ticker(every: .nanoseconds(1_000_000_000 / perSecond))
        let start = Self.now()
        var sent = 0
        while missing + unanswered > 0 {
            let isSending = sent < times.sent.count
            var items = ([dealer] + listeners).map {
                zmq_pollitem_t(socket: $0, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0)
            }
            if isSending {
                items.append(zmq_pollitem_t(socket: nil, fd: ticker.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
            }
            guard zmq_poll(&items, Int32(items.count), 15_000) > 0 else {
                throw LoadPeers.failure("\(missing) events and \(unanswered) answers did not come in 15 s")
            }
            for place in listeners.indices where items[place + 1].revents != 0 { try takeEvents(place) }
            if items[0].revents != 0 { try takeAnswers() }
            guard isSending, items[items.count - 1].revents != 0 else { continue }
            ticker.take()
            let due = Int((Self.now() - start) * UInt64(perSecond) / 1_000_000_000) + 1
            while sent < min(due, times.sent.count) {
                try send(command(sent), sent)
                sent += 1
            }
        }
        return times
    }

    private func send(_ command: [[UInt8]], _ number: Int) throws {
        var frames = command
        frames[1] = Array("\(run)\(number)".utf8)
        times.sent[number] = Self.now()
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            guard zmq_send(dealer, frame, frame.count, flags) == frame.count else {
                throw LoadPeers.failure("zmq_send")
            }
        }
    }

    private func takeAnswers() throws {
        while let frames = try receive(from: dealer, ZMQ_DONTWAIT) {
            guard frames.count == 5, frames[2] == Array("ok".utf8), let number = number(in: frames[1]) else {
                throw LoadPeers.failure(frames.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " | "))
            }
            guard times.answered[number] == 0 else { continue }
            times.answered[number] = Self.now()
            unanswered -= 1
        }
    }

    private func takeEvents(_ place: Int) throws {
        while let frames = try receive(from: listeners[place], ZMQ_DONTWAIT) {
            let now = Self.now()
            guard frames.count == 2, let number = number(in: frames[1]), times.received[place][number] == 0 else {
                throw LoadPeers.failure("an event of nothing that was sent, or one that came twice")
            }
            times.received[place][number] = now
            missing -= 1
        }
    }

    /// Behind the beginning that all ids of this run have: it stands near the beginning of an event.
    private func number(in bytes: [UInt8]) -> Int? {
        let last = min(bytes.count - mark.count, 200)
        guard last >= 0, let start = (0...last).first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
        let digits = bytes[(start + mark.count)...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { times.sent.indices.contains($0) ? $0 : nil }
    }

    /// All frames of the next message; nil when there is none.
    private func receive(from socket: UnsafeMutableRawPointer, _ flags: Int32) throws -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        var message = zmq_msg_t()
        repeat {
            zmq_msg_init(&message)
            defer { zmq_msg_close(&message) }
            guard zmq_msg_recv(&message, socket, flags) >= 0 else {
                guard zmq_errno() == EAGAIN else { throw LoadPeers.failure("zmq_msg_recv") }
                return nil
            }
            frames.append(Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: zmq_msg_size(&message))))
        } while zmq_msg_more(&message) != 0
        return frames
    }

    private static func set(_ socket: UnsafeMutableRawPointer, _ option: Int32, _ value: Int32) throws {
        var value = value
        guard zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw LoadPeers.failure("zmq_setsockopt")
        }
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
