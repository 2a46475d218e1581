import Host
import Testing
import TownModel
import Wire

/// A file of more beads than one command takes, with real processes.
@Suite(.serialized) struct LargeImportTests {
    @Test(
        "a large file goes in part by part; killed in the middle and run again it goes on, and every bead is there once",
        .timeLimit(.minutes(4)))
    func large() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let count = WireLimits.importBeadsMax + 1000
            let lines = (1...count).map {
                #"{"id":"hq-\#($0)","title":"b","status":"open","priority":2,"issue_type":"task","#
                    + #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#
            }
            let file = "\(town.home)/large.jsonl"
            try Files.writeAtomically(lines.joined(separator: "\n") + "\n", to: file)
            try await store.serve {
                _ = try await store.shell(
                    """
                    gt bead import \(file) --rig hq >/dev/null 2>&1 & importing=$!
                    until [ "$(gt bead count)" -gt 2000 ]; do kill -0 $importing; done
                    kill -9 $importing
                    [ "$(gt bead ready --json)" = "[]" ]
                    """)
                let before = try #require(Int(try await store.gt("bead count").trimmed))
                #expect(before < count, "it was over before it was killed")
                let report = try JSONText.decode(
                    ImportReport.self, from: Array(try await store.gt("bead import \(file) --rig hq --json").utf8))
                #expect(report.beads == count && report.created == count && report.refused == 0)
                #expect(try await store.gt("bead count --state ready").trimmed == "\(count)")
                let again = try JSONText.decode(
                    ImportReport.self, from: Array(try await store.gt("bead import \(file) --rig hq --json").utf8))
                #expect(again == report, "each part is carried out once")
            }
        }
    }
}
