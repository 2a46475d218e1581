import Foundation
import Host
import Testing
import TownModel

/// Files with secrets, against the real file system.
@Suite struct HostSecretTests {
    private final class Place {
        let path = NSTemporaryDirectory() + "gt-secret-\(UUID().uuidString)"
        init() throws { try Files.makePrivateDirectory(path) }
        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(path)
        }
    }

    private func isExposed(_ body: () throws -> String) -> Bool {
        do {
            _ = try body()
            return false
        } catch HostError.exposed {
            return true
        } catch {
            return false
        }
    }

    @Test(
        "a private file gives its text; one with any bit for others is refused",
        arguments: [
            0o600, 0o400, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666,
        ] as [UInt32])
    func modes(mode: UInt32) throws {
        let place = try Place()
        let path = "\(place.path)/key"
        try Files.writeAtomically("secret\n", to: path)
        try Files.setMode(mode, of: path)
        if mode & 0o077 == 0 {
            #expect(try Files.readSecret(path) == "secret")
        } else {
            #expect(isExposed { try Files.readSecret(path) })
        }
    }

    @Test("neither a link nor a directory nor a pipe is a secret's file")
    func kinds() throws {
        let place = try Place()
        try Files.writeAtomically("secret\n", to: "\(place.path)/key")
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.path)/link", withDestinationPath: "\(place.path)/key")
        #expect(isExposed { try Files.readSecret("\(place.path)/link") })
        #expect(isExposed { try Files.readSecret(place.path) })
        #expect(mkfifo("\(place.path)/pipe", 0o600) == 0)
        #expect(isExposed { try Files.readSecret("\(place.path)/pipe") })
        #expect(throws: HostError.self) { try Files.readSecret("\(place.path)/none") }
    }

    @Test("a new file never takes the place of one that is there, and leaves nothing beside it")
    func writeNew() throws {
        let place = try Place()
        try Files.writeNew("one\n", to: "\(place.path)/key")
        #expect(throws: HostError.system(call: "link", path: "\(place.path)/key", errno: EEXIST)) {
            try Files.writeNew("two\n", to: "\(place.path)/key")
        }
        #expect(try Files.readSecret("\(place.path)/key") == "one")
        #expect(Files.mode(of: "\(place.path)/key") == 0o600)
        #expect(Files.names(in: place.path) == ["key"])
    }

    @Test("a user's own keys: never overwritten, the next one beside the present one until it is taken")
    func ownKeys() throws {
        let place = try Place()
        let home = try #require(OwnKeyFiles { $0 == "HOME" ? place.path : nil })
        #expect(home.directory == "\(place.path)/.config/gastown/keys")
        let keys = try #require(OwnKeyFiles { $0 == "HOME" ? "/none" : "\(place.path)/config" })
        #expect(OwnKeyFiles { $0 == "XDG_CONFIG_HOME" ? "relative" : nil } == nil)
        let name = try #require(KeyName("laptop"))
        #expect(throws: HostError.self) { try keys.secret(of: name) }
        try keys.add("one", as: name)
        #expect(Files.mode(of: keys.directory) == 0o700)
        #expect(throws: HostError.self) { try keys.add("two", as: name) }
        #expect(try keys.nextSecret(of: name) == nil)
        try keys.addNext("two", of: name)
        #expect(throws: HostError.self) { try keys.addNext("three", of: name) }
        #expect(try keys.secret(of: name) == "one" && keys.nextSecret(of: name) == "two")
        try keys.takeNext(of: name)
        #expect(try keys.secret(of: name) == "two" && keys.nextSecret(of: name) == nil)
        try keys.takeNext(of: name)
        #expect(try keys.secret(of: name) == "two")
        try Files.setMode(0o755, of: keys.directory)
        #expect(isExposed { try keys.secret(of: name) })
    }
}
