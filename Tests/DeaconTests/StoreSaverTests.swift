import Bus
import DeaconDaemon
import Foundation
import Host
import RoleRuntime
import Synchronization
import Testing
import TownModel
import Wire

/// The Deacon's hands on the ledger's copies, with a store that only counts what it is asked.
@Suite struct StoreSaverTests {
    private final class Place: Sendable {
        let layout: TownLayout
        let asked = Mutex<[RequestHeaders]>([])
        let bus = InMemoryBus()

        init(_ settings: String) throws {
            let root = NSTemporaryDirectory() + "gt-saver-\(UUID().uuidString)"
            layout = TownLayout(root: root, runtimeDirectory: root)
            for directory in [layout.config, layout.keys, layout.backups] { try Files.makePrivateDirectory(directory) }
            try Files.writeAtomically("name = \"elm\"\n\(settings)", to: layout.townFile)
            try Files.writeAtomically("secret\n", to: layout.key(of: .deacon))
        }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(layout.root)
        }

        /// A store that makes an empty file where a copy would be.
        func open() throws {
            let endpoint = bus.endpoint()
            try endpoint.start { [weak self] delivery in
                guard let self, case .success(let request) = delivery.request else { return }
                endpoint.answer(answer(request), to: delivery.route)
            }
        }

        private func answer(_ request: Request) -> Answer {
            asked.withLock { $0.append(request.headers) }
            let path = layout.backup(at: .now, sequence: 9)
            let facts = BackupFacts(
                path: path, bytes: 0, town: "elm", townID: "t", schema: 1, epoch: 1, sequence: 9, beads: 0)
            let headers = AnswerHeaders(sequence: 9, epoch: 1)
            do {
                try Files.writeAtomically("", to: path)
                return Answer(id: request.id, headers: headers, result: .ok(JSONText.encode(facts)))
            } catch {
                return Answer(id: request.id, headers: headers, result: .error(WireError(.conflict, "\(error)")))
            }
        }

        func copy(hoursOld: Int64) throws {
            let moment = Timestamp(milliseconds: Timestamp.now.milliseconds - hoursOld * 3_600_000)
            try Files.writeAtomically("", to: layout.backup(at: moment, sequence: 1))
        }

        var copies: Int { Files.names(in: layout.backups).count }
        func save() async -> Result<Timestamp, SaveFailure> {
            await StoreSaver(layout: layout, bus: bus.client()).save()
        }
    }

    @Test("a copy that is young enough is left to grow old")
    func young() async throws {
        let place = try Place("")
        try place.open()
        try place.copy(hoursOld: 20)
        let next = try await place.save().get()
        let hours = Double(next.milliseconds - Timestamp.now.milliseconds) / 3_600_000
        #expect((3.9...4.0).contains(hours), "\(hours)")
        #expect(place.asked.withLock(\.isEmpty) && place.copies == 1)
    }

    @Test("a copy that is too old is followed by another, asked for with the Deacon's key, and the oldest go")
    func old() async throws {
        let place = try Place("backup_hours = 2\nbackups_kept = 2\n")
        try place.open()
        for age in [9, 5, 3] { try place.copy(hoursOld: Int64(age)) }
        let next = try await place.save().get()
        #expect(next > Timestamp.now)
        #expect(place.asked.withLock { $0.map(\.key) } == ["secret"])
        #expect(place.copies == 2)
        #expect(LedgerCopies(place.layout).all.map(\.sequence) == [1, 9])
    }

    @Test("turned off, nothing is asked; a file that can't be read is said")
    func offAndBroken() async throws {
        let off = try Place("backup_hours = 0\n")
        try off.open()
        _ = try await off.save().get()
        #expect(off.asked.withLock(\.isEmpty) && off.copies == 0)
        let broken = try Place("backup_hours = \"often\"\n")
        guard case .failure(let failure) = await broken.save() else {
            Issue.record("it was not said")
            return
        }
        #expect(failure.reason.contains("backup_hours"))
    }

    @Test("files that the store did not name are not copies")
    func names() throws {
        let place = try Place("")
        for name in ["ledger-x.db", "ledger-20260131T090507250Z-7.db.part", "notes.txt", "ledger-20260131T0905-7.db"] {
            try Files.writeAtomically("", to: "\(place.layout.backups)/\(name)")
        }
        #expect(LedgerCopies(place.layout).all.isEmpty)
        let moment = try #require(Timestamp("2026-01-31T09:05:07.250Z"))
        try Files.writeAtomically("", to: place.layout.backup(at: moment, sequence: 7))
        let copy = try #require(LedgerCopies(place.layout).all.first)
        #expect(copy.at == moment && copy.sequence == 7)
    }
}
