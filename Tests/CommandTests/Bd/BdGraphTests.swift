import Host
import Testing
import TownModel
import TownTesting
import Wire

/// What `bd` says of how issues hang together, also of what only a file can bring.
@Suite struct BdGraphTests {
    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    private func take(_ lines: [String]) async throws {
        let path = "\(town.root)/in.jsonl"
        try Files.writeAtomically(lines.map { $0 + "\n" }.joined(), to: path)
        try await town.bd("import", "-i", path)
    }

    private func line(_ id: String, _ more: String) -> String {
        #"{"id":"\#(id)","title":"T \#(id)","priority":2,"created_at":"2026-01-01T00:00:00Z","#
            + #""updated_at":"2026-01-01T00:00:00Z",\#(more)}"#
    }

    private func edge(_ from: String, _ to: String, _ type: String = "blocks") -> String {
        #"{"issue_id":"\#(from)","depends_on_id":"\#(to)","type":"\#(type)","created_at":"2026-01-01T00:00:00Z"}"#
    }

    @Test("a ring that a file brought is named, and is in no wave")
    func ring() async throws {
        try await take([
            line("hq-a", #""dependencies":[\#(edge("hq-a", "hq-b"))]"#),
            line("hq-b", #""dependencies":[\#(edge("hq-b", "hq-a"))]"#),
            line("hq-c", #""dependencies":[\#(edge("hq-c", "hq-a"))]"#), line("hq-d", #""status":"open""#),
        ])
        let cycles = try await town.bd("dep", "cycles")
        #expect(cycles == "hq-a → hq-b → hq-a" || cycles == "hq-b → hq-a → hq-b", "\(cycles)")
        let graph = try await town.bd("graph", "--all", "--json")
        #expect(graph.contains(#""layers":[["hq-d"]],"stuck":["hq-a","hq-b","hq-c"]"#), "\(graph)")
    }

    @Test("an epic that a file brought with all parts closed is closed on request")
    func epics() async throws {
        try await take([
            line("hq-e", #""issue_type":"epic""#),
            line(
                "hq-e.1",
                #""status":"closed","closed_at":"2026-01-01T00:00:00Z","#
                    + #""dependencies":[\#(edge("hq-e.1", "hq-e", "parent-child"))]"#),
            line("hq-f", #""issue_type":"epic""#),
        ])
        #expect(try await town.bd("epic", "status", "--eligible-only") == "hq-e T hq-e: 1 of 1 closed, can be closed")
        #expect(try await town.bd("stats", "--json").contains(#""epics_eligible_for_closure":1"#))
        #expect(try await town.bd("epic", "close-eligible", "--dry-run") == "would close hq-e T hq-e")
        #expect(try await town.bd("epic", "close-eligible", "--json") == #"{"closed":["hq-e"],"count":1}"#)
        #expect(try await town.bd("show", "hq-e", "--json").contains(#""close_reason":"All children completed""#))
        #expect(try await town.bd("epic", "close-eligible") == "no epic can be closed")
    }

    @Test("an edge to what is not here is shown and stops nothing")
    func dangling() async throws {
        try await take([
            line("hq-a", #""dependencies":[\#(edge("hq-a", "hq-gone", "related")),\#(edge("hq-a", "hq-b"))]"#),
            line("hq-b", #""status":"open""#),
        ])
        let shown = try await town.bd("show", "hq-a", "--json")
        #expect(shown.contains(#""dependency_type":"blocks""#) && !shown.contains("hq-gone"))
        #expect(try await town.bd("show", "hq-a").contains("hq-gone (related)"))
        #expect(try await town.bd("dep", "tree", "hq-a").split(separator: "\n").count == 2)
    }

    @Test("a tree goes down, up and both ways")
    func trees() async throws {
        let (one, two, three) = (
            try await town.bd("q", "One"), try await town.bd("q", "Two"), try await town.bd("q", "Three")
        )
        try await town.bd("dep", "add", one, two)
        try await town.bd("dep", "add", two, three)
        func ids(_ direction: String) async throws -> [String] {
            try await town.bd("dep", "tree", two, "--direction", direction).split(separator: "\n").map { line in
                String(line.drop { $0 == " " }.prefix { $0 != " " })
            }
        }
        #expect(try await ids("down") == [two, three])
        #expect(try await ids("up") == [two, one])
        #expect(try await ids("both") == [two, three, one])
        #expect(try await town.bd("dep", "tree", one, "-d", "1").split(separator: "\n").count == 2)
    }

    @Test("what a new issue waits for is said in every way that the reference has")
    func newEdges() async throws {
        let (spawner, other) = (try await town.bd("q", "Spawner"), try await town.bd("q", "Other"))
        let id = try await town.bd(
            "create", "New", "--waits-for", spawner, "--waits-for-gate", "any-children", "--deps",
            "related:\(other),\(other)", "--silent")
        let edges = try town.with { try $0.ask(BeadShow(ids: [id])).beads[0].edges.filter { $0.from.text == id } }
        #expect(Set(edges.map(\.type)) == [.waitsFor, .related, .blocks])
        #expect(edges.first { $0.type == .waitsFor }?.gate == .anyChildren)
        try await town.bd("create", "New", "--waits-for-gate", "any-children", status: 64)
    }

    @Test("what Beads would call ready is what is in progress too")
    func semantics() async throws {
        let id = try await town.bd("q", "Door")
        try await town.bd("update", id, "--claim")
        #expect(try await town.bd("ready", "--json") == "[]")
        #expect(try await town.bd("ready", "--semantics", "beads-0.47", "--json").contains(id))
        #expect(try await town.bd("ready", "--semantics", "mine", status: 65).contains("mine"))
        try await town.bd("ready", "--semantics", "beads-0.47", "-p", "1", status: 64)
    }

    @Test("what nobody has touched for long is stale, the longest first")
    func stale() async throws {
        try await take([
            line("hq-new", #""status":"open""#).replacing("2026-01-01", with: "2025-06-01"),
            line("hq-old", #""status":"open""#).replacing("2026-01-01", with: "2020-01-01"),
            line("hq-shut", #""status":"closed","closed_at":"2026-01-01T00:00:00Z""#),
        ])
        let found = try await town.bd("stale", "--json")
        let ids = found.matches(of: /"id":"([^"]+)"/).map { String($0.output.1) }
        #expect(ids == ["hq-old", "hq-new"])
        #expect(try await town.bd("stale", "--days", "36500") == "nothing is stale")
        #expect(
            try await town.bd("list", "--id", "hq-old,hq-shut", "--sort", "id", "--json").matches(of: /"id"/).count == 2
        )
    }

    @Test("what others wrote can't move the cursor, whichever command shows it")
    func hostile() async throws {
        // A command refuses such a title or label; a file brings anything.
        let evil = #""\u001b[2J\u202eevil\r\n""#
        let (one, two) = ("hq-one", "hq-two")
        try await take([
            line(two, #""dependencies":[\#(edge(two, one)),\#(edge(two, one, #"\u001b[1m"#))]"#),
            line(
                one,
                #""title":\#(evil),"description":\#(evil),"assignee":\#(evil),"notes":\#(evil),"labels":[\#(evil)],"#
                    + #""external_ref":\#(evil),"created_by":\#(evil),"issue_type":"task","comments":[{"id":1,"#
                    + #""issue_id":"hq-one","author":\#(evil),"text":\#(evil),"created_at":\#(evil)}]"#),
        ])
        for words in [
            ["list"], ["list", "--long"], ["list", "--tree"], ["show", one], ["blocked"], ["ready"],
            ["search", "evil"],
            ["dep", "tree", two], ["dep", "list", two], ["graph", one], ["comments", one], ["history", one],
            ["label", "list", one], ["label", "list-all"], ["count", "--by-assignee"], ["count", "--by-label"],
            ["delete", one], ["close", one], ["reopen", one], ["update", one, "-p", "1"], ["export"], ["stale"],
        ] {
            let result = try await town.gt(["bd"] + words)
            #expect(result.ending.isSuccess, "\(words): \(result.errorTail)")
            #expect(!(result.output + result.errors).contains(0x1B), "\(words)")
        }
    }
}
