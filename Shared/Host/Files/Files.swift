internal import Glibc

/// Files and directories. What is written here is on disk, whole or not at all, when the call returns.
package enum Files {
    package static func read(
        _ path: String, bytesMax: Int = HostLimits.fileBytesMax
    ) throws(HostError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        return try read(descriptor, path, bytesMax: bytesMax)
    }

    /// Everything from where the descriptor stands. `path` is for messages only.
    static func read(_ descriptor: Int32, _ path: String, bytesMax: Int) throws(HostError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(call: "read", path: path, errno: errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else {
                throw .unreadable(path: path, reason: "it is over \(bytesMax) bytes")
            }
        }
    }

    /// Throws `unreadable` when it is not UTF-8.
    package static func readText(_ path: String) throws(HostError) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is not UTF-8 text")
        }
        return text
    }

    /// Replaces a file: written beside it, on disk, then renamed over it, and the rename on disk too. Whoever reads
    /// sees the old bytes or the new ones.
    ///
    /// - Parameter isDurable: false for what can be made again: then the disk may learn of it later.
    package static func writeAtomically(
        _ bytes: [UInt8], to path: String, mode: UInt32 = privateFileMode, isDurable: Bool = true
    ) throws(HostError) {
        let draft = try FileDraft(of: path, mode: mode)
        try draft.append(bytes[...])
        try draft.publish(isDurable: isDurable)
    }

    package static func writeAtomically(
        _ text: String, to path: String, mode: UInt32 = privateFileMode
    ) throws(HostError) {
        try writeAtomically(Array(text.utf8), to: path, mode: mode)
    }

    /// Renames within one file system, and the rename is on disk. Never over something that is there already.
    ///
    /// - Parameter isDurable: false for what can be made again: then the disk may learn of it later.
    package static func rename(_ source: String, to target: String, isDurable: Bool = true) throws(HostError) {
        guard !exists(target) else { throw .system(call: "rename", path: target, errno: EEXIST) }
        guard Glibc.rename(source, target) == 0 else { throw .system(call: "rename", path: target, errno: errno) }
        guard isDurable else { return }
        try syncDirectory(parent(of: target))
        try syncDirectory(parent(of: source))
    }

    /// A private copy of a file's bytes as they are now.
    package static func copy(_ source: String, to target: String) throws(HostError) {
        try writeAtomically(try read(source, bytesMax: .max), to: target)
    }

    /// Only the owner may read or write: keys, prompts, records of sessions.
    package static let privateFileMode: UInt32 = 0o600
    /// Only the owner may enter.
    package static let privateDirectoryMode: UInt32 = 0o700

    /// Whether something is there, a dangling symbolic link included.
    package static func exists(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0
    }

    package static func isDirectory(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether it is a file with bytes of its own: no link, no pipe, no device.
    package static func isRegular(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    /// Makes a file's last state, a directory's entries, survive a power loss.
    package static func syncDirectory(_ path: String) throws(HostError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(call: "fsync", path: path, errno: errno) }
    }

    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, path: String) throws(HostError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(call: "write", path: path, errno: errno)
            }
            rest = rest.dropFirst(count)
        }
    }
}
