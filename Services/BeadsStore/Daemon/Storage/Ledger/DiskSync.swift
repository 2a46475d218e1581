internal import Glibc

/// Makes a file's bytes, or a directory's entries, survive a power loss.
enum DiskSync {
    static func sync(_ path: String) throws(LedgerFault) {
        guard try syncIfThere(path) else { throw .storage("open \(path): \(String(cString: strerror(ENOENT)))") }
    }

    /// False when there is nothing.
    static func syncIfThere(_ path: String) throws(LedgerFault) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return false }
            throw .storage("open \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .storage("fsync \(path): \(String(cString: strerror(errno)))") }
        return true
    }
}
