import Synchronization

/// Where the writer sits: used by one thread at a time, its own or, for a command that came alone, the bus's.
///
/// What waits in the queue goes first, always: commands are carried out in the order in which they arrived.
final class WriterDesk: Sendable {
    private struct Seat: ~Copyable {
        var writer: Writer
        /// The end, or the ledger can't be trusted any more: nobody uses it again.
        var isOver = false
        var fault: (any Error)?
    }

    private let seat: Mutex<Seat>
    private let queue: WorkQueue<WriterOrder>

    init(_ writer: sending Writer, queue: WorkQueue<WriterOrder>) {
        seat = Mutex(Seat(writer: writer))
        self.queue = queue
    }

    /// The life of the writer's thread: until the queue is closed and empty. Throws when the ledger can't be trusted any
    /// more, whoever found out.
    func run() throws {
        while true {
            queue.wait(until: seat.withLock { $0.writer.rest })
            let isOver = try seat.withLock { seat in
                if let fault = seat.fault { throw fault }
                seat.isOver = true
                // Taken under the lock, so that no lone command can slip in before them.
                let piece = queue.takeNow(max: StoreLimits.batchCommandsMax)
                try seat.writer.round(piece.items)
                seat.isOver = piece.isClosed && piece.items.isEmpty
                return seat.isOver
            }
            if isOver { return }
        }
    }

    /// Carries it out on the caller's thread, at once. False, and nothing was done, when the writer is at work or does
    /// not take it: then it belongs into the queue.
    func carryOutAlone(_ order: WriterOrder) -> Bool {
        seat.withLockIfAvailable { seat in
            guard !seat.isOver, queue.isEmpty, seat.writer.takesLone(at: .now) else { return false }
            do {
                if try seat.writer.carryOutAlone(order) { queue.nudge() }
            } catch {
                seat.isOver = true
                seat.fault = error
                queue.nudge()
            }
            return true
        } ?? false
    }
}

/// How the bus's thread finds the desk, which is there only once the ledger is open.
final class WriterDeskDoor: Sendable {
    private let desk = Mutex<WriterDesk?>(nil)

    func open(_ desk: WriterDesk) { self.desk.withLock { $0 = desk } }

    /// See `WriterDesk.carryOutAlone`.
    func carryOutAlone(_ order: WriterOrder) -> Bool {
        desk.withLock(\.self)?.carryOutAlone(order) ?? false
    }
}
