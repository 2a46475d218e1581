import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// `gt audit` as it is typed, over a real ledger.
@Suite struct AuditCommandTests {
    @Test("what was made, ended, deleted, imported and is open adds up, of the town, a rig and a convoy")
    func addsUp() async throws {
        let town = try TestTown()
        try town.open()
        let convoy = try town.with { ledger in
            let made = try (1...4).map {
                try ledger.send(BeadCreate(rig: RigName("gastown"), title: "piece \($0)")).bead.id
            }
            _ = try ledger.send(BeadCreate(rig: RigName("gastown"), title: "an epic", type: .epic))
            _ = try ledger.send(BeadClose(id: made[0], reason: "by hand"))
            _ = try ledger.send(BeadDelete(ids: [made[1]], reason: "never mind"))
            return try ledger.send(ConvoyCreate(title: "two of them", beads: [made[0], made[2]])).convoy.id
        }
        let text = try await town.gt(["audit"])
        #expect(text.ending.status == 0)
        #expect(text.outputText.contains("It adds up."))
        let json = try await town.gt(["audit", "--json"]).outputText
        #expect(
            json.contains(
                #""name":"town","balance":{"before":0,"deleted":1,"ended":1,"kept":0,"landed":0,"made":4,"open":2}"#)
                || json.contains(
                    #""balance":{"before":0,"deleted":1,"ended":1,"kept":0,"landed":0,"made":4,"open":2},"name":"town""#
                ),
            "\(json)")
        let bundle = try await town.gt(["audit", "--convoy", convoy.text, "--json"]).outputText
        #expect(bundle.contains(#""ended":1"#) && bundle.contains(#""open":1"#) && bundle.contains(#""made":2"#))
        #expect(try await town.gt(["audit", "--rig", "gastown"]).ending.status == 0)
        #expect(try await town.gt(["audit", "--rig", "nowhere"]).ending.status == 1)
        #expect(try await town.gt(["audit", "--rig", "gastown", "--convoy", convoy.text]).ending.status == 64)
    }
}
