import Glibc
import Host
import Testing
import TownModel
import Wire

/// A whole town whose machinery lies on a small file system of its own.
@Suite(.serialized) struct FullDiskTests {
    /// Mounting needs rights that a developer may not have; with CI set it must work.
    static let canMount: Bool = {
        var template = Array("/tmp/gastown-mount.XXXXXX".utf8CString)
        guard let place = mkdtemp(&template).map({ String(cString: $0) }) else { return false }
        defer { rmdir(place) }
        guard mount("none", place, "tmpfs", 0, "size=4096") == 0 else { return getenv("CI") != nil }
        umount(place)
        return true
    }()

    @Test(
        "with a full disk commands are refused, nothing acknowledged is lost, and with room again the town goes on",
        .enabled(if: canMount, "mounting a tmpfs needs root"), .timeLimit(.minutes(2)))
    func full() async throws {
        try await ProcessTown.with { town in
            let disk = town.layout.machinery
            try #require(mount("none", disk, "tmpfs", 0, "size=8m") == 0)
            defer { umount2(disk, Int32(MNT_DETACH)) }
            try await town.gt("install", town.root)
            try await town.gt("up")
            let text = "\(town.home)/text"
            try Files.writeAtomically(String(repeating: "text ", count: 40_000), to: text, mode: 0o644)
            var made: [String] = []
            var refused: CommandResult?
            while refused == nil, made.count < 100 {
                let result = try await town.run([
                    "bead", "create", "x", "--json", "--description-file", text, "--wait", "2",
                ])
                if result.ending == .exited(0) {
                    made.append(try JSONText.decode(Bead.self, from: result.output).id.text)
                } else {
                    refused = result
                }
            }
            let refusal = try #require(refused, "the disk never was full")
            #expect(refusal.ending == .exited(75), "\(refusal.errorTail)")
            #expect(
                refusal.errorTail.contains("is full: nothing was done") && refusal.errorTail.contains("make room"),
                "\(refusal.errorTail)")
            try await town.gt("status")
            try #require(mount("none", disk, "tmpfs", UInt(MS_REMOUNT), "size=64m") == 0)
            made.append(try await town.makeBead("hq", "After", "true"))
            _ = try await town.kill(.beadsStore, at: 0)
            for id in made { #expect(try await town.bead(id).id.text == id, "\(id) was acknowledged") }
            try await town.gt("down")
        }
    }
}
