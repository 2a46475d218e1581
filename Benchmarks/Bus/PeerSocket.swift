import Foundation

/// Where a peer listens.
enum PeerPlace {
    case unix(String)
    /// On this machine.
    case tcp(UInt16)
}

/// One connection to a peer of the bus.
final class PeerSocket {
    let descriptor: Int32
    private var incoming = PeerBuffer()
    private var room = [UInt8](repeating: 0, count: 16 << 10)

    init(_ place: PeerPlace) throws {
        switch place {
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
                throw Shell.Failure(command: ["connect", path], status: 70, output: "the path is too long")
            }
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            try connect(&address)
        case .tcp(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            try connect(&address)
            var one: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    deinit { close(descriptor) }

    private func connect<Address>(_ address: inout Address) throws {
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else { throw Self.failure("connect") }
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Self.failure("send") }
            sent += count
        }
    }

    /// Takes in what is there, at least a byte.
    func receive() throws {
        let count = room.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw Self.failure(count == 0 ? "the peer has closed the connection" : "recv") }
        room.withUnsafeBytes { incoming.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Whether what came in holds the acknowledgement that is awaited; what the peer asks is answered on the way.
    func isAcknowledged(in dialect: some PeerDialect) throws -> Bool {
        while let word = try dialect.word(from: &incoming) {
            switch word {
            case .acknowledged: return true
            case .asked(let answer): try send(answer)
            case .other: break
            }
        }
        return false
    }

    /// Says it and waits until it is acknowledged.
    func say(_ bytes: [UInt8], in dialect: some PeerDialect) throws {
        try send(bytes)
        while try !isAcknowledged(in: dialect) {
            var items = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            guard poll(&items, 1, 15_000) > 0 else { throw Self.failure("no answer for 15 s") }
            try receive()
        }
    }

    static func failure(_ what: String) -> Shell.Failure {
        Shell.Failure(command: ["peer"], status: 70, output: "\(what): \(String(cString: strerror(errno)))")
    }
}
