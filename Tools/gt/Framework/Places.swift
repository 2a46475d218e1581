import Glibc

/// The few looks at the file system that a command takes before it speaks to the store.
enum Places {
    static func isTown(_ directory: String) -> Bool { access("\(directory)/.gt", F_OK) == 0 }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The secret in a key's file; nil when it is not ours to read.
    static func key(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: CommandLimits.keyBytesMax)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let text = bytes[..<count].filter { $0 != UInt8(ascii: "\n") }
        return String(decoding: text, as: UTF8.self)
    }
}
