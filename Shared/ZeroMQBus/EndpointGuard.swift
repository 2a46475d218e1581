import Bus
import CZeroMQ
import Glibc

/// What is done before an endpoint is bound, so that there is one store, and only this user reaches it.
enum EndpointGuard {
    /// Takes the lock for as long as the descriptor is open: the kernel drops it with the process. Children do not
    /// inherit it.
    static func lock(_ path: String) throws(BusError) -> Int32 {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ZeroMQFailure("open \(path)").busError }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let failure = ZeroMQFailure("flock \(path)").busError
            Glibc.close(descriptor)
            throw isHeld
                ? .transport("another store holds \(path): it is left alone, this one does not start") : failure
        }
        return descriptor
    }

    /// The sockets' directory: made when absent, closed to everybody else.
    static func prepareDirectory(_ path: String) throws(BusError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw ZeroMQFailure("mkdir \(path)").busError }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw ZeroMQFailure("lstat \(path)").busError }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
            throw .transport("\(path) is not a directory of this user: sockets there could be reached by others")
        }
        guard chmod(path, 0o700) == 0 else { throw ZeroMQFailure("chmod \(path)").busError }
    }

    /// libzmq aborts the process when it can't accept a connection for want of a descriptor. Gives how many there may
    /// be.
    static func raiseDescriptorLimit() throws(BusError) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw ZeroMQFailure("getrlimit").busError
        }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw ZeroMQFailure("setrlimit").busError
        }
        return Int(clamping: limit.rlim_cur)
    }
}
