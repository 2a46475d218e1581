import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Asking the ledger about many")
struct LedgerQueryTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private func ids(_ edit: (inout BeadSelection) -> Void) throws -> [BeadID] {
        var selection = BeadSelection()
        edit(&selection)
        return try town.ask(BeadList(selection: selection)).beads.map(\.id)
    }

    @Test("each condition of a selection selects")
    func selection() throws {
        let old = try town.bead("Old words", type: .bug)
        town.now = town.now.advanced(by: .seconds(100))
        let epic = try town.bead("An epic", type: .epic)
        let child = try town.bead("A child", parent: epic)
        let grandchild = try town.bead("A grandchild", parent: child)
        try town.send(BeadUpdate(id: old, priority: .critical, assignee: "ann", addLabels: ["x", "y"]))
        try town.send(
            BeadUpdate(
                id: child, description: "Its Description",
                fields: ["due_at": #""2027-01-15T00:00:00-08:00""#, "external_ref": #""gh-9""#, "notes": #""Note""#]))
        let moment = try #require(Timestamp("2027-01-15T08:00:00Z"))
        let made = try town.show(epic).createdAt
        #expect(try ids { $0.priorityTo = .high } == [old])
        #expect(try ids { $0.priorityFrom = .normal }.count == 3)
        #expect(try ids { $0.assignee = "ann" } == [old])
        #expect(try ids { $0.assignee = "" }.count == 3)
        #expect(try ids { $0.labels = ["x", "y"] } == [old])
        #expect(try ids { $0.labels = ["x", "z"] } == [])
        #expect(try ids { $0.anyLabels = ["x", "z"] } == [old])
        #expect(try ids { $0.withoutLabels = true }.count == 3)
        #expect(try Set(ids { $0.under = epic }) == [child, grandchild])
        #expect(try ids { $0.titleContains = "OLD" } == [old])
        #expect(try ids { $0.descriptionContains = "desc" } == [child])
        #expect(try ids { $0.notesContains = "note" } == [child])
        #expect(try ids { $0.withoutDescription = true }.count == 3)
        #expect(try ids { $0.created = TimeRange(from: made) }.count == 3)
        #expect(try ids { $0.created = TimeRange(to: made.advanced(by: .seconds(-1))) } == [old])
        #expect(try ids { $0.due = TimeRange(from: moment, to: moment) } == [child])
        #expect(try ids { $0.due = TimeRange(to: moment.advanced(by: .seconds(-1))) } == [])
        #expect(try ids { $0.externalRef = "gh-9" } == [child])
        #expect(try ids { $0.exceptTypes = [.task, .epic] } == [old])
        #expect(try ids { $0.pinned = true } == [])
    }

    @Test("dispositions by columns are those of the rule, for every bead of random ledgers", arguments: 1...4)
    func dispositions(_ seed: UInt64) throws {
        var player = RandomPlayer(town: town, seed: seed)
        for _ in 1...150 { player.move() }
        let line = String(decoding: ImportTests.line("gt-x", #""ephemeral":true"#), as: UTF8.self)
        try town.importFile(
            Array(line.utf8) + ImportTests.line("gt-y", #""is_template":true"#)
                + Array(line.replacing("gt-x", with: "gt-z").replacing("\"open\"", with: "\"odd\"").utf8))
        var seen: Set<BeadID> = []
        for disposition in Disposition.allCases {
            var selection = BeadSelection(includeClosed: true)
            selection.dispositions = [disposition]
            let beads = try town.ask(BeadList(selection: selection, limit: 500)).beads
            #expect(beads.allSatisfy { $0.disposition == disposition }, "\(disposition)")
            seen.formUnion(beads.map(\.id))
        }
        #expect(try seen.count == town.count("SELECT count(*) FROM beads"))
        let stats = try town.ask(BeadStats())
        #expect(stats.total == seen.count)
        let open = try town.count("SELECT count(*) FROM beads WHERE status NOT IN ('closed', 'tombstone')")
        #expect(stats.dispositions.values.reduce(0, +) == open)
    }

    @Test("a list by priority has what a list by id has, in random ledgers, whatever is selected", arguments: 1...4)
    func merged(_ seed: UInt64) throws {
        var player = RandomPlayer(town: town, seed: seed)
        for _ in 1...150 { player.move() }
        for text in [nil, "gastown", "beads", "hq"] {
            let home = text.flatMap { BeadHome($0) }
            var selections = [false, true].map { BeadSelection(home: home, includeClosed: $0) }
            for status in try town.texts("SELECT DISTINCT status FROM beads") + ["odd"] {
                selections.append(BeadSelection(home: home, statuses: [BeadStatus(rawValue: status)]))
            }
            selections.append(BeadSelection(home: home, statuses: [.open, .closed]))
            selections.append(BeadSelection(home: home, types: [.epic]))
            for selection in selections {
                func list(_ key: BeadOrder.Key) throws -> [Bead] {
                    try town.ask(BeadList(selection: selection, order: BeadOrder(key), limit: 500)).beads
                }
                let sorted = try list(.id).sorted {
                    ($0.priority, $0.createdAt, $0.id) < ($1.priority, $1.createdAt, $1.id)
                }
                #expect(try list(.priority) == sorted, "\(selection)")
            }
            let stats = try town.ask(BeadStats(home: home))
            let all = try town.ask(BeadList(selection: selections[1], limit: 500)).beads
            #expect(stats.statuses == Dictionary(grouping: all, by: \.status.rawValue).mapValues(\.count))
            let open = Dictionary(grouping: all, by: \.disposition.rawValue).mapValues(\.count)
            #expect(stats.dispositions.filter { $0.value > 0 } == open.filter { $0.key != Disposition.closed.rawValue })
            #expect(stats.pinned == all.count { $0.pinned && !$0.status.isEnded })
        }
    }

    @Test(
        "every order has pages that miss nothing and repeat nothing", arguments: BeadOrder.Key.allCases, [false, true])
    func orders(_ key: BeadOrder.Key, _ isReversed: Bool) throws {
        for number in 0..<7 {
            town.now = town.now.advanced(by: .seconds(number % 3))
            let id = try town.bead("title \(number % 4)")
            try town.send(BeadUpdate(id: id, priority: Priority(rawValue: number % 3)))
            if number % 2 == 0 { try town.send(BeadClose(id: id, reason: "over")) }
        }
        var found: [BeadID] = []
        var after: String?
        repeat {
            let page = try town.ask(
                BeadList(
                    selection: BeadSelection(includeClosed: true), order: BeadOrder(key, isReversed: isReversed),
                    limit: 3, after: after))
            found += page.beads.map(\.id)
            after = page.next
        } while after != nil
        #expect(found.count == 7 && Set(found).count == 7)
        if key == .priority {
            let priorities = try found.map { try town.show($0).priority }
            #expect(priorities == priorities.sorted(by: isReversed ? { $0 > $1 } : { $0 < $1 }))
        }
    }

    @Test("the tree opens each bead once, down and up, to a depth")
    func tree() throws {
        let (top, left, right, bottom) = (try town.bead("top"), try town.bead(), try town.bead(), try town.bead())
        for (from, to) in [(top, left), (top, right), (left, bottom), (right, bottom)] {
            try town.send(EdgeAdd(edge: Edge(from: from, to: to, type: .blocks)))
        }
        let down = try town.ask(DependencyTree(id: top))
        #expect(down.nodes.map(\.depth) == [0, 1, 2, 1, 2] && down.nodes.map(\.isRepeated).count { $0 } == 1)
        #expect(!down.isCut)
        let up = try town.ask(DependencyTree(id: bottom, direction: .up, depthMax: 1))
        #expect(Set(up.nodes.map(\.bead.id)) == [bottom, left, right] && up.isCut)
    }

    @Test("rings that a file brought are found and named; a ledger without has none")
    func cycles() throws {
        #expect(try town.ask(DependencyCycles()).cycles.isEmpty)
        func line(_ id: String, _ to: String, _ type: String) -> [UInt8] {
            ImportTests.line(
                id, #""dependencies":[{"issue_id":"\#(id)","depends_on_id":"\#(to)","type":"\#(type)"}]"#)
        }
        try town.importFile(
            line("gt-a", "gt-b", "blocks") + line("gt-b", "gt-c", "parent-child") + line("gt-c", "gt-a", "waits-for")
                + line("gt-d", "gt-a", "blocks") + line("gt-e", "gt-e", "blocks") + line("gt-f", "gt-e", "related"))
        #expect(
            try town.ask(DependencyCycles()).cycles.map { $0.map(\.text) } == [["gt-a", "gt-b", "gt-c"], ["gt-e"]])
        try town.checkFacts()
    }

    @Test("blocked names what each waits for")
    func blocked() throws {
        let need = try town.bead()
        let id = try town.bead(needs: [need])
        let child = try town.bead(parent: id)
        let page = try town.ask(BeadBlocked())
        #expect(page.beads.map(\.bead.id) == [id, child])
        #expect(page.beads.map(\.blockedBy) == [[need], []])
        #expect(page.beads[1].reasons == ["its parent \(id) is blocked"])
    }

    @Test("counts by every group add up, and labels count each of their beads")
    func counts() throws {
        let id = try town.bead(type: .bug)
        _ = try town.bead(rig: nil)
        try town.send(BeadUpdate(id: id, addLabels: ["a", "b"]))
        for group in BeadCount.Group.allCases {
            let counts = try town.ask(BeadCount(by: group))
            #expect(counts.total == 2)
            #expect(counts.groups.reduce(0) { $0 + $1.count } == (group == .label ? 3 : 2), "\(group)")
        }
        #expect(try town.ask(BeadCount(by: .rig)).groups.map(\.name) == ["gastown", "hq"])
    }

    @Test("a bead's history is its events, the newest first")
    func history() throws {
        let id = try town.bead()
        try town.send(BeadUpdate(id: id, title: "other"))
        try town.send(BeadClose(id: id, reason: "over"))
        let events = try town.ask(BeadHistory(id: id)).events.map { try CloudEvent.decode(Array($0.utf8)) }
        #expect(events.map(\.kind) == [.beadClosed, .beadChanged, .beadCreated])
    }

    @Test("rings are found in any graph without recursion, each once")
    func rings() {
        let long = Dictionary(uniqueKeysWithValues: (0..<100_000).map { ($0, [$0 + 1]) })
        #expect(Rings.find(long).isEmpty)
        var closed = long
        closed[100_000] = [99_998]
        #expect(Rings.find(closed) == [[99_998, 99_999, 100_000]])
        #expect(Rings.find([1: [2, 3], 2: [1], 3: [4], 4: [3], 5: [5], 6: []]) == [[1, 2], [3, 4], [5]])
    }
}
