import Glibc

/// The shim's few files: read whole; written whole or not at all, and on disk before the shim goes on.
enum Record {
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func write(_ text: String, to path: String) -> Bool {
        let temporary = "\(path).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let isWritten = Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0, let slash = path.lastIndex(of: "/") else { return false }
        let directory = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return false }
        defer { close(directory) }
        return fsync(directory) == 0
    }

    /// This process as JSON of a `ProcessIdentity`; host name and boot id hold nothing that JSON would escape.
    static func ownIdentity() -> String? {
        guard let boot = text("/proc/sys/kernel/random/boot_id"), let stat = text("/proc/self/stat"),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        var name = utsname()
        guard fields.count > 20, UInt64(fields[20]) != nil, uname(&name) == 0 else { return nil }
        let host = withUnsafeBytes(of: name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return """
            {"bootID":"\(boot)","host":"\(host)","pid":\(getpid()),"startTicks":\(fields[20])}

            """
    }

    private static func text(_ path: String) -> String? {
        read(path).map { String(decoding: $0.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
    }
}
