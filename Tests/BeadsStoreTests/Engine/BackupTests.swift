import Bus
import Foundation
import Host
import RoleRuntime
import Synchronization
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon
@testable import LedgerStorage

@Suite("a backup is whole and sound, or it is not there")
struct BackupTests {
    /// A ledger with a few beads in a directory of its own.
    private final class Town: Sendable {
        let layout: TownLayout
        var copy: String { "\(layout.root)/copy.db" }

        init() throws {
            let root = NSTemporaryDirectory() + "gt-backup-\(UUID().uuidString)"
            layout = TownLayout(root: root, runtimeDirectory: root)
            try Files.makePrivateDirectory(layout.machinery)
            try write(3, into: open())
        }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(layout.root)
        }

        func open() throws -> Ledger {
            try Ledger.open(
                at: .file(layout.ledger), founding: Founding(townID: "t1", townName: "Testing"), ports: .none, now: .now
            )
        }

        func write(_ count: Int, into ledger: Ledger) throws {
            for number in 0..<count { _ = try ledger.execute(BeadCreate(title: "bead \(number)"), at: .now) }
        }
    }

    @Test("a copy that is made while the ledger is written to holds all that was committed before, without a hole")
    func beside() throws {
        let town = try Town()
        let isOver = Atomic<Bool>(false)
        let written = Atomic<Int>(0)
        try withExtendedLifetime(town) {
            let writing = StoreThread { [town] in
                #expect(throws: Never.self) {
                    let ledger = try town.open()
                    while !isOver.load(ordering: .relaxed) {
                        try town.write(1, into: ledger)
                        written.add(1, ordering: .sequentiallyConsistent)
                    }
                }
            }
            defer {
                isOver.store(true, ordering: .relaxed)
                writing.join()
            }
            while written.load(ordering: .sequentiallyConsistent) == 0 { sched_yield() }
            for _ in 0..<8 {
                let before = written.load(ordering: .sequentiallyConsistent)
                let facts = try LedgerBackup.make(of: town.layout.ledger, to: town.copy)
                #expect(facts.beads >= before + 3)
                #expect(facts.sequence >= facts.beads)
                #expect(facts.town == "Testing" && facts.townID == "t1" && facts.epoch == 1)
                #expect(try LedgerBackup.verify(town.copy) == facts)
            }
        }
        #expect(Files.mode(of: town.copy) == 0o600)
        // It is a ledger: it can be opened and goes on.
        let reborn = try Ledger.open(
            at: .file(town.copy), founding: Founding(townID: "x", townName: "x"), ports: .none, now: .now)
        try town.write(1, into: reborn)
    }

    @Test("a copy that is not sound is named, whatever is wrong with it")
    func unsound() throws {
        let town = try Town()
        let good = try LedgerBackup.make(of: town.layout.ledger, to: town.copy)
        let bytes = try Files.read(town.copy, bytesMax: 1 << 24)

        func refused(_ what: String, _ words: String, _ change: ([UInt8]) throws -> [UInt8]) throws {
            let path = "\(town.layout.root)/bad.db"
            try Files.writeAtomically(try change(bytes), to: path)
            #expect("\(what)") { try LedgerBackup.verify(path) } throws: { "\($0)".contains(words) }
        }
        try refused("a page overwritten", "damaged") { bytes in
            var bytes = bytes
            for index in 4096..<(bytes.count - 4096) where index % 3 == 0 { bytes[index] = 0xFF }
            return bytes
        }
        try refused("cut short", "damaged") { Array($0.prefix($0.count / 2)) }
        try refused("another program's", "not a ledger") { _ in Array("just text, nothing else, really".utf8) }
        try refused("empty", "not a ledger") { _ in [] }
        #expect(throws: LedgerFault.self) { try LedgerBackup.verify("\(town.layout.root)/nothing.db") }

        let database = try Database(path: town.copy, mode: .readWrite)
        try database.run("DELETE FROM events WHERE sequence = ?", .int(good.sequence - 1))
        #expect { try LedgerBackup.verify(town.copy) } throws: { "\($0)".contains("lacks 1 events") }
        try database.script("PRAGMA user_version = 99")
        #expect { try LedgerBackup.verify(town.copy) } throws: { "\($0)".contains("schema 99") }
    }

    @Test("a copy that can't be finished leaves nothing, and the copy before it stays")
    func unfinished() throws {
        let town = try Town()
        #expect(throws: LedgerFault.self) {
            try LedgerBackup.make(of: town.layout.ledger, to: "\(town.layout.root)/no/such/place.db")
        }
        let facts = try LedgerBackup.make(of: town.layout.ledger, to: town.copy)
        try Files.makeDirectory("\(town.copy).part")
        #expect(throws: LedgerFault.self) { try LedgerBackup.make(of: town.layout.ledger, to: town.copy) }
        #expect(try LedgerBackup.verify(town.copy) == facts)
        #expect(throws: LedgerFault.self) {
            try LedgerBackup.make(of: "\(town.layout.root)/nothing.db", to: "\(town.layout.root)/other.db")
        }
        #expect(Files.names(in: town.layout.root) == [".gt", "copy.db", "copy.db.part"])
    }

    private final class Answers: BusEndpoint {
        private let state = Mutex<[(Answer, PeerRoute)]>([])
        var all: [(answer: Answer, route: PeerRoute)] { state.withLock { $0 } }
        func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError) {}
        func stop() {}
        func send(_ words: [EndpointWord]) {
            state.withLock { state in
                for case .answer(let answer, let route) in words { state.append((answer, route)) }
            }
        }
    }

    @Test("asked again under its id, as the bus does, it is one copy; without the overseer's key it is none")
    func asked() throws {
        let town = try Town()
        let keys = KeyFiles(layout: town.layout)
        try keys.settle(town.open(), at: .now)
        let key = String(decoding: try Files.read(town.layout.overseerKey).prefix { $0 != 10 }, as: UTF8.self)
        let bus = Answers()
        let backups = Backups(bus: bus)
        func ask(_ name: String, _ key: String?, route: UInt8) -> Bool {
            backups.put(
                WaitingQuery(
                    request: Request(
                        id: CommandID(composed: name), kind: .query, verb: BackupMake.verb,
                        headers: RequestHeaders(key: key), body: JSONText.encode(BackupMake())),
                    peer: PeerCredentials(), route: PeerRoute(bytes: [route])))
        }
        // Before anything runs: the second is the first again, by another way.
        #expect(ask("one", key, route: 1))
        #expect(ask("one", key, route: 2))
        let thread = backups.start(layout: town.layout, ports: .none) { Issue.record("\($0)") }
        while bus.all.isEmpty { sched_yield() }
        #expect(ask("one", key, route: 3))
        #expect(ask("two", nil, route: 4))
        while bus.all.count < 3 { sched_yield() }
        backups.close()
        thread.join()
        #expect(bus.all.map(\.route.bytes) == [[2], [3], [4]])
        #expect(bus.all[0].answer == bus.all[1].answer)
        #expect(Files.names(in: town.layout.backups).count == 1)
        guard case .ok(let body) = bus.all[0].answer.result, case .error(let error) = bus.all[2].answer.result else {
            Issue.record("\(bus.all.map(\.answer.result))")
            return
        }
        #expect(try JSONText.decode(BackupFacts.self, from: body).beads == 3)
        #expect(error.code == .forbidden)
    }
}
