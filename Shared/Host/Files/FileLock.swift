internal import Glibc

/// An exclusive flock, held until `release` or the end of the process: the kernel drops it with its holder, so nothing
/// is ever left locked by the dead.
///
/// On a file (made when absent) or on a directory. Close-on-exec: children do not inherit it.
package final class FileLock: Sendable {
    package let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// nil when somebody else holds it.
    package static func take(_ path: String) throws(HostError) -> FileLock? {
        let flags = Files.isDirectory(path) ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT
        let descriptor = open(path, flags | O_CLOEXEC, Files.privateFileMode)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(path: path, descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else { throw .system(call: "flock", path: path, errno: code) }
        return nil
    }
}

extension FileLock {
    /// Waits for the lock, and the whole thread with it: for commands, and for locks that are held for moments.
    package static func await(_ path: String) throws(HostError) -> FileLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, Files.privateFileMode)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        while flock(descriptor, LOCK_EX) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            throw .system(call: "flock", path: path, errno: code)
        }
        return FileLock(path: path, descriptor: descriptor)
    }
}
