/// How a peer of the bus is spoken to over a byte stream: one thing at a time, each waited for.
protocol PeerDialect {
    /// What a new connection says; acknowledged once the peer is ready for it.
    func greeting(_ connection: Int) -> [UInt8]
    /// A publication that the peer acknowledges as it acknowledges durable ones.
    func publication(_ connection: Int, _ body: [UInt8]) -> [UInt8]
    /// The next thing that the peer said; nil while it is not here whole. Throws when it refuses.
    func word(from buffer: inout PeerBuffer) throws -> PeerWord?
}

enum PeerWord {
    case acknowledged
    /// It wants to hear this now.
    case asked([UInt8])
    case other
}

/// Redis Streams: `XADD`, answered with the entry's id once the append-only file is synced (`appendfsync always`).
struct RedisDialect: PeerDialect {
    func greeting(_ connection: Int) -> [UInt8] { Array("PING\r\n".utf8) }

    func publication(_ connection: Int, _ body: [UInt8]) -> [UInt8] {
        var bytes = Array("*5\r\n$4\r\nXADD\r\n$5\r\nbench\r\n$1\r\n*\r\n$1\r\nm\r\n$\(body.count)\r\n".utf8)
        bytes += body
        bytes += "\r\n".utf8
        return bytes
    }

    func word(from buffer: inout PeerBuffer) throws -> PeerWord? {
        try buffer.whole { buffer in
            guard let line = buffer.line() else { return nil }
            switch line.first {
            case "+": return .acknowledged
            case "$":
                guard let count = Int(line.dropFirst()), count > 0 else { throw Self.failure(line) }
                return buffer.take(count + 2).map { _ in .acknowledged }
            default: throw Self.failure(line)
            }
        }
    }

    private static func failure(_ line: String) -> Shell.Failure {
        Shell.Failure(command: ["redis"], status: 70, output: line)
    }
}

/// NATS JetStream: `PUB` to a stream's subject with an inbox to answer to; the answer is the acknowledgement of the stream.
struct JetStreamDialect: PeerDialect {
    static let stream =
        #"{"name":"BENCH","subjects":["bench"],"storage":"file","retention":"limits","num_replicas":1}"#

    func greeting(_ connection: Int) -> [UInt8] {
        let about = #"{"verbose":false,"pedantic":false,"name":"bench"}"#
        return Array("CONNECT \(about)\r\nSUB \(inbox(connection)) 1\r\nPING\r\n".utf8)
    }

    func publication(_ connection: Int, _ body: [UInt8]) -> [UInt8] { request("bench", connection, body) }

    /// Makes the stream; acknowledged as a publication is.
    func creation(_ connection: Int) -> [UInt8] {
        request("$JS.API.STREAM.CREATE.BENCH", connection, Array(Self.stream.utf8))
    }

    func word(from buffer: inout PeerBuffer) throws -> PeerWord? {
        try buffer.whole { buffer in
            guard let line = buffer.line() else { return nil }
            switch line.prefix(4) {
            case "PONG": return .acknowledged
            case "PING": return .asked(Array("PONG\r\n".utf8))
            case "INFO", "+OK": return .other
            case "MSG ":
                guard let count = line.split(separator: " ").last.flatMap({ Int($0) }) else { throw Self.failure(line) }
                guard let payload = buffer.take(count + 2) else { return nil }
                let text = String(decoding: payload, as: UTF8.self)
                guard text.contains(#""error""#) else { return .acknowledged }
                throw Self.failure(text)
            default: throw Self.failure(line)
            }
        }
    }

    private func request(_ subject: String, _ connection: Int, _ body: [UInt8]) -> [UInt8] {
        var bytes = Array("PUB \(subject) \(inbox(connection)) \(body.count)\r\n".utf8)
        bytes += body
        bytes += "\r\n".utf8
        return bytes
    }

    private func inbox(_ connection: Int) -> String { "_INBOX.bench.\(connection)" }

    private static func failure(_ line: String) -> Shell.Failure {
        Shell.Failure(command: ["nats"], status: 70, output: line)
    }
}
