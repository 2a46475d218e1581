internal import Glibc

/// What can be seen of a local socket without speaking to who owns it.
package enum SocketSight {
    /// Whether somebody listens at this path. A path that is no socket, or too long for one, has no listener.
    ///
    /// Nobody is connected by it, so nobody has to take a connection that says nothing: asked by a socket of another
    /// type, the kernel says `EPROTOTYPE` of a socket that a process holds, and `ECONNREFUSED` of one that was left behind.
    package static func hasListener(_ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { return false }
        let handle = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 || errno == EPROTOTYPE
            }
        }
    }
}
