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
    /// Looks into the ledger, through a connection of its own, at the moment of each answer.
    final class LookingEndpoint: BusEndpoint {
        private let found = Mutex<[Int]>([])
        private let path: String

        init(path: String) { self.path = path }

        /// How many beads another connection saw when each answer went out.
        var beadsSeen: [Int] { found.withLock { $0 } }

        func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError) {}
        func stop() {}

        func send(_ words: [EndpointWord]) {
            for case .answer in words {
                let seen = Self.beads(at: path)
                found.withLock { $0.append(seen) }
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

    @Test("nobody is answered before the batch is on disk")
    func answersAfterCommit() throws {
        let root = NSTemporaryDirectory() + "gt-writer-\(UUID().uuidString)"
        let layout = TownLayout(root: root, runtimeDirectory: root)
        try Files.makePrivateDirectory(layout.machinery)
        defer { #expect(throws: Never.self) { try Files.removeTree(root) } }
        let ledger = try Ledger.open(
            at: .file(layout.ledger), founding: Founding(townID: "t", townName: "t"), ports: .none, now: .now)
        let keys = KeyFiles(layout: layout)
        try keys.settle(ledger, at: .now)
        let headers = RequestHeaders(key: try Files.readText(layout.overseerKey).trimmed)
        let queue = WorkQueue<WriterOrder>(itemsMax: 10)
        for number in 1...3 {
            let request = Request(
                id: CommandID(composed: "make", "\(number)"), kind: .command, verb: BeadCreate.verb, headers: headers,
                body: JSONText.encode(BeadCreate(title: "bead \(number)")))
            let order = WriterOrder.command(
                request, PeerCredentials(), PeerRoute(bytes: [UInt8(number)]), arrived: .now)
            #expect(queue.put(order))
        }
        queue.close(takers: 1)
        let bus = LookingEndpoint(path: layout.ledger)
        try Writer(
            ledger: ledger, bus: bus, queue: queue, hearing: Hearing(), keys: keys,
            watchdog: Watchdog(
                readiness: Readiness(descriptor: nil, notifySocket: nil, watchdogMicroseconds: nil)),
            process: try Processes.own(), checkpoints: Checkpoints()
        ).run()
        #expect(bus.beadsSeen == [3, 3, 3])
    }
}
