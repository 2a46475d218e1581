import CZeroMQ
import Glibc

/// Starts the one thread that owns a process's sockets.
///
/// A thread and not a task, because a libzmq socket belongs to one thread for life and `zmq_poll` blocks. Every signal
/// is blocked in it before its context exists, so that libzmq's own threads inherit that: a signal inside libzmq 4.3.4
/// can lose a wake-up.
enum PumpThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func start(_ run: @escaping @Sendable () -> Void) throws(ZeroMQFailure) {
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, { PumpThread.main($0) }, body.toOpaque())
        guard result == 0 else {
            body.release()
            errno = result
            throw ZeroMQFailure("pthread_create")
        }
        pthread_detach(thread)
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
    }
}
