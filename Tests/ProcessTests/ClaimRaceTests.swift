import Host
import Testing
import TownModel
import Wire

/// Many processes at one store, all at once.
@Suite(.serialized) struct ClaimRaceTests {
    private static let racers = 32
    private static let beads = 1000
    private static let writers = 20
    private static let writes = 10

    @Test(
        "Beads problem 11: 32 processes race for 1,000 beads, and each bead has one winner", .timeLimit(.minutes(5)))
    func race() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let lines = (1...Self.beads).map {
                #"{"id":"hq-\#($0)","title":"b \#($0)","status":"open","priority":2,"issue_type":"task","#
                    + #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#
            }
            let file = "\(town.home)/beads.jsonl"
            try Files.writeAtomically(lines.joined(separator: "\n") + "\n", to: file)
            let won = try await store.serve {
                _ = try await store.gt("bead import \(file) --rig hq")
                return try await withThrowingTaskGroup(of: [String].self) { group in
                    for racer in 1...Self.racers {
                        group.addTask {
                            // Until nothing is left, which has the status 1; anything else fails the test.
                            let told = try await store.shell(
                                """
                                while bead=$(gt bead claim --next --for racer-\(racer) --json); end=$?; [ $end -eq 0 ]
                                do echo "$bead"; done
                                [ $end -eq 1 ]
                                """)
                            return told.split(separator: "\n").map(String.init)
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
            }
            let beads = try won.map { try JSONText.decode(Bead.self, from: Array($0.utf8)) }
            #expect(beads.count == Self.beads)
            #expect(Set(beads.map(\.id)).count == Self.beads, "a bead was won twice")
            #expect(Set(beads.compactMap(\.assignee)).count > Self.racers / 2, "hardly anybody raced")
        }
    }

    @Test(
        "Beads problem 13: 20 processes write one bead at once: no error, and no update is lost",
        .timeLimit(.minutes(3)))
    func writing() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let detail = try await store.serve {
                let id = try JSONText.decode(
                    Bead.self, from: Array(try await store.gt("bead create shared --rig hq --json").utf8)
                ).id
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 1...Self.writers {
                        group.addTask {
                            _ = try await store.shell(
                                """
                                set -e
                                for n in \((1...Self.writes).map(String.init).joined(separator: " ")); do
                                    gt bead comment \(id) "\(writer) says $n"
                                done
                                gt bead update \(id) --add-label by-\(writer)
                                """)
                        }
                    }
                    try await group.waitForAll()
                }
                let details = try await store.gt("show \(id) --json")
                return try #require(try JSONText.decode([BeadDetail].self, from: Array(details.utf8)).first)
            }
            #expect(detail.bead.labels.count == Self.writers)
            let line = try #require(detail.line)
            for writer in 1...Self.writers {
                for number in 1...Self.writes {
                    #expect(line.contains("\"\(writer) says \(number)\""), "\(writer), \(number)")
                }
            }
            #expect(detail.bead.version == Int64(1 + Self.writers * (Self.writes + 1)))
        }
    }
}
