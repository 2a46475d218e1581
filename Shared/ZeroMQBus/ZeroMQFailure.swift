import Bus
import CZeroMQ

/// A call into libzmq or the kernel that failed, with what it was about.
struct ZeroMQFailure: Error, Hashable, Sendable {
    var call: String
    var code: Int32

    /// Must be made right after the call, on the same thread.
    init(_ call: String) {
        self.call = call
        code = zmq_errno()
    }

    var busError: BusError { .transport("\(call): \(String(cString: zmq_strerror(code)))") }
}
