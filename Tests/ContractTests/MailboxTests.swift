import Dispatch
import Glibc
import Synchronization
import Testing

@testable import ZeroMQBus

/// How a pump is woken: exactly when there is something that it has not posted itself.
@Suite("the mailbox of a pump")
struct MailboxTests {
    private static func isReadable(_ mailbox: Mailbox<Int>) -> Bool {
        var item = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, 0) == 1
    }

    private static func elsewhere(_ body: @escaping @Sendable () -> Void) throws {
        let over = DispatchSemaphore(value: 0)
        try PumpThread.start {
            body()
            over.signal()
        }
        over.wait()
    }

    @Test func `another thread's word wakes, once for as many as there are`() throws {
        let mailbox = try Mailbox<Int>()
        mailbox.isTakenHere()
        #expect(mailbox.isEmpty && !Self.isReadable(mailbox))
        try Self.elsewhere { for number in 1...3 { _ = mailbox.post(number) } }
        #expect(Self.isReadable(mailbox))
        #expect(mailbox.take() == [1, 2, 3])
        #expect(!Self.isReadable(mailbox) && mailbox.isEmpty)
    }

    @Test func `the taker's own word wakes nobody, and is there`() throws {
        let mailbox = try Mailbox<Int>()
        mailbox.isTakenHere()
        _ = mailbox.post(1)
        #expect(!mailbox.isEmpty && !Self.isReadable(mailbox))
        // Somebody else's after it: the taker looks before it sleeps, so there is nothing to wake.
        try Self.elsewhere { _ = mailbox.post(2) }
        #expect(mailbox.take() == [1, 2])
        #expect(!Self.isReadable(mailbox))
        try Self.elsewhere { _ = mailbox.post(3) }
        #expect(Self.isReadable(mailbox) && mailbox.take() == [3])
        #expect(!Self.isReadable(mailbox))
    }

    @Test func `many threads and the taker at once: nothing is lost, in each one's order, and it rests at the end`()
        throws
    {
        let mailbox = try Mailbox<Int>()
        mailbox.isTakenHere()
        let ended = Mutex(0)
        for thread in 0..<4 {
            try PumpThread.start {
                for number in 0..<5000 { _ = mailbox.post(thread * 10_000 + number) }
                ended.withLock { $0 += 1 }
            }
        }
        var taken: [Int] = []
        var own = 0
        while taken.count < 20_000 + own || ended.withLock({ $0 }) < 4 {
            if own < 1000, taken.count > own * 20 {
                _ = mailbox.post(90_000 + own)
                own += 1
            }
            if mailbox.isEmpty {
                var item = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
                // Five seconds without a word though some are missing: a wake-up was lost.
                let isWoken = poll(&item, 1, 5000) == 1
                #expect(isWoken || ended.withLock { $0 } == 4)
                if !isWoken, mailbox.isEmpty { break }
            }
            taken += mailbox.take()
        }
        #expect(taken.count == 20_000 + own)
        for sender in [0, 1, 2, 3, 9] {
            let numbers = taken.filter { $0 / 10_000 == sender }
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        }
        _ = mailbox.take()
        #expect(!Self.isReadable(mailbox))
    }
}
