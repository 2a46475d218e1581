import BeadsStoreCore
import Testing
import TownModel
import TownTesting

/// Rows in memory.
private struct Pages: StepBook {
    var rows: [Int64: StepRow] = [:]
    func row(_ number: Int64) -> StepRow? { rows[number] }
}

/// A molecule that a test walks by hand; what it says is what has become of it.
private struct Walker {
    let index: GraphIndex
    var pages = Pages()
    var isOver = false
    let now = Timestamp(milliseconds: 1_800_000_000_000)

    init(_ drafts: [TestGraph.Draft]) throws {
        let graph = TestGraph.graph(drafts)
        try graph.check()
        index = GraphIndex(graph)
        perform { $0.begin() }
    }

    private mutating func perform(_ body: (inout Walk<Pages>) -> Void) {
        var walk = Walk(index, book: pages, now: now)
        body(&walk)
        for change in walk.changes { pages.rows[change.row.number] = change.row }
        isOver = isOver || walk.isOver
    }

    /// What can be claimed, by path.
    var ready: String {
        pages.rows.values.filter { $0.state == .ready }.sorted { $0.number < $1.number }
            .compactMap { index.place(of: $0.number)?.path }.joined(separator: " ")
    }

    func state(_ path: String) -> StepState? {
        pages.rows.values.first { index.place(of: $0.number)?.path == path }?.state
    }

    /// One of the molecules that a step fanned out into has ended.
    mutating func childEnded(_ path: String, isFirst: Bool) throws {
        let row = try #require(pages.rows.values.first { index.place(of: $0.number)?.path == path })
        let place = try #require(index.place(of: row.number))
        perform { $0.childEnded(place, isFirst: isFirst) }
    }

    /// Ends a step that is ready.
    mutating func done(_ path: String, _ output: [String: String] = [:], children: Int = 0) throws {
        let row = try #require(pages.rows.values.first { index.place(of: $0.number)?.path == path })
        #expect(row.state == .ready, "\(path)")
        let place = try #require(index.place(of: row.number))
        perform { $0.done(place, row, by: "me", output: output, note: nil, children: children) }
    }
}

@Suite("Walking a molecule")
struct WalkTests {
    private typealias G = TestGraph

    @Test("a chain goes from step to step, and is over with its last")
    func chain() throws {
        var walker = try Walker([G.step("a"), G.step("b", ["a"]), G.step("c", ["b"])])
        #expect(walker.ready == "a")
        try walker.done("a")
        #expect(walker.ready == "b")
        try walker.done("b")
        #expect(!walker.isOver)
        try walker.done("c")
        #expect(walker.isOver && walker.ready.isEmpty)
    }

    @Test("what needs several waits for the last of them")
    func diamond() throws {
        var walker = try Walker([
            G.step("a"), G.step("left", ["a"]), G.step("right", ["a"]), G.step("z", ["left", "right"]),
        ])
        try walker.done("a")
        #expect(walker.ready == "left right")
        try walker.done("right")
        #expect(walker.ready == "left")
        #expect(walker.state("z") == .waiting)
        try walker.done("left")
        #expect(walker.ready == "z")
    }

    @Test("parts wait for what their group needs; a group ends with its parts, at any depth")
    func groups() throws {
        var walker = try Walker([
            G.step("a"), G.group("g", ["a"]), G.step("one", in: "g"), G.group("inner", in: "g"),
            G.step("two", ["one"], in: "inner"), G.step("z", ["g"]),
        ])
        #expect(walker.ready == "a")
        try walker.done("a")
        #expect(walker.ready == "one")
        try walker.done("one")
        #expect(walker.state("g") == .waiting)
        try walker.done("two")
        #expect(walker.state("inner") == .done && walker.state("g") == .done)
        #expect(walker.ready == "z")
    }

