internal import Glibc

extension Files {
    /// The last bytes of a file, which may be growing: at most so many.
    package static func end(of path: String, bytesMax: Int) throws(HostError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0, lseek(descriptor, max(0, size - off_t(bytesMax)), SEEK_SET) >= 0 else {
            throw .system(call: "lseek", path: path, errno: errno)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < bytesMax {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, bytesMax - bytes.count))
            guard count >= 0 else { throw .system(call: "read", path: path, errno: errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}

extension Files {
    /// The first bytes of a file, at most so many.
    package static func head(of path: String, bytesMax: Int) throws(HostError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        let count = Glibc.read(descriptor, &buffer, bytesMax)
        guard count >= 0 else { throw .system(call: "read", path: path, errno: errno) }
        return Array(buffer.prefix(count))
    }
}
