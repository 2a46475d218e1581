internal import Glibc

/// A file that is trusted only if it is plain, this user's, and for nobody else to read or write. Opened once: what was
/// looked at is what is read, whoever takes its name meanwhile.
struct PrivateFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let info: stat

    /// A link is not followed: that is ELOOP.
    init(_ path: String) throws(HostError) {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(call: "fstat", path: path, errno: code)
        }
        (self.descriptor, self.path, self.info) = (descriptor, path, info)
    }

    deinit { close(descriptor) }

    /// Why it is not trusted; nil when it is.
    var complaint: String? {
        if info.st_mode & S_IFMT != S_IFREG { return "it is no plain file" }
        if info.st_uid != geteuid() { return "it belongs to user \(info.st_uid)" }
        if info.st_mode & 0o077 != 0 {
            return "others than its owner may open it (mode 0\(String(info.st_mode & 0o777, radix: 8)))"
        }
        return nil
    }

    func read(bytesMax: Int) throws(HostError) -> [UInt8] {
        try Files.read(descriptor, path, bytesMax: bytesMax)
    }
}
