import CZeroMQ
import Glibc

/// The poll set of one turn of a pump.
struct Poller {
    private var items: [zmq_pollitem_t] = []

    mutating func add(_ descriptor: Int32) {
        items.append(zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    }

    /// Gives the place of the item, for `isReady`.
    @discardableResult
    mutating func add(_ socket: Socket, forWriting: Bool = false) -> Int {
        let events = forWriting ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN
        items.append(zmq_pollitem_t(socket: socket.raw, fd: -1, events: Int16(events), revents: 0))
        return items.count - 1
    }

    /// Whether it was ready when `wait` returned. May be spurious: every receive is non-blocking.
    func isReady(_ place: Int) -> Bool { items[place].revents != 0 }

    /// Returns when something may be there or the time is over.
    mutating func wait(until moment: ContinuousClock.Instant?) throws(ZeroMQFailure) {
        var milliseconds = -1
        if let moment {
            let left = ContinuousClock.now.duration(to: moment)
            // Rounded up: waking a moment too early would spin.
            milliseconds = max(0, Int((left + .microseconds(999)) / .milliseconds(1)))
        }
        guard zmq_poll(&items, Int32(items.count), milliseconds) < 0, zmq_errno() != EINTR else { return }
        throw ZeroMQFailure("zmq_poll")
    }
}
