internal import Glibc

/// What a file will be: written beside it piece by piece, then put in its place. Whoever reads sees the old bytes or the
/// new ones; no more than a piece of them is held here. A draft that is let go leaves nothing.
package final class FileDraft {
    package let path: String
    private let temporary: String
    private let descriptor: Int32
    private var waiting: [UInt8] = []
    private var isPublished = false

    package init(of path: String, mode: UInt32 = Files.privateFileMode) throws(HostError) {
        self.path = path
        temporary = "\(path).new-\(getpid())"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw .system(call: "open", path: temporary, errno: errno) }
        guard fchmod(descriptor, mode) == 0 else {
            let code = errno
            close(descriptor)
            unlink(temporary)
            throw .system(call: "fchmod", path: temporary, errno: code)
        }
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporary) }
    }

    package func append(_ bytes: ArraySlice<UInt8>) throws(HostError) {
        if waiting.isEmpty, bytes.count >= HostLimits.draftPieceBytes {
            return try Files.writeAll(bytes, to: descriptor, path: temporary)
        }
        waiting += bytes
        if waiting.count >= HostLimits.draftPieceBytes { try flush() }
    }

    package func copy(_ range: Range<Int>, of source: FileSource) throws(HostError) {
        try flush()
        var next = range.lowerBound
        while next < range.upperBound {
            let end = min(next + HostLimits.copyPieceBytes, range.upperBound)
            try Files.writeAll(try source.read(next..<end)[...], to: descriptor, path: temporary)
            next = end
        }
    }

    /// Renames it over the file; nothing may be added any more.
    ///
    /// - Parameter isDurable: false for what can be made again: then the disk may learn of it later.
    package func publish(isDurable: Bool = true) throws(HostError) {
        try flush()
        guard !isDurable || fsync(descriptor) == 0 else {
            throw .system(call: "fsync", path: temporary, errno: errno)
        }
        guard Glibc.rename(temporary, path) == 0 else { throw .system(call: "rename", path: path, errno: errno) }
        isPublished = true
        if isDurable { try Files.syncDirectory(Files.parent(of: path)) }
    }

    private func flush() throws(HostError) {
        guard !waiting.isEmpty else { return }
        try Files.writeAll(waiting[...], to: descriptor, path: temporary)
        waiting.removeAll(keepingCapacity: true)
    }
}
