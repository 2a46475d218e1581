import Glibc
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// A real file system of 2 MiB. Mounting needs rights that a developer may not have; on the build machine it must work.
private enum SmallDisk {
    static let bytes = 2 << 20

    static let canMount: Bool = {
        guard let scratch = try? ScratchDirectory() else { return false }  // no directory: no mount either
        guard mount("none", scratch.path, "tmpfs", 0, "size=4096") == 0 else { return getenv("CI") != nil }
        umount(scratch.path)
        return true
    }()
}

@Suite("a really full disk")
struct FullDiskTests {
    @Test(
        "commands are answered that it is full; with room again the same ids succeed", .enabled(if: SmallDisk.canMount))
    func full() throws {
        let scratch = try ScratchDirectory()
        #expect(mount("none", scratch.path, "tmpfs", 0, "size=\(SmallDisk.bytes)") == 0)
        defer { umount2(scratch.path, Int32(MNT_DETACH)) }
        let ledger = try Ledger.open(
            at: .file("\(scratch.path)/ledger.db"), founding: Founding(townID: "t", townName: "T"), ports: .none,
            now: MemoryLedger.start)
        try ledger.grant([KeyGrant(actor: .overseer, secret: "k")], at: MemoryLedger.start)
        let text = String(repeating: "x", count: 30_000)
        var refused: [QueuedRequest] = []
        for number in 0..<100 where refused.isEmpty {
            let queued = QueuedRequest(
                request: .command(BeadCreate(title: "\(number)", description: text), id: "d/\(number)", key: "k"),
                pid: nil)
            let answer = try ledger.execute([queued], at: MemoryLedger.start).answers[0]
            if answer.code == .busy { refused = [queued] } else { #expect(answer.isOK) }
        }
        let head = try ledger.feedHead()
        #expect(!refused.isEmpty, "the disk never was full")
        #expect(mount("none", scratch.path, "tmpfs", UInt(MS_REMOUNT), "size=64m") == 0)
        let later = try ledger.execute(refused, at: MemoryLedger.start).answers[0]
        #expect(later.isOK && later.headers.already == nil)
        #expect(later.headers.sequence == head.sequence + 1)
        #expect(try ledger.database.text("PRAGMA integrity_check") == "ok")
    }
}
