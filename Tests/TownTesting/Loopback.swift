package import Glibc
package import Host
package import TownModel

/// TCP within this machine.
package enum Loopback {
    /// A port that nobody has at this moment.
    package static func freePort() throws(HostError) -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard call(0, { Glibc.bind(descriptor, $0, $1) }) == 0 else { throw failure("bind") }
        return try port(of: descriptor)
    }

    package static func address() throws(HostError) -> TCPAddress {
        let port = try freePort()
        guard let address = TCPAddress("tcp://127.0.0.1:\(port)") else {
            preconditionFailure("\(port) is no port, though a socket has it")
        }
        return address
    }

    package static func port(of descriptor: Int32) throws(HostError) -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard result == 0 else { throw failure("getsockname") }
        return UInt16(bigEndian: address.sin_port)
    }

    package static func call(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func failure(_ call: String) -> HostError {
        .system(call: call, path: "127.0.0.1", errno: errno)
    }
}
