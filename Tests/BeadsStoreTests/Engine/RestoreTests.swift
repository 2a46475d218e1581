import Foundation
import Host
import RoleRuntime
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon
@testable import LedgerStorage

@Suite("a restored ledger goes on, and gives nothing out again")
struct RestoreTests {
    /// A ledger in a directory of its own, and a copy of an earlier state of it.
    final class Town {
        let root: String
        var path: String { "\(root)/ledger.db" }
        var copy: String { "\(root)/copy.db" }
        private(set) var stops = 0

        init() throws {
            root = NSTemporaryDirectory() + "gt-restore-\(UUID().uuidString)"
            try Files.makePrivateDirectory(root)
        }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(root)
        }

        func open(_ path: String? = nil, town: String = "t1") throws -> Ledger {
            try Ledger.open(
                at: .file(path ?? self.path), founding: Founding(townID: town, townName: "Testing"), ports: .none,
                now: .now)
        }

        func restore(_ copy: String? = nil) throws -> RestoreFacts {
            try LedgerRestore.run(copy: copy ?? self.copy, ledger: path, ports: .none, now: .now) { stops += 1 }
        }

        /// Makes beads; gives their ids.
        func create(_ count: Int, in ledger: Ledger) throws -> [String] {
            try (0..<count).map { number in
                let answers = try ledger.execute(BeadCreate(title: "bead \(number)"), at: .now).answers
                guard case .ok(let body) = answers[0].result else { throw Refused(answer: answers[0]) }
                return try JSONText.decode(BeadReply.self, from: body).bead.id.text
            }
        }

        struct Refused: Error { let answer: Answer }
    }

    @Test("epoch, counters, tokens and the log's numbers are above all that was given out; the town is stopped")
    func raised() throws {
        let town = try Town()
        var ledger: Ledger? = try town.open()
        let kept = try town.create(3, in: #require(ledger))
        try ledger?.database.run(
            "INSERT INTO roles (name, host, boot_id, pid, start_ticks, token) VALUES ('mayor', 'h', 'b', 1, 1, 7)")
        let backup = try LedgerBackup.make(of: town.path, to: town.copy)
        // What the copy knows nothing of: more of everything, and a counter of its own.
        let lost = try town.create(5, in: #require(ledger))
        try ledger?.database.run("INSERT INTO counters (name, value) VALUES ('nudge', 3)")
        let last = try #require(ledger).feedHead().sequence
        ledger = nil

        let facts = try town.restore()
        #expect(facts.epoch == 2 && facts.beads == 3 && facts.copySequence == backup.sequence)
        #expect(town.stops == 1)
        let old = try #require(facts.replaced)
        #expect(try LedgerBackup.verify(old).beads == 8)

        let restored = try town.open()
        #expect(try restored.feedHead().sequence > last && restored.feedHead().epoch == 2)
        #expect(try restored.database.meta("stopped")?.contains(town.copy) == true)
        #expect(try restored.database.int("SELECT token FROM roles") == 1_000_007)
        #expect(try restored.database.int("SELECT min(value) FROM counters") == 1_000_000)
        let fresh = try town.create(5, in: restored)
        #expect(Set(fresh).isDisjoint(with: kept + lost))
        // A counter that begins only now begins above what it may have reached.
        _ = try restored.transact(at: .now) { (batch) throws(SQLiteFailure) in
            do {
                try batch.separately(speaker: .store, cause: "test") { (work) throws(LedgerError) in
                    let number = try work.next("nudge")
                    #expect(number == 1_000_001)
                }
            } catch {
                Issue.record("\(error)")
            }
            return []
        }
        // Backed up again it is whole: the skipped numbers are no holes, a missing event is.
        let again = "\(town.root)/again.db"
        #expect(try LedgerBackup.make(of: town.path, to: again).beads == 8)
        let database = try Database(path: again, mode: .readWrite)
        try database.run("DELETE FROM events WHERE sequence = ?", .int(backup.sequence - 1))
        #expect { try LedgerBackup.verify(again) } throws: { "\($0)".contains("lacks 1 events") }
    }

    @Test("the same copy restored twice, and a ledger that is lost or damaged meanwhile, never repeat an epoch")
    func twice() throws {
        let town = try Town()
        var ids: [String] = []
        do {
            let ledger = try town.open()
            ids += try town.create(2, in: ledger)
            _ = try LedgerBackup.make(of: town.path, to: town.copy)
            ids += try town.create(3, in: ledger)
        }
        for epoch in 2...5 {
            switch epoch {
            case 3: try Files.removeTree(town.path)
            case 4: try Files.writeAtomically("no ledger at all, for whatever reason", to: town.path)
            default: break
            }
            let facts = try town.restore()
            #expect(Int(facts.epoch) == epoch)
            #expect((facts.replaced == nil) == (epoch == 3))
            let fresh = try town.create(3, in: town.open())
            #expect(Set(fresh).isDisjoint(with: ids), "epoch \(epoch)")
            ids += fresh
        }
    }

    @Test("what was put aside is a copy like any other: a restore is undone by restoring it")
    func undone() throws {
        let town = try Town()
        do {
            let ledger = try town.open()
            _ = try town.create(1, in: ledger)
            _ = try LedgerBackup.make(of: town.path, to: town.copy)
            _ = try town.create(4, in: ledger)
        }
        let old = try #require(try town.restore().replaced)
        #expect(try town.restore(old).beads == 5)
        #expect(try town.open().feedHead().epoch == 3)
    }

    @Test("a copy of another town, or one that is damaged, changes nothing")
    func refused() throws {
        let town = try Town()
        _ = try town.create(2, in: town.open())
        let other = "\(town.root)/other.db"
        _ = try town.create(1, in: town.open(other, town: "t2"))
        #expect { try town.restore(other) } throws: { "\($0)".contains("is of the town") }
        try Files.writeAtomically(Array(try Files.read(other).prefix(9000)), to: town.copy)
        #expect(throws: LedgerFault.self) { try town.restore() }
        #expect(town.stops == 0)
        #expect(try LedgerBackup.verify(town.path).beads == 2)
        #expect(!Files.names(in: town.root).contains { $0.contains("restor") || $0.contains("replaced") })
    }

    @Test("decided and not finished, however far: finishing ends it, and the old one's log never meets the new ledger")
    func finished() throws {
        for step in 0...2 {
            let town = try Town()
            do {
                let ledger = try town.open()
                _ = try town.create(1, in: ledger)
                _ = try LedgerBackup.make(of: town.path, to: town.copy)
                _ = try town.create(2, in: ledger)
                // As a kill leaves it: with its log beside it.
                try Files.copy("\(town.path)-wal", to: "\(town.root)/wal")
            }
            _ = try town.restore()
            let aside = "\(town.path).replaced-by-epoch-2"
            for end in ["-wal", "-shm"] { try Files.removeTree(aside + end) }
            try Files.rename(town.path, to: "\(town.path).restored")
            try Files.rename("\(town.root)/wal", to: step == 2 ? "\(aside)-wal" : "\(town.path)-wal")
            try Files.copy(aside, to: town.path)
            if step == 0 { try Files.removeTree(aside) }
            #expect(try LedgerRestore.finish(town.path) {} == aside)
            #expect(try LedgerRestore.finish(town.path) {} == nil)
            #expect(!Files.exists("\(town.path)-wal"))
            #expect(try LedgerBackup.verify(town.path).beads == 1)
            #expect(try LedgerBackup.verify(aside).beads == 3)
        }
    }
}
