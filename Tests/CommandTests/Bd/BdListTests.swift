import Host
import Testing
import TownModel
import TownTesting
import Wire

/// Each filter and order of `bd` finds what it says.
@Suite(.serialized) struct BdListTests {
    private let town: TestTown

    /// Made on the first days of 2100, one a day.
    init() throws {
        town = try TestTown()
        try town.open()
        try town.with { ledger in
            func day(_ number: Int) throws -> Timestamp { try #require(Timestamp("2100-01-0\(number)T00:00:00Z")) }
            ledger.now = try day(1)
            let alpha = try ledger.send(
                BeadCreate(
                    title: "Alpha", description: "the first", type: .bug, priority: .critical, labels: ["red", "big"],
                    assignee: "joe", fields: ["notes": "\"see Beta\""])
            ).bead.id
            ledger.now = try day(2)
            let beta = try ledger.send(BeadCreate(title: "Beta", type: .epic, priority: .high, labels: ["red"])).bead.id
            ledger.now = try day(3)
            let part = try ledger.send(
                BeadCreate(
                    title: "Part", priority: .backlog, labels: ["blue"], parent: beta,
                    fields: ["due_at": "\"2100-02-01T00:00:00+01:00\""])
            ).bead.id
            ledger.now = try day(4)
            try ledger.send(BeadCreate(title: "Off", deferUntil: day(9)))
            let shut = try ledger.send(BeadCreate(title: "Shut", assignee: "joe")).bead.id
            ledger.now = try day(5)
            try ledger.send(BeadClose(id: shut, reason: "done"))
            try ledger.send(BeadUpdate(id: alpha, pinned: true))
            let gone = try ledger.send(BeadCreate(title: "Gone")).bead.id
            try ledger.send(BeadDelete(ids: [gone], reason: "x"))
            try ledger.send(GateCreate(holding: part, kind: .human, title: "Gate"))
            try ledger.send(BeadCreate(rig: RigName("gastown"), title: "Rigged"))
        }
    }

    private func titles(_ arguments: [String]) async throws -> [String] {
        let result = try await town.gt(["bd"] + arguments)
        #expect(result.ending.isSuccess, "\(arguments): \(result.errorTail)")
        return result.outputText.split(separator: "\n").compactMap {
            $0.split(separator: " ").last.map(String.init)
        }.filter { $0.first?.isUppercase == true }
    }

    @Test("what is counted is everything that is not deleted, whoever counts")
    func counted() async throws {
        #expect(try await town.gt(["bd", "count", "--json"]).outputText == "{\"count\":6}\n")
        #expect(try await town.gt(["bd", "stats", "--json"]).outputText.contains("\"total_issues\":6,"))
        #expect(try await town.gt(["bd", "count", "-t", "gate", "--rig", "town"]).outputText == "1\n")
    }

    @Test(
        "lists",
        arguments: [
            ("list", "Alpha Beta Off Part"), ("list --all", "Alpha Beta Off Shut Part"), ("list -s closed", "Shut"),
            ("list --status open,closed -n 0", "Alpha Beta Off Shut Part"), ("list -s tombstone", "Gone"),
            ("list -p 0", "Alpha"), ("list -pP1", "Beta"), ("list --priority-min 1 --priority-max P2", "Beta Off"),
            ("list -t bug", "Alpha"), ("list -t gate", "Gate"),
            ("list --include-gates --no-pinned", "Beta Off Part Gate"),
            ("list -a joe", "Alpha"), ("list --no-assignee", "Beta Off Part"), ("list -l red", "Alpha Beta"),
            ("list -l red,big", "Alpha"), ("list -l red -l big", "Alpha"), ("list --label-any big,blue", "Alpha Part"),
            ("list --no-labels", "Off"), ("list --title alph", "Alpha"), ("list --title-contains ET", "Beta"),
            ("list --desc-contains FIRST", "Alpha"), ("list --notes-contains beta", "Alpha"),
            ("list --empty-description", "Beta Off Part"), ("list --pinned", "Alpha"), ("list --deferred", "Off"),
            ("list --created-after 2100-01-02T00:00:00Z --created-before 2100-01-03T00:00:00Z", "Beta Part"),
            ("list --updated-after 2100-01-05T00:00:00Z --sort title", "Alpha"),
            ("list --closed-after 2100-01-05T00:00:00Z", "Shut"), ("list --closed-before 2100-01-04T00:00:00Z", ""),
            ("list --due-after 2100-01-31T23:00:00Z --due-before 2100-01-31T23:00:00Z", "Part"),
            ("list --due-before 2100-01-31T22:59:59Z", ""), ("list --overdue", ""),
            ("list --defer-after 2100-01-08T00:00:00Z", "Off"), ("list --defer-before 2100-01-08T00:00:00Z", ""),
            ("list --sort created", "Off Part Beta Alpha"), ("list --sort created -r", "Alpha Beta Part Off"),
            ("list --sort title --reverse", "Part Off Beta Alpha"), ("list -n 2", "Alpha Beta"), ("list -n1", "Alpha"),
            ("list --rig gastown", "Rigged"), ("list --prefix gt", "Rigged"),
            ("list --rig town -t task", "Off Rigged Part"),
            ("search be", "Beta Alpha"), ("search FIRST", "Alpha"), ("search --query part", "Part"),
            ("search be -n 1", "Beta"), ("search be --sort title", "Alpha Beta"), ("search be -r", "Beta Alpha"),
            ("search be --sort title -n 1", "Alpha"), ("search joe", "Shut Alpha"), ("search joe -s closed", "Shut"),
            ("search be --title alp", "Alpha"), ("search be --desc-contains first", "Alpha"),
            ("search red big", "Alpha"),
            ("search first --notes-contains nothing", ""), ("search gone", ""), ("search gate", ""),
            ("search gate --include-gates", "Gate"), ("search rigged", ""), ("search rigged --rig town", "Rigged"),
            ("ready", ""), ("ready --rig gastown", "Rigged"), ("ready --include-deferred", "Off"),
            ("stale --days 1", ""), ("gate list", "Gate"),
        ])
    func found(words: String, expected: String) async throws {
        let found = try await titles(words.split(separator: " ").map(String.init))
        #expect(found == expected.split(separator: " ").map(String.init), "\(words)")
    }
}
