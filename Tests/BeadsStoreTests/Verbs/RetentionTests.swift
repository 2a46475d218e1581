import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("What is cleared from the log")
struct RetentionTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private func clear(_ retention: Retention) throws {
        _ = try town.change(Speaker(actor: .store)) { (work) throws(LedgerError) in
            try retention.clear(work)
            return []
        }
    }

    private func sequences() throws -> [Int] {
        try town.texts("SELECT sequence FROM events ORDER BY sequence").compactMap(Int.init)
    }

    private func due() throws -> Int64 {
        try #require(try town.database.int("SELECT due FROM timers WHERE kind = 'retention'")) - town.now.milliseconds
    }

    @Test("events over the room for them go, the oldest first, and none out of the middle")
    func size() throws {
        for number in 1...50 { _ = try town.bead("bead \(number)") }
        let average = try #require(try town.database.int("SELECT avg(length(bytes)) FROM events"))
        try clear(Retention(eventBytesMax: average * 20))
        let left = try sequences()
        #expect((15...25).contains(left.count), "\(left.count)")
        #expect(left == Array(left[0]...50))
        try clear(Retention())
        #expect(try sequences() == left)
    }

    @Test("a long log is cleared in pieces, the next one soon")
    func pieces() throws {
        for number in 1...30 { _ = try town.bead("bead \(number)") }
        try clear(Retention(eventBytesMax: 0, rowsMax: 12))
        #expect(try sequences() == Array(13...30))
        #expect(try due() == LedgerLimits.retentionAgainMilliseconds)
        town.now = town.now.advanced(by: .seconds(60))
        try clear(Retention(eventBytesMax: 0, rowsMax: 100))
        #expect(try sequences().isEmpty || sequences() == [30])
        #expect(try due() == LedgerLimits.retentionEveryMilliseconds)
    }

    @Test("which beads an import was about goes with its event")
    func imports() throws {
        try town.importFile(ImportTests.line("gt-1"))
        try clear(Retention(eventBytesMax: 0))
        #expect(try town.database.int("SELECT count(*) FROM imported") == 0)
    }

    @Test("a bead made after everything was cleared follows the head that was there")
    func heads() throws {
        for number in 1...5 { _ = try town.bead("bead \(number)") }
        try clear(Retention(eventBytesMax: 0))
        _ = try town.bead("after")
        let last = try #require(town.events.last)
        #expect(last.sequence == 6 && last.previous == 5)
    }
}
