import CSQLite
import Glibc
import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// A private directory for one test, removed with it.
final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/gastown-ledger-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw WireError(.bug, "no temporary directory: errno \(errno)") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        do {
            try Files.removeTree(path)
        } catch {
            Issue.record("\(error)")
        }
    }
}

@Suite("what is answered is on disk, and only a ledger that can be trusted is opened")
struct DurabilityTests {
    let scratch: ScratchDirectory
    var path: String { "\(scratch.path)/ledger.db" }

    init() throws { scratch = try ScratchDirectory() }

    private func open() throws -> Ledger {
        try Ledger.open(
            at: .file(path), founding: Founding(townID: "t1", townName: "Testing"), ports: .none,
            now: MemoryLedger.start)
    }

    private func create(_ title: String, _ ledger: Ledger) throws -> Answer {
        try ledger.grant([KeyGrant(actor: .overseer, secret: "k")], at: MemoryLedger.start)
        let request = Request.command(BeadCreate(title: title), id: "p/\(title)", key: "k")
        return try ledger.execute([QueuedRequest(request: request, pid: nil)], at: MemoryLedger.start).answers[0]
    }

    private func fault(_ body: () throws -> Void) -> LedgerFault? {
        do {
            try body()
            return nil
        } catch {
            return error as? LedgerFault
        }
    }

