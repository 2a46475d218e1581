internal import Glibc

extension Files {
    /// The text of a secret's file, without the line's end. Refused when it is somebody else's, a link, or anybody but
    /// its owner may read or write it: what lies open is no secret any more.
    package static func readSecret(_ path: String) throws(HostError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw .exposed(path: path, reason: "it is a link") }
            throw .system(call: "open", path: path, errno: errno)
        }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw .system(call: "fstat", path: path, errno: errno) }
        guard info.st_mode & S_IFMT == S_IFREG else { throw .exposed(path: path, reason: "it is no plain file") }
        guard info.st_uid == geteuid() else { throw .exposed(path: path, reason: "it belongs to another user") }
        guard info.st_mode & 0o077 == 0 else {
            throw .exposed(
                path: path, reason: "others than its owner may open it (mode \(octal(info.st_mode & 0o777)))")
        }
        var bytes = [UInt8](repeating: 0, count: secretBytesMax)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .system(call: "read", path: path, errno: errno) }
        guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is no text")
        }
        return text.trimmed
    }

    /// More than any key has.
    private static let secretBytesMax = 1024

    private static func octal(_ mode: mode_t) -> String { "0" + String(mode, radix: 8) }
}
