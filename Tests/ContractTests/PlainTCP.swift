import Dispatch
import Glibc
import Synchronization
import Testing
import TownModel
import TownTesting

/// A TCP connection of somebody who knows nothing of ZeroMQ.
struct PlainTCP: ~Copyable {
    private let descriptor: Int32

    init(_ address: TCPAddress) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        try #require(Loopback.call(address.port) { Glibc.connect(descriptor, $0, $1) } == 0)
    }

    deinit { close(descriptor) }

    /// Says something, and waits until the other end hangs up.
    func say(_ bytes: [UInt8]) {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var buffer = [UInt8](repeating: 0, count: 1024)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}

/// Stands between a client and a town, and writes down every byte that goes by.
final class Wiretap: Sendable {
    let address: TCPAddress
    private let listener: Int32
    private let bytes = Mutex<[UInt8]>([])

    init(before town: TCPAddress) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        try #require(Loopback.call(0) { Glibc.bind(listener, $0, $1) } == 0)
        try #require(listen(listener, 16) == 0)
        address = try #require(TCPAddress("tcp://127.0.0.1:\(Loopback.port(of: listener))"))
        DispatchQueue(label: "gastown.wiretap").async { [self] in
            while true {
                let guest = accept(listener, nil, nil)
                guard guest >= 0 else { return }
                let onward = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                guard Loopback.call(town.port, { Glibc.connect(onward, $0, $1) }) == 0 else {
                    close(guest)
                    close(onward)
                    continue
                }
                pass(from: guest, to: onward)
                pass(from: onward, to: guest)
            }
        }
    }

    var captured: [UInt8] { bytes.withLock { $0 } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func pass(from source: Int32, to target: Int32) {
        DispatchQueue(label: "gastown.wiretap.one-way").async { [self] in
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = read(source, &buffer, buffer.count)
                guard count > 0 else { break }
                bytes.withLock { $0 += buffer.prefix(count) }
                guard Glibc.send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
            }
            shutdown(source, Int32(SHUT_RDWR))
            shutdown(target, Int32(SHUT_RDWR))
        }
    }
}
