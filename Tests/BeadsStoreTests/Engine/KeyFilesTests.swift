import Foundation
import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon

/// Secrets in their files and hashes in the ledger, whatever came between.
@Suite struct KeyFilesTests {
    private final class Place {
        let layout: TownLayout
        private(set) var ledger: Ledger
        var keys: KeyFiles { KeyFiles(layout: layout) }

        init() throws {
            let root = NSTemporaryDirectory() + "gt-keys-\(UUID().uuidString)"
            layout = TownLayout(root: root, runtimeDirectory: root)
            try Files.makePrivateDirectory(layout.machinery)
            ledger = try Self.open(layout)
            try keys.settle(ledger, at: .now)
        }

        private static func open(_ layout: TownLayout) throws -> Ledger {
            try Ledger.open(
                at: .file(layout.ledger), founding: Founding(townID: "t", townName: "t"), ports: .none, now: .now)
        }

        /// As after kill -9: what was committed is there, and the store's start settles the keys.
        func restart() throws {
            ledger = try Self.open(layout)
            try keys.settle(ledger, at: .now)
        }

        /// Carries out the command, without what the store does after it.
        func rotate(_ holder: Address, id: String, key: String) throws -> ErrorCode? {
            try send(.command(KeyRotate(holder: holder), id: id, key: key))
        }

        func isKnown(_ key: String) throws -> Bool {
            try send(.command(BeadCreate(title: "x"), id: "known/\(UUID().uuidString)", key: key)) == nil
        }

        private func send(_ request: Request) throws -> ErrorCode? {
            try ledger.execute([QueuedRequest(request: request, pid: nil)], at: .now).answers[0].code
        }

        func secret(_ path: String) throws -> String { try Files.readSecret(path) }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(layout.root)
        }
    }

    @Test("a rotated key is another one, private, known at once; the old one is nobody's")
    func rotate() throws {
        let place = try Place()
        let old = try place.secret(place.layout.overseerKey)
        let mayors = try place.secret(place.layout.key(of: .mayor))
        #expect(try place.rotate(.overseer, id: "r/1", key: old) == nil)
        try place.keys.settle(place.ledger, at: .now)
        let new = try place.secret(place.layout.overseerKey)
        #expect(new != old && Files.mode(of: place.layout.overseerKey) == 0o600)
        #expect(try !place.isKnown(old))
        #expect(try place.isKnown(new))
        #expect(try place.secret(place.layout.key(of: .mayor)) == mayors)
        // Settled once is settled.
        try place.keys.settle(place.ledger, at: .now)
        #expect(try place.secret(place.layout.overseerKey) == new)
        // The same command again is the same rotation.
        #expect(try place.rotate(.overseer, id: "r/1", key: new) == nil)
        try place.keys.settle(place.ledger, at: .now)
        #expect(try place.secret(place.layout.overseerKey) == new)
    }

    @Test(
        "killed before the file, or between the file and the ledger: the next start ends it", arguments: [true, false])
    func killed(hasWritten: Bool) throws {
        let place = try Place()
        let old = try place.secret(place.layout.overseerKey)
        #expect(try place.rotate(.overseer, id: "r/1", key: old) == nil)
        let half = String(repeating: "ab", count: 32)
        if hasWritten { try Files.writeAtomically(half + "\n", to: place.layout.overseerKey) }
        try place.restart()
        let new = try place.secret(place.layout.overseerKey)
        #expect(new != old && new != half)
        #expect(try place.isKnown(new))
        #expect(try !place.isKnown(old))
        #expect(try !place.isKnown(half))
        #expect(try place.ledger.wantedKeys().isEmpty)
    }

    @Test("a file that others can open is no key: the store says so in the place of serving")
    func exposed() throws {
        let place = try Place()
        try Files.setMode(0o640, of: place.layout.overseerKey)
        #expect(throws: HostError.self) { try place.restart() }
        try Files.setMode(0o600, of: place.layout.overseerKey)
        try place.restart()
    }
}
