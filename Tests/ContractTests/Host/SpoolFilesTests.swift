import Foundation
import Glibc
import Testing
import TownModel
import Wire

@testable import Host

/// The spool on a real file system.
@Suite final class SpoolFilesTests {
    let layout: TownLayout
    let spool: Spool

    init() throws {
        layout = TownLayout(root: NSTemporaryDirectory() + "gt-spool-\(UUID().uuidString)")
        try Files.makePrivateDirectory(layout.machinery)
        spool = Spool(layout)
    }

    deinit {
        // Nothing can be done about a temporary directory that stays.
        try? Files.removeTree(layout.root)
    }

    private func command(_ number: Int, at milliseconds: Int64 = 1_800_000_000_000) throws -> SpooledCommand {
        SpooledCommand(
            MailSend(to: [.mayor], subject: "\(number)", body: "ä\n"), id: try #require(CommandID("c-\(number)")),
            actor: .overseer, session: nil, acceptedAt: Timestamp(milliseconds: milliseconds))
    }

    private func subjects() throws -> [String] {
        try spool.names().map { name in
            guard case .command(let command) = try spool.read(name) else { return "unfit" }
            return try JSONText.decode(MailSend.self, from: command.request.body).subject
        }
    }

    @Test("commands come back whole, in the order in which they were accepted, whatever the clock does")
    func order() throws {
        #expect(try spool.names() == [])
        let times: [Int64] = [1_800_000_000_000, 1_800_000_000_000, 1_700_000_000_000, 1_900_000_000_000, 5]
        for (number, time) in times.enumerated() { try spool.add(command(number, at: time)) }
        #expect(try subjects() == ["0", "1", "2", "3", "4"])
        let first = try #require(try spool.names().first)
        #expect(try spool.read(first) == .command(command(0)))
        #expect(Files.mode(of: layout.spool) == 0o700)
        #expect(Files.mode(of: "\(layout.spool)/\(first)") == 0o600)
        try spool.remove(first)
        #expect(try subjects() == ["1", "2", "3", "4"])
        #expect(try spool.read(first) == .gone)
    }

    @Test("a file holds neither key nor deadline, and the request is the one that would have been sent")
    func contents() throws {
        var command = try command(1)
        command.headers = RequestHeaders(key: "secret", deadlineMilliseconds: 5)
        #expect(command.request.headers == RequestHeaders())
        #expect(command.request.body == JSONText.encode(MailSend(to: [.mayor], subject: "1", body: "ä\n")))
        let text = String(decoding: try self.command(1).file, as: UTF8.self)
        #expect(text.contains("\"actor\":\"overseer\"") && text.contains("\"version\":1"))
        #expect(!text.contains("key") && !text.contains("deadline"), "\(text)")
    }

    @Test("a full spool takes no more, by number and by bytes")
    func bounds() throws {
        let few = Spool(layout, entriesMax: 2)
        for number in 1...2 { try few.add(command(number)) }
        #expect(throws: SpoolError.full(entriesMax: 2, bytesMax: HostLimits.spoolBytesMax)) {
            try few.add(self.command(3))
        }
        let small = Spool(layout, bytesMax: 2 * (try command(1).file.count) + 10)
        #expect(throws: SpoolError.self) { try small.add(self.command(3)) }
        #expect(try subjects() == ["1", "2"])
        #expect(Files.names(in: layout.spool).count == 2, "what was not accepted leaves nothing")
    }

    @Test("a disk without room accepts nothing and leaves nothing")
    func unwritable() throws {
        try Files.writeAtomically("in the way", to: layout.spool)
        #expect(throws: SpoolError.self) { try self.spool.add(self.command(1)) }
    }

    @Test("only a plain file of the owner's alone, of this version, is a command")
    func unfit() throws {
        try spool.add(command(1))
        let good = try #require(try spool.names().first)
        let bytes = try Files.read("\(layout.spool)/\(good)")
        func place(_ name: String) -> String { "\(layout.spool)/0000000000000\(name)-x.json" }
        try Files.writeAtomically(bytes, to: place("1"), mode: 0o644)
        try #require(symlink("\(layout.spool)/\(good)", place("2")) == 0)
        try #require(mkfifo(place("3"), 0o600) == 0)
        try Files.makePrivateDirectory(place("4"))
        try Files.writeAtomically("{\"version\":2,\"new\":true}", to: place("5"))
        try Files.writeAtomically(Array(bytes.dropLast(20)), to: place("6"))
        try Files.writeAtomically([0xFF, 0xFE], to: place("7"))
        var reasons: [String] = []
        for name in try spool.names() where name != good {
            guard case .unfit(let reason) = try spool.read(name) else {
                Issue.record("\(name) was taken")
                continue
            }
            reasons.append(reason)
            try spool.setAside(name, because: SpoolRefusal(at: .now, error: WireError(.invalid, reason)))
        }
        #expect(reasons.count == 7)
        #expect(reasons.count > 4 && reasons[4].contains("version 2"), "\(reasons)")
        #expect(try subjects() == ["1"])
        let kept = try spool.refused()
        #expect(kept.map(\.refusal?.error.message) == reasons)
        for entry in kept { try spool.drop(entry) }
        #expect(Files.names(in: spool.refusedDirectory).isEmpty)
    }

    @Test("what was set aside is kept with its reason until a person says it again or drops it")
    func refused() throws {
        for number in 1...3 { try spool.add(command(number)) }
        let refusal = SpoolRefusal(at: .now, error: WireError(.notFound, "there is no mayor", hint: "look"))
        for name in try spool.names().prefix(2) { try spool.setAside(name, because: refusal) }
        #expect(try subjects() == ["3"])
        let kept = try spool.refused()
        #expect(kept.map(\.command?.id.text) == ["c-1", "c-2"])
        #expect(kept.allSatisfy { $0.refusal?.error == refusal.error })
        try spool.retry(kept[0], at: Timestamp(milliseconds: 1))
        #expect(try subjects() == ["3", "1"])
        guard case .command(let again) = try spool.read(try spool.names()[1]) else {
            Issue.record("what is said again can't be read")
            return
        }
        #expect(again.id.text == "c-1" && again.retries == 1)
        try spool.drop(kept[1])
        #expect(try spool.refused().isEmpty)
        #expect(Files.names(in: spool.refusedDirectory).isEmpty)
    }

    @Test("what a dead writer has begun is cleared after a minute, and never taken for a command")
    func drafts() throws {
        try spool.add(command(1))
        let draft = "\(layout.spool)/\(try spool.names()[0]).new-77"
        try Files.writeAtomically("{", to: "\(layout.root)/half")
        try Files.rename("\(layout.root)/half", to: draft)
        #expect(try subjects() == ["1"])
        #expect(try !spool.clearDrafts(at: .now))
        #expect(Files.exists(draft))
        #expect(try spool.clearDrafts(at: .now.advanced(by: .seconds(90))))
        #expect(!Files.exists(draft))
        try Files.makePrivateDirectory(spool.refusedDirectory)
        try Files.writeAtomically("{", to: "\(spool.refusedDirectory)/1-a.json.why.new-77")
        #expect(try spool.clearDrafts(at: .now))
        #expect(Files.names(in: spool.refusedDirectory).isEmpty)
    }
}
