internal import Glibc

/// A file that is read in pieces, so that no more than a piece of it is ever held. It stays the file that was opened, also
/// when another takes its name.
package final class FileSource {
    package let path: String
    /// Bytes, when it was opened.
    package let size: Int
    private let descriptor: Int32

    package init(_ path: String) throws(HostError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(call: "fstat", path: path, errno: code)
        }
        size = Int(info.st_size)
    }

    deinit { close(descriptor) }

    /// Bytes from a place on: as many as asked for, or all that are left.
    package func read(at offset: Int, bytesMax: Int) throws(HostError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: bytesMax) { room, count in
            while count < bytesMax {
                let read = pread(descriptor, room.baseAddress?.advanced(by: count), bytesMax - count, offset + count)
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                if read <= 0 { return }
                count += read
            }
        }
        guard failure == 0 else { throw .system(call: "pread", path: path, errno: failure) }
        return bytes
    }

    /// Exactly these bytes.
    package func read(_ range: Range<Int>) throws(HostError) -> [UInt8] {
        let bytes = try read(at: range.lowerBound, bytesMax: range.count)
        guard bytes.count == range.count else {
            throw .unreadable(path: path, reason: "it has become shorter while it was read")
        }
        return bytes
    }
}
