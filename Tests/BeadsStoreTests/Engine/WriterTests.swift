import Bus
import Foundation
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import Testing
import TownModel
import Wire

@testable import BeadsStoreDaemon

@Suite struct WriterTests {
    /// Looks into the ledger, through a connection of its own, at the moment of each answer and of each event.
    final class LookingEndpoint: BusEndpoint {
        private let found = Mutex<[Int]>([])
        private let told = Mutex<[Int]>([])
        private let path: String

        init(path: String) { self.path = path }

        /// How many beads another connection saw when each answer went out.
        var beadsSeen: [Int] { found.withLock { $0 } }

        /// How many it saw when each event was published.
        var beadsTold: [Int] { told.withLock { $0 } }

        func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError) {}
        func stop() {}

        func send(_ words: [EndpointWord]) {
            for word in words {
                switch word {
                case .publish(let topic, _) where topic.hasPrefix("~"): break
                case .publish:
                    let seen = Self.beads(at: path)
                    told.withLock { $0.append(seen) }
                case .answer:
                    let seen = Self.beads(at: path)
                    found.withLock { $0.append(seen) }
                }
            }
        }

        /// -1 when the ledger could not be asked.
        private static func beads(at path: String) -> Int {
            let request = Request(
                id: CommandID(composed: "look"), kind: .query, verb: BeadList.verb, body: JSONText.encode(BeadList()))
            do {
                let connection = try QueryConnection(path: path, ports: .none)
                let answer = try connection.answer(
                    QueuedRequest(request: request, pid: nil), memory: StoreMemory(), at: .now)
                guard case .ok(let body) = answer.result else { return -1 }
                return try JSONText.decode(BeadPage.self, from: body).beads.count
            } catch {
                return -1
            }
        }
    }

    /// A writer with a ledger of its own, and what it takes to send it commands.
    final class Desk {
        let layout: TownLayout
        let queue = WorkQueue<WriterOrder>(itemsMax: 10)
        let bus: LookingEndpoint
        let desk: WriterDesk
        private let headers: RequestHeaders

        init() throws {
            let root = NSTemporaryDirectory() + "gt-writer-\(UUID().uuidString)"
            layout = TownLayout(root: root, runtimeDirectory: root)
            try Files.makePrivateDirectory(layout.machinery)
            let ledger = try Ledger.open(
                at: .file(layout.ledger), founding: Founding(townID: "t", townName: "t"), ports: .none, now: .now)
            let keys = KeyFiles(layout: layout)
            try keys.settle(ledger, at: .now)
            headers = RequestHeaders(key: try Files.readText(layout.overseerKey).trimmed)
            bus = LookingEndpoint(path: layout.ledger)
            let writer = Writer(
                ledger: ledger, bus: bus, hearing: Hearing(), keys: keys,
                watchdog: Watchdog(
                    readiness: Readiness(descriptor: nil, notifySocket: nil, watchdogMicroseconds: nil)),
                process: try Processes.own(), checkpoints: Checkpoints(),
                desks: SideDesks(
                    backups: Backups(bus: bus), searches: Searches(bus: bus),
                    exports: Exports(bus: bus, commits: ExportCommits(directory: root), log: .silent)))
            desk = WriterDesk(writer, queue: queue)
        }

        func order(_ number: Int) -> WriterOrder { order(BeadCreate(title: "bead \(number)"), number) }

        func rig() throws -> WriterOrder {
            order(RigAdd(name: try #require(RigName("web")), prefix: "w", remote: nil), 99)
        }

        private func order<C: Command>(_ command: C, _ number: Int) -> WriterOrder {
            let request = Request(
                id: CommandID(composed: "make", "\(number)"), kind: .command, verb: C.verb, headers: headers,
                body: JSONText.encode(command))
            return .command(request, PeerCredentials(), PeerRoute(bytes: [UInt8(number)]), arrived: .now)
        }

        func remove() { #expect(throws: Never.self) { try Files.removeTree(layout.root) } }
    }

    @Test("nobody is answered, and nothing is told, before the batch is on disk")
    func afterCommit() throws {
        let town = try Desk()
        defer { town.remove() }
        for number in 1...3 { #expect(town.queue.put(town.order(number))) }
        town.queue.close(takers: 1)
        try town.desk.run()
        #expect(town.bus.beadsSeen == [3, 3, 3])
        #expect(town.bus.beadsTold == [3, 3, 3])
    }

    @Test(
        "a command that comes alone is carried out at once, unless others wait, the ledger is unseen or it is the end")
    func aloneAtOnce() throws {
        let town = try Desk()
        defer { town.remove() }
        // Nobody has looked yet whether the file is still there.
        #expect(!town.desk.carryOutAlone(town.order(1)))
        #expect(town.queue.put(town.order(1)))
        let thread = StoreThread { [desk = town.desk] in #expect(throws: Never.self) { try desk.run() } }
        while town.bus.beadsSeen.isEmpty { sched_yield() }
        // The writer may still be in its round; then it says so.
        while !town.desk.carryOutAlone(town.order(2)) { sched_yield() }
        #expect(town.bus.beadsSeen == [1, 2])
        town.queue.close(takers: 1)
        thread.join()
        #expect(!town.desk.carryOutAlone(town.order(3)))
        #expect(town.bus.beadsSeen == [1, 2])
    }

    @Test("a ledger that fails a lone command ends the writer's thread, and nobody is answered any more")
    func faultOfALoneCommand() throws {
        let town = try Desk()
        defer { town.remove() }
        #expect(town.queue.put(town.order(1)))
        let failure = FailureBox()
        let thread = StoreThread { [desk = town.desk] in
            do { try desk.run() } catch { failure.set(error) }
        }
        while town.bus.beadsSeen.isEmpty { sched_yield() }
        // A rig's keys have nowhere to go.
        try Files.removeTree(town.layout.keys)
        try Files.writeAtomically("in the way", to: town.layout.keys, mode: 0o600)
        while !town.desk.carryOutAlone(try town.rig()) { sched_yield() }
        thread.join()
        #expect(failure.value != nil)
        #expect(!town.desk.carryOutAlone(town.order(2)))
        #expect(town.bus.beadsSeen == [1])
    }

    private final class FailureBox: Sendable {
        private let state = Mutex<(any Error)?>(nil)
        var value: (any Error)? { state.withLock { $0 } }
        func set(_ error: any Error) { state.withLock { $0 = error } }
    }
}
