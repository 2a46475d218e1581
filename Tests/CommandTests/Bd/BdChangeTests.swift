import Host
import Testing
import TownModel
import TownTesting
import Wire

/// What `bd` changes: fields given and taken away, force where it is needed, many at once.
@Suite struct BdChangeTests {
    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    private func bead(_ id: String) throws -> Bead {
        try town.with { try $0.ask(BeadShow(ids: [id])).beads[0].bead }
    }

    @Test("every field that update gives can be taken away again")
    func fields() async throws {
        let (epic, id) = (try await town.bd("q", "Hall", "-t", "epic"), try await town.bd("q", "Door"))
        try await town.bd(
            "update", id, "--title", "Gate", "-t", "bug", "-p", "P3", "-a", "joe", "--add-label", "a,b", "--design",
            "d",
            "--due", "2100-02-01T00:00:00Z", "--defer", "2100-03-01T00:00:00Z", "--parent", epic, "-e", "5")
        let full = try bead(id)
        #expect(full.title == "Gate" && full.type == .bug && full.priority == .low && full.assignee == "joe")
        #expect(full.labels == ["a", "b"] && full.parent?.text == epic && full.deferUntil != nil)
        try await town.bd(
            "update", id, "-a", "", "--set-labels", "", "--design", "", "--due", "", "--defer", "", "--parent", "")
        let empty = try bead(id)
        #expect(empty.assignee == nil && empty.labels.isEmpty && empty.parent == nil && empty.deferUntil == nil)
        let line = try await town.bd("show", id, "--json")
        #expect(!line.contains("due_at") && !line.contains("\"design\""))
        #expect(try await town.bd("update", id, status: 64).contains("say what to change"))
    }

    @Test("closed is a status that update gives, as close does; open is one that it takes from nobody by accident")
    func statuses() async throws {
        let id = try await town.bd("q", "Door")
        try await town.bd("update", id, "-s", "in_progress")
        #expect(try bead(id).status == .inProgress)
        try await town.bd("update", id, "--status", "closed", "--notes", "done")
        #expect(try bead(id).status == .closed)
        #expect(try await town.bd("update", id, "-s", "open", status: 1).contains("reopen"))
        #expect(try await town.bd("update", id, "-s", "hooked", status: 1).contains("closed"))
    }

    @Test("what is pinned or blocked is closed with force only")
    func force() async throws {
        let (one, two) = (try await town.bd("q", "One"), try await town.bd("q", "Two"))
        try await town.bd("dep", "add", one, two)
        #expect(try await town.bd("close", one, status: 1).contains(two))
        #expect(try await town.bd("update", one, "-s", "closed", status: 1).contains(two))
        try await town.bd("close", one, "--force", "-r", "all the same")
        #expect(try bead(one).closeReason == "all the same")
        try town.with { _ = try $0.send(BeadUpdate(id: try #require(BeadID(two)), pinned: true)) }
        #expect(try await town.bd("close", two, status: 1).contains("pinned"))
        try await town.bd("close", two, "-f")
        #expect(try bead(two).status == .closed)
    }

    @Test("of many who take an issue at once one gets it")
    func race() async throws {
        let id = try await town.bd("q", "Door")
        let names = (1...8).map { "worker\($0)" }
        let won = try await withThrowingTaskGroup(of: String?.self) { group in
            for name in names {
                group.addTask {
                    let result = try await town.gt(["bd", "update", id, "--claim"], environment: ["BD_ACTOR": name])
                    return result.ending.isSuccess ? name : nil
                }
            }
            return try await group.reduce(into: [String]()) { if let name = $1 { $0.append(name) } }
        }
        #expect(won.count == 1)
        #expect(try bead(id).assignee == won.first)
        // The same one asks again: it has it.
        try await town.bd("update", id, "--claim", "--actor", won[0])
    }

    @Test("edges: taken away by pair, related both ways, one issue in another's place")
    func edges() async throws {
        let (one, two) = (try await town.bd("q", "One"), try await town.bd("q", "Two"))
        try await town.bd("dep", "add", one, "--blocked-by", two)
        try await town.bd("dep", "add", one, two, "-t", "related")
        #expect(try await town.bd("dep", "remove", one, two).split(separator: "\n").count == 2)
        try await town.bd("dep", "remove", one, two, status: 1)
        try await town.bd("relate", one, two)
        #expect(try await town.bd("dep", "list", two, "--json").contains("relates-to"))
        #expect(try await town.bd("dep", "list", two, "--direction", "up", "--json").contains("relates-to"))
        try await town.bd("unrelate", two, one)
        #expect(try await town.bd("dep", "list", two, "--json") == "[]")
        try await town.bd("unrelate", two, one, status: 1)
        try await town.bd("duplicate", one, "--of", two)
        #expect(try bead(one).closeReason == "Duplicate of \(two)")
        let three = try await town.bd("q", "Three")
        try await town.bd("supersede", two, "--with", three)
        #expect(try bead(two).closeReason == "Superseded by \(three)")
        #expect(try await town.bd("dep", "list", two, "-t", "supersedes", "--json").contains(three))
    }

    @Test("gates hold until what opens them; only gates are closed as gates")
    func gates() async throws {
        let (one, two) = (try await town.bd("q", "One"), try await town.bd("q", "Two"))
        try await town.bd("gate", "create", "--blocks", one, "--type", "timer", status: 64)
        try await town.bd("gate", "create", "--blocks", one, "-t", "bead", "--await-id", two, "--title", "After two")
        #expect(try bead(one).disposition == .blocked)
        try await town.bd("close", two)
        #expect(try bead(one).disposition == .ready)
        let made = try await town.bd("gate", "create", "--blocks", one, "-t", "timer", "--timeout", "30m", "--json")
        #expect(made.contains("\"timeout\":1800000000000"))
        #expect(try await town.bd("gate", "approve", one, status: 1).contains("no gate"))
        let id = String(try #require(made.firstMatch(of: /"id":"([^"]+)"/)).output.1)
        #expect(try await town.bd("gate", "show", id).contains("One"))
        try await town.bd("gate", "close", id, "-r", "enough")
        #expect(try bead(one).disposition == .ready)
        #expect(try await town.bd("gate", "list", "--all").split(separator: "\n").count == 2)
    }
}