    @Test("a ledger that is opened again holds what was answered, and keeps its town")
    func reopened() throws {
        var ledger: Ledger? = try open()
        let first = try create("kept", try #require(ledger))
        ledger = nil
        let again = try Ledger.open(
            at: .file(path), founding: Founding(townID: "other", townName: "Other"), ports: .none,
            now: MemoryLedger.start)
        let second = try create("kept", again)
        #expect(second.result == first.result && second.headers.already == true)
        #expect(try again.database.meta("town.id") == "t1")
    }

    @Test("commits are synchronous, logged ahead, and never checkpoint by themselves")
    func pragmas() throws {
        let ledger = try open()
        #expect(try ledger.database.int("PRAGMA synchronous") == 2)
        #expect(try ledger.database.text("PRAGMA journal_mode") == "wal")
        #expect(try ledger.database.int("PRAGMA wal_autocheckpoint") == 0)
        #expect(try ledger.database.int("PRAGMA application_id") == Ledger.applicationID)
        #expect(try ledger.database.int("PRAGMA user_version") == Migrations.current.newest)
    }

    @Test("a transaction that was cut off by a crash has left nothing")
    func crash() throws {
        let ledger = try open()
        _ = try create("kept", ledger)
        let head = try ledger.feedHead()
        try ledger.database.run("BEGIN IMMEDIATE")
        try ledger.database.run("UPDATE beads SET title = 'changed'")
        let after = ledger.crashed()
        #expect(try after.feedHead() == head)
        #expect(try after.database.text("SELECT title FROM beads") == "kept")
    }

    @Test("a file that was removed or replaced is noticed")
    func unlinked() throws {
        let ledger = try open()
        try ledger.checkFile()
        #expect(rename(path, "\(scratch.path)/other.db") == 0)
        #expect(fault { try ledger.checkFile() } == .unlinked(path: path))
        let other = try open()
        #expect(fault { try ledger.checkFile() } == .unlinked(path: path))
        try other.checkFile()
    }

    @Test("a newer schema and another program's file are refused and left as they are")
    func refusedFiles() throws {
        var ledger: Ledger? = try open()
        try ledger?.database.script("PRAGMA user_version = 99")
        ledger = nil
        #expect(fault { _ = try open() } == .newer(path: path, version: 99, known: Migrations.current.newest))
        let foreign = "\(scratch.path)/other.db"
        let database = try Database(path: foreign, mode: .readWrite)
        try database.script("CREATE TABLE theirs (a)")
        let refused = fault {
            _ = try Ledger.open(
                at: .file(foreign), founding: Founding(townID: "x", townName: "x"), ports: .none,
                now: MemoryLedger.start)
        }
        #expect(refused == .foreign(path: foreign))
        #expect(try database.int("SELECT count(*) FROM sqlite_master") == 1)
    }

    @Test("a migration runs forward after a copy was made")
    func migration() throws {
        var ledger: Ledger? = try open()
        _ = try create("kept", try #require(ledger))
        ledger = nil
        let database = try Database(path: path, mode: .readWrite)
        let now = Migrations.current.newest
        let steps = Migrations.current.steps + [(now + 1, "CREATE TABLE later (a)")]
        try Migrations(steps: steps).bring(database, backup: path)
        #expect(try database.int("PRAGMA user_version") == now + 1)
        #expect(try database.int("SELECT count(*) FROM later") == 0)
        let copy = try Database(path: "\(path).before-\(now + 1)", mode: .readOnly)
        #expect(try copy.int("PRAGMA user_version") == now)
        #expect(try copy.text("SELECT title FROM beads") == "kept")
    }

    @Test("a migration that fails changes nothing")
    func failedMigration() throws {
        let database = try Database(path: path, mode: .readWrite)
        try Migrations.current.bring(database, backup: nil)
        let now = Migrations.current.newest
        let steps = Migrations.current.steps + [(now + 1, "CREATE TABLE later (a); CREATE TABLE rigs (a)")]
        #expect(throws: SQLiteFailure.self) { try Migrations(steps: steps).bring(database, backup: nil) }
        #expect(try database.int("PRAGMA user_version") == now)
        #expect(try database.int("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == 0)
    }

    @Test("readers beside the writer see what was committed, and the log can be started again")
    func readersAndCheckpoints() throws {
        let ledger = try open()
        _ = try create("kept", ledger)
        let reader = try QueryConnection(path: path, ports: .none)
        let query = Request(
            id: valid(CommandID.self, "q/1"), kind: .query, verb: BeadList.verb, body: JSONText.encode(BeadList()))
        let answer = try reader.answer(
            QueuedRequest(request: query, pid: nil), memory: StoreMemory(), at: MemoryLedger.start)
        #expect(answer.isOK)
        #expect(answer.headers.sequence == (try ledger.feedHead().sequence))
        #expect(ledger.walPages > 0)
        #expect(try LedgerCheckpointer(path: path).checkpoint())
        #expect(try ledger.restartLog())
        _ = try create("after", ledger)
        #expect(ledger.walPages < 100)
    }

    @Test("a reader is in the way of a new log until it has read, and later statements wait for others as long as ever")
    func readerInTheWay() throws {
        let ledger = try open()
        _ = try create("before", ledger)
        let wait = try ledger.database.int("PRAGMA busy_timeout")
        let reader = try Database(path: path, mode: .readOnly)
        try reader.run("BEGIN")
        #expect(try reader.int("SELECT count(*) FROM beads") == 1)
        _ = try create("after", ledger)
        #expect(try !ledger.restartLog())
        #expect(try ledger.database.int("PRAGMA busy_timeout") == wait)
        reader.rollback()
        #expect(try ledger.restartLog())
    }

    @Test("a checkpoint beside the writer copies the whole log into the ledger's file")
    func checkpointCopies() throws {
        let ledger = try open()
        _ = try create("kept", ledger)
        let pages = try #require(try ledger.database.int("PRAGMA page_count"))
        #expect(try size(path) < pages * 4096)
        #expect(try LedgerCheckpointer(path: path).checkpoint())
        #expect(try size(path) == pages * 4096)
    }

    private func size(_ path: String) throws -> Int64 {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return Int64(status.st_size)
    }

    @Test("a ledger that may not grow answers so, does nothing, and works again afterwards")
    func full() throws {
        let ledger = try open()
        _ = try create("before", ledger)
        let head = try ledger.feedHead()
        let pages = try #require(try ledger.database.int("PRAGMA page_count"))
        try ledger.database.script("PRAGMA max_page_count = \(pages)")
        let text = String(repeating: "x", count: 15_000)
        let batch = (0..<40).map { number in
            QueuedRequest(
                request: .command(
                    BeadCreate(title: "\(number)", description: text), id: "full/\(number)", key: "k"), pid: nil)
        }
        let refused = try ledger.execute(batch, at: MemoryLedger.start)
        #expect(Set(refused.answers.map(\.code)) == [.busy])
        #expect(refused.events.isEmpty)
        #expect(try ledger.feedHead() == head)
        try ledger.database.script("PRAGMA max_page_count = 1000000")
        let later = try ledger.execute(batch, at: MemoryLedger.start)
        #expect(Set(later.answers.map(\.code)) == [nil])
        #expect(later.answers.allSatisfy { $0.headers.already == nil })
    }
}