    @Test("a loop begins its next round when all of the one before has ended, and ends with the last")
    func loops() throws {
        var walker = try Walker([
            G.step("a"), G.loop("l", ["a"], count: 2, [G.step("x"), G.step("y"), G.step("sum", ["x", "y"])]),
            G.step("z", ["l"]),
        ])
        try walker.done("a")
        for round in 1...2 {
            #expect(walker.ready == "l.iter\(round).x l.iter\(round).y")
            try walker.done("l.iter\(round).y")
            try walker.done("l.iter\(round).x")
            try walker.done("l.iter\(round).sum")
        }
        #expect(walker.ready == "z")
        try walker.done("z")
        #expect(walker.isOver)
    }

    @Test("loops nest")
    func nested() throws {
        var walker = try Walker([
            G.loop("o", count: 2, [G.step("begin"), G.loop("i", ["begin"], count: 3, [G.step("x")])])
        ])
        var visited: [String] = []
        while !walker.ready.isEmpty {
            visited.append(walker.ready)
            try walker.done(walker.ready)
        }
        #expect(walker.isOver)
        #expect(
            visited == (1...2).flatMap { o in ["o.iter\(o).begin"] + (1...3).map { "o.iter\(o).i.iter\($0).x" } })
    }

    @Test("a loop with a condition goes round until it is true")
    func until() throws {
        var walker = try Walker([
            G.loop("l", count: 5, until: try StepCondition("check.output.ok == 'yes'"), [G.step("check")]),
            G.step("z", ["l"]),
        ])
        try walker.done("l.iter1.check", ["ok": "no"])
        try walker.done("l.iter2.check", ["ok": "yes"])
        #expect(walker.ready == "z")
    }

    @Test("a loop whose condition never comes true fails, and releases nothing")
    func exhausted() throws {
        var walker = try Walker([
            G.loop("l", count: 2, until: try StepCondition("step.output.ok"), [G.step("check")]), G.step("z", ["l"]),
        ])
        try walker.done("l.iter1.check")
        try walker.done("l.iter2.check")
        #expect(walker.state("l") == .failed)
        #expect(walker.ready.isEmpty && !walker.isOver)
    }

    @Test("a false condition skips a step and the branch behind it; what also needs another goes on")
    func skipped() throws {
        var walker = try Walker([
            G.step("plan"),
            G.step("deep", ["plan"]) { $0.condition = try? StepCondition("plan.output.risk == 'high'") },
            G.step("deeper", ["deep"]), G.step("ship", ["plan", "deeper"]),
        ])
        try walker.done("plan", ["risk": "low"])
        #expect(walker.state("deep") == .skipped && walker.state("deeper") == .skipped)
        #expect(walker.ready == "ship")
    }

    @Test("a group's condition is asked for each of its parts, about what the group needs")
    func groupCondition() throws {
        for answer in ["yes", ""] {
            var walker = try Walker([
                G.step("ask"), G.group("g", ["ask"]) { $0.condition = try? StepCondition("wanted") },
                G.step("p", in: "g"), G.step("q", ["p"], in: "g"), G.step("z", ["g", "ask"]),
            ])
            try walker.done("ask", ["wanted": answer])
            #expect(walker.ready == (answer.isEmpty ? "z" : "p"))
            #expect(walker.state("g") == (answer.isEmpty ? .skipped : nil))
        }
    }

    @Test("when everything is skipped the molecule is over")
    func allSkipped() throws {
        let walker = try Walker([
            G.step("a") { $0.condition = try? StepCondition("wanted") }, G.loop("l", ["a"], count: 9, [G.step("x")]),
            G.group("g", ["l"]), G.step("p", in: "g"), G.step("z", ["g"]),
        ])
        #expect(walker.isOver)
        #expect(walker.state("g") == .skipped && walker.state("z") == .skipped)
    }

    @Test("rounds that are skipped one after the other end, whatever their number")
    func endlessSkipping() throws {
        let walker = try Walker([
            G.loop(
                "l", count: 1 << 30, [G.step("x") { $0.condition = try? StepCondition("never") }])
        ])
        #expect(walker.state("l") == .failed)
    }

    @Test("a bare name asks the steps that are needed, `status` any step that can be seen")
    func references() throws {
        var walker = try Walker([
            G.step("a"), G.step("b", ["a"]) { $0.condition = try? StepCondition("alive && a.status == 'complete'") },
            G.step("c", ["a"]) { $0.condition = try? StepCondition("!alive") },
            G.loop("l", ["b"], count: 1, [G.step("x") { $0.condition = try? StepCondition("a.output.alive") }]),
        ])
        try walker.done("a", ["alive": "1"])
        #expect(walker.ready == "b")
        #expect(walker.state("c") == .skipped)
        try walker.done("b")
        #expect(walker.ready == "l.iter1.x")
    }

    @Test(
        "values are compared as numbers where both are, else as texts",
        arguments: [
            ("10 > 9", true), ("'10' > '9'", true), ("'a' < 'b'", true), ("'10' == '10.0'", true),
            ("'inf' == 'inf'", true), ("'nan' == 'nan'", true), ("off", false), ("'off'", false), ("'on'", true),
            ("'closed' == 'done'", false), ("'No'", false),
        ])
    func comparisons(text: String, holds: Bool) throws {
        let walker = try Walker([G.step("a") { $0.condition = try? StepCondition(text) }])
        #expect((walker.ready == "a") == holds)
    }

    @Test("what waits for any part of a group begins with the first that is done, what waits for all with the last")
    func anyPart() throws {
        var walker = try Walker([
            G.group("g"), G.step("p", in: "g"), G.step("q", in: "g"), G.step("any", [], anyOf: "g"),
            G.step("all", ["g"]),
        ])
        #expect(walker.ready == "p q")
        try walker.done("q")
        #expect(walker.ready == "p any")
        try walker.done("p")
        #expect(walker.ready == "any all")
        try walker.done("any")
        #expect(!walker.isOver)
        try walker.done("all")
        #expect(walker.isOver)
    }

    @Test("a part that is skipped is not the first; where all are, what waits for any is skipped with them")
    func anySkipped() throws {
        let no = try StepCondition("a.output.yes")
        var walker = try Walker([
            G.step("a"), G.group("g", ["a"]), G.step("p", in: "g") { $0.condition = no }, G.step("q", in: "g"),
            G.step("any", [], anyOf: "g"),
        ])
        try walker.done("a")
        #expect(walker.state("p") == .skipped && walker.ready == "q")
        try walker.done("q")
        #expect(walker.ready == "any")
        walker = try Walker([
            G.step("a"), G.group("g", ["a"]), G.step("p", in: "g") { $0.condition = no }, G.step("any", [], anyOf: "g"),
        ])
        try walker.done("a")
        #expect(walker.state("any") == .skipped && walker.isOver)
    }

    @Test("a step that fans out: what needs it goes on, what waits for children waits, and all is over with the last")
    func fanOut() throws {
        let fan = FanOut(over: "files", formula: "one")
        var walker = try Walker([
            G.step("a") { $0.fanOut = fan }, G.step("b", ["a"]), G.step("any", [], anyOf: "a"),
            G.step("all", [], allOf: "a"),
        ])
        try walker.done("a", children: 2)
        #expect(walker.ready == "b")
        try walker.done("b")
        try walker.childEnded("a", isFirst: true)
        #expect(walker.ready == "any")
        try walker.done("any")
        #expect(!walker.isOver)
        try walker.childEnded("a", isFirst: false)
        #expect(walker.ready == "all" && !walker.isOver)
        try walker.childEnded("a", isFirst: false)
        try walker.done("all")
        #expect(walker.isOver)
        walker = try Walker([G.group("g"), G.step("a", in: "g") { $0.fanOut = fan }, G.step("b", ["g"])])
        try walker.done("a", children: 1)
        #expect(walker.ready.isEmpty)
        try walker.childEnded("a", isFirst: true)
        #expect(walker.ready == "b")
        walker = try Walker([G.step("a") { $0.fanOut = fan }, G.step("all", [], allOf: "a")])
        try walker.done("a")
        #expect(walker.ready == "all", "an empty list has no children to wait for")
    }
}
