import Dispatch
import Foundation

/// A clock that a thread waits for together with its sockets: a timer that makes a descriptor readable.
final class Ticker {
    /// Readable after each tick.
    let descriptor: Int32
    private let timer: any DispatchSourceTimer

    init(every interval: DispatchTimeInterval) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw PeerSocket.failure("pipe") }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        descriptor = reading
        timer = DispatchSource.makeTimerSource(flags: .strict, queue: DispatchQueue(label: "ticker"))
        timer.setEventHandler {
            var byte: UInt8 = 0
            // A full pipe is readable already.
            _ = write(writing, &byte, 1)
        }
        timer.setCancelHandler {
            close(reading)
            close(writing)
        }
        timer.schedule(deadline: .now(), repeating: interval, leeway: .nanoseconds(0))
        timer.activate()
    }

    deinit { timer.cancel() }

    /// Takes all ticks so far.
    func take() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }
}
