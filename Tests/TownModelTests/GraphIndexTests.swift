import Foundation
import Testing
import TownModel
import TownTesting

@Suite("Numbers of steps")
struct GraphIndexTests {
    private typealias G = TestGraph

    @Test("follow the nodes; a loop's own comes after its rounds")
    func numbers() throws {
        let index = GraphIndex(
            G.graph([
                G.step("a"), G.loop("o", ["a"], count: 2, [G.step("b"), G.loop("i", ["b"], count: 2, [G.step("c")])]),
                G.step("z", ["o"]),
            ]))
        #expect(index.count == 11)
        #expect(index.steps == 8)
        let paths = (1...11).map { index.place(of: $0)?.path ?? "none" }
        #expect(
            paths == [
                "a", "o.iter1.b", "o.iter1.i.iter1.c", "o.iter1.i.iter2.c", "o.iter1.i", "o.iter2.b",
                "o.iter2.i.iter1.c", "o.iter2.i.iter2.c", "o.iter2.i", "o", "z",
            ])
        for number in Int64(1)...11 { #expect(index.place(of: number)?.number == number) }
        #expect(index.place(of: 0) == nil && index.place(of: 12) == nil)
    }

    @Test("of a million are found without a million of anything")
    func million() throws {
        let index = GraphIndex(
            G.graph([
                G.step("setup"), G.loop("moves", ["setup"], count: 1_048_575, variable: "move", [G.step("move")]),
                G.step("verify", ["moves"]),
            ]))
        #expect(index.steps == 1_048_577)
        #expect(index.place(of: 2)?.path == "moves.iter1.move")
        #expect(index.place(of: 1_048_576)?.path == "moves.iter1048575.move")
        #expect(index.place(of: 1_048_577)?.path == "moves")
        #expect(index.place(of: 1_048_578)?.path == "verify")
    }

    @Test("a step in a loop has the loops' variables filled in")
    func variables() throws {
        let graph = G.graph([
            G.loop(
                "o", count: 3, variable: "i", first: 0,
                [G.loop("p", count: 2, variable: "j", [G.step("x") { $0.title = "{{i}}/{{j}} of {{k}}" }])])
        ])
        let index = GraphIndex(graph)
        #expect(index.place(of: 1)?.step.title == "0/1 of {{k}}")
        #expect(index.place(of: 8)?.step.title == "2/2 of {{k}}")
    }

    @Test(
        "a graph that can't be walked is refused, and why is said",
        arguments: [
            ([G.step("a", ["b"]), G.step("b", ["a"])], "a: steps wait for each other: a -> b -> a"),
            ([G.step("a"), G.step("a")], "a: two steps have this id"), ([], "test: it has no steps"),
            (
                [G.step("x", ["g"], in: "g"), G.group("g")],
                "x: its group is no group that stands before it"
            ),
            (
                [G.group("g"), G.step("x", ["z"], in: "g"), G.step("z", ["g"])],
                "g: steps wait for each other: g -> x -> z -> g"
            ), ([G.loop("l", count: 0, [G.step("x")])], "l: the loop has no rounds"),
            (
                [G.loop("l", count: 1 << 39, [G.step("x"), G.step("y")])],
                "l: the molecule has more than 1099511627776 steps"
            ),
            (
                [G.step("a") { $0.condition = try? StepCondition("b.output.x") }],
                "a: its condition asks about \"b\", which is no step that it can see"
            ),
        ])
    func unsound(drafts: [TestGraph.Draft], said: String) {
        let fault = #expect(throws: CookedGraph.Fault.self) { try G.graph(drafts).check() }
        #expect(fault.map { "\($0.node): \($0.sentence)" } == said)
    }

    @Test("what is written as JSON is read as the same graph")
    func coding() throws {
        let graph = G.graph([
            G.group("g"), G.step("a", in: "g") { $0.condition = try? StepCondition("x") },
            G.loop("l", ["g"], count: 2, until: try StepCondition("step.status == 'done'"), [G.step("b")]),
        ])
        #expect(try JSONDecoder().decode(CookedGraph.self, from: try JSONEncoder().encode(graph)) == graph)
    }
}
