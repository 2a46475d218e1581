import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("the log is read back in pages, without holes")
struct FeedQueryTests {
    @Test(
        "pages of any size, over any streams, add up to the log", arguments: [1, 3, 500],
        [[], ["gastown"], ["town", "beads"]])
    func pages(limit: Int, streams: [String]) throws {
        let town = try MemoryLedger()
        try town.addRig(VerbTown.beads, prefix: "bd")
        for number in 0..<10 {
            try town.send(BeadCreate(rig: number % 2 == 0 ? VerbTown.gastown : VerbTown.beads, title: "\(number)"))
        }
        let wanted = streams.compactMap { StreamName($0) }
        var cursor: Int64 = 0
        var read: [TownEvent] = []
        var pageCount = 0
        while true {
            let page = try town.ask(EventsSince(streams: wanted, after: cursor, limit: limit))
            #expect(page.events.count <= limit)
            read += try page.events.map { try CloudEvent.decode(Array($0.utf8)) }
            #expect(page.after > cursor || page.after == page.head)
            cursor = page.after
            pageCount += 1
            if cursor == page.head { break }
        }
        #expect(pageCount < 100)
        let expected = try town.published.map { try $0.decoded() }
            .filter { wanted.isEmpty || wanted.contains($0.stream) }
        #expect(read.filter { $0.kind != .townFounded } == expected)
    }

    @Test("a page stays under its bytes")
    func bytes() throws {
        let town = try MemoryLedger()
        let text = String(repeating: "é", count: 1500)
        for number in 0..<300 { try town.send(BeadCreate(title: "\(number)", description: text)) }
        let page = try town.ask(EventsSince(after: 0))
        #expect(page.events.reduce(0) { $0 + $1.utf8.count } <= WireLimits.pageBytesMax)
        #expect(page.after <= page.head && !page.events.isEmpty)
    }

    @Test("a cursor beyond the head is gone, never an empty page")
    func beyond() throws {
        let town = try MemoryLedger()
        #expect(refusal { _ = try town.ask(EventsSince(after: 1_000)) } == .gone)
    }

    @Test("a cursor from before the log is gone and told where the log begins")
    func cleared() throws {
        let town = try MemoryLedger()
        try town.send(BeadCreate(title: "old"))
        let oldHead = try town.ledger.feedHead().sequence
        town.now = town.now.advanced(by: .seconds(31 * 86_400))
        try town.send(BeadCreate(title: "young"))
        try town.fireTimers()
        do {
            _ = try town.ask(EventsSince(after: 0))
            Issue.record("a cleared part of the log was passed over")
        } catch let error as WireError {
            #expect(error.code == .gone)
            #expect(error.about == String(oldHead + 1))
        }
        #expect(try town.ask(EventsSince(after: oldHead)).events.count == 1)
        let next = try #require(try town.ledger.nextTimer())
        #expect(next > town.now)
    }

    @Test("a stream whose last event was cleared goes on from it")
    func clearedStream() throws {
        let town = try MemoryLedger()
        try town.send(BeadCreate(rig: VerbTown.gastown, title: "old"))
        let before = try town.ledger.feedHead()
        let last = try #require(before.streams["gastown"])
        town.now = town.now.advanced(by: .seconds(31 * 86_400))
        try town.send(BeadCreate(title: "young"))
        try town.fireTimers()
        let kept = try town.ask(EventsSince(streams: [.rig(VerbTown.gastown)], after: last))
        #expect(kept.events.isEmpty, "this stream has no event left")
        #expect(try town.ledger.feedHead().streams["gastown"] == last)
        try town.send(BeadCreate(rig: VerbTown.gastown, title: "new"))
        let event = try #require(try town.published.last?.decoded())
        #expect(event.previous == last)
        #expect(try town.ledger.feedHead().streams["gastown"] == event.sequence)
    }
}
