import Glibc
import Host

/// The end of a file that may be of any size.
enum LogTail {
    static func bytes(of path: String) throws(HostError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .system(call: "lseek", path: path, errno: errno) }
        var buffer = [UInt8](repeating: 0, count: min(Int(end), HandsLimits.logTailBytes))
        let count = pread(descriptor, &buffer, buffer.count, end - off_t(buffer.count))
        guard count >= 0 else { throw .system(call: "read", path: path, errno: errno) }
        return Array(buffer[..<count])
    }
}
