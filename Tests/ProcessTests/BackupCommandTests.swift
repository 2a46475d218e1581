import Host
import Testing
import TownModel
import Wire

/// `gt backup` on a town that works.
@Suite(.serialized) struct BackupCommandTests {
    @Test("backups are made beside a working town, kept as few as asked, and a damaged one is refused by name")
    func backups() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up", "beads-store")
            try await town.expectRefused(["backup", "verify"], 1, ["no backup", "gt backup"])
            #expect(try await town.gt("backup", "list").contains("no backup"))
            let bead = try await town.gt("bead", "create", "Kept", "--json")
            #expect(bead.contains("Kept"))
            for _ in 0..<3 { try await town.gt("backup") }
            #expect(Files.names(in: town.layout.backups).count == 3)
            // What a store that was killed in the middle of one leaves.
            for end in ["", "-journal"] {
                try Files.writeAtomically(
                    "half", to: "\(town.layout.backups)/ledger-20260101T000000000Z-7.db.part\(end)")
            }
            let kept = try await town.gt("backup", "make", "--keep", "2")
            #expect(kept.contains("1 beads") && kept.contains("2 older removed"), "\(kept)")
            let names = Files.names(in: town.layout.backups)
            #expect(names.count == 2)
            let listed = try await town.gt("backup", "list")
            #expect(names.allSatisfy { listed.contains($0) }, "\(listed)")
            #expect(try await town.gt("backup", "verify").contains("\(try #require(names.last)) is sound"))

            let victim = "\(town.layout.backups)/\(try #require(names.first))"
            let bytes = try Files.read(victim)
            try Files.writeAtomically(Array(bytes.prefix(bytes.count / 2)), to: victim)
            try await town.expectRefused(["backup", "verify", victim], 1, ["damaged", victim])
            try await town.expectRefused(["backup", "make", "--keep", "0"], 64, ["--keep"])
            try await town.expectRefused(["config", "set", "backups_kept", "0"], 65, ["backups_kept"])
            // The store that was asked all this still works.
            #expect(try await town.gt("bead", "list").contains("Kept"))
        }
    }
}
