import Bus
import CZeroMQ
import Glibc

/// The file of an ipc endpoint. Only ipc is spoken: TCP needs CURVE and an allow-list, and is refused without them.
struct SocketPath: Hashable, Sendable {
    let path: String

    init(_ endpoint: String) throws(BusError) {
        guard endpoint.hasPrefix("ipc:///") else {
            throw .transport("\(endpoint) is not an ipc:// endpoint with an absolute path: nothing else is spoken here")
        }
        path = String(endpoint.dropFirst("ipc://".count))
        guard path.utf8.count <= ZeroMQLimits.socketPathBytesMax else {
            throw .transport(
                "\(path) is longer than \(ZeroMQLimits.socketPathBytesMax) bytes: the system allows no such socket")
        }
    }

    var directory: String {
        let cut = path.lastIndex(of: "/") ?? path.startIndex
        return cut == path.startIndex ? "/" : String(path[..<cut])
    }

    /// libzmq takes over any path, and deletes an ordinary file that lies there: so it is looked at first. Free is what
    /// does not exist, or is a socket that nobody listens on.
    func checkFree() throws(BusError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw ZeroMQFailure("lstat \(path)").busError }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw .transport("\(path) exists and is no socket: it is left alone; move it away and start again")
        }
        guard try !isListenedOn() else {
            throw .transport("another process holds \(path), though not its lock: end it and start again")
        }
    }

    private func isListenedOn() throws(BusError) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ZeroMQFailure("socket").busError }
        defer { Glibc.close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0
    }
}
