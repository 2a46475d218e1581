import Formulas
import Testing
import TownModel
import TownTesting

@Suite("Graphs are measured and drawn")
struct DrawingTests {
    static let hanoi: CookedGraph = {
        var move = GraphStep(id: "move", title: "Move {{i}}")
        move.run = "gt hanoi ${GT_VAR_i}"
        var last = GraphStep(id: "verify", title: "All discs stand on \"C\"")
        // Were it no condition, the drawing compared below would have none.
        last.condition = try? StepCondition("setup.status == 'done'")
        last.gate = StepGate(kind: .human)
        return CookedGraph(
            formula: "hanoi", title: "Towers",
            nodes: [
                GraphNode(step: GraphStep(id: "setup", title: "setup")),
                GraphNode(
                    step: GraphStep(id: "moves", title: "moves"), needs: [GraphNeed(0)],
                    shape: .loop(GraphLoop(count: 1_048_575, variable: "i", body: [GraphNode(step: move)]))),
                GraphNode(step: last, needs: [GraphNeed(1)]),
            ])
    }()

    @Test("a million steps are measured without being walked")
    func millions() {
        #expect(
            GraphShape.of(Self.hanoi) == GraphShape(steps: 1_048_577, edges: 1_048_576, depth: 1_048_577, width: 1))
    }

    @Test("a group is no step, and what stands beside a loop counts in its layers")
    func besides() {
        func step(_ id: String, _ needs: [Int] = [], group: Int? = nil) -> GraphNode {
            GraphNode(step: GraphStep(id: id, title: id), needs: needs.map { GraphNeed($0) }, group: group)
        }
        let body = [step("x"), step("y"), step("z", [0, 1])]
        let graph = CookedGraph(
            formula: "f", title: "f",
            nodes: [
                step("a"),
                GraphNode(step: GraphStep(id: "g", title: "g"), needs: [GraphNeed(0)], shape: .group),
                step("p", group: 1), step("q", [2], group: 1),
                GraphNode(
                    step: GraphStep(id: "l", title: "l"), needs: [GraphNeed(0)],
                    shape: .loop(GraphLoop(count: 2, body: body))),
                step("end", [1, 4]),
            ])
        // Layers: a | p x y | q z | x y | z | end.
        #expect(GraphShape.of(graph) == GraphShape(steps: 10, edges: 12, depth: 6, width: 3))
    }

    @Test(
        "the formulas of the shared data have the shapes that their table says", .enabled(if: RealFiles.isShared),
        arguments: [
            ("shiny", 5, 4, 5, 1), ("mol-deacon-patrol", 26, 28, 19, 4), ("beads-release", 18, 18, 17, 2),
            ("mol-shutdown-dance", 10, 12, 9, 2), ("mol-polecat-work", 8, 7, 8, 1), ("mol-witness-patrol", 9, 8, 9, 1),
            ("mol-refinery-patrol", 13, 12, 13, 1), ("towers-of-hanoi-7", 129, 128, 129, 1),
        ] as [(String, Int64, Int64, Int64, Int64)])
    func realShapes(name: String, steps: Int64, edges: Int64, depth: Int64, width: Int64) throws {
        let graph = try SharedFormulaText(name).graph(name)
        #expect(GraphShape.of(graph) == GraphShape(steps: steps, edges: edges, depth: depth, width: width))
        let lines = GraphText.draw(graph)
        #expect(lines.allSatisfy { $0.count <= 80 })
        for node in graph.nodes { #expect(lines.contains { $0.contains(" \(node.step.id)") }) }
    }

    @Test("a loop is drawn once, with how often it goes round and what each waits for")
    func drawsLoops() {
        #expect(
            GraphText.draw(Self.hanoi) == [
                "hanoi: Towers",
                "1,048,577 steps, 1,048,576 needs, depth 1,048,577, width 1",
                "",
                "        1 ── setup",
                "        2 ── ↻ moves",
                "             × 1,048,575, i = 1…1,048,575",
                "             ← setup",
                "             1 ── move  Move {{i}}",
                "                  run gt hanoi ${GT_VAR_i}",
                "1,048,577 ── verify   All discs stand on \"C\"",
                "             ← moves",
                "             if setup.status == 'done'",
                "             gate human",
            ])
    }

    @Test("waves are drawn side by side, parts under their group, and hostile titles as text")
    func drawsWaves() {
        var b = GraphStep(id: "b", title: "Say \u{1B}[31mred\r\nnow \u{202E}" + String(repeating: "x", count: 200))
        b.agent = "fast"
        let graph = CookedGraph(
            formula: "f", title: "F",
            nodes: [
                GraphNode(step: GraphStep(id: "a", title: "A")), GraphNode(step: b),
                GraphNode(
                    step: GraphStep(id: "g", title: "G"), needs: [GraphNeed(0), GraphNeed(1, .allChildren)],
                    shape: .group),
                GraphNode(step: GraphStep(id: "p", title: "P"), group: 2),
                GraphNode(step: GraphStep(id: "q", title: "Q"), needs: [GraphNeed(3)], group: 2),
            ])
        let lines = GraphText.draw(graph)
        #expect(
            lines.dropFirst(3).map { String($0.prefix(40)) }
                == [
                    "1 ┬─ a    A", "  └─ b    Say [31mred now xxxxxxxxxxxxxx", "     agent fast", "2 ── ▾ g  G",
                    "     ← a, b (all children)", "     2 ── p  P", "     3 ── q  Q", "          ← p",
                ].map { String($0.prefix(40)) })
        #expect(lines.allSatisfy { $0.count <= 80 && !$0.unicodeScalars.contains("\u{1B}") })
        #expect(lines.contains { $0.hasSuffix("x…") && $0.count == 80 })
    }

    @Test("Graphviz gets every node, every need, and nothing that it would read as its own")
    func dot() {
        let text = GraphDOT.draw(Self.hanoi)
        #expect(
            text == """
                digraph "hanoi" {
                  rankdir=LR;
                  node [shape=box, style=rounded, fontname="sans-serif"];
                  label="Towers";
                  n0 [label="setup"];
                  subgraph cluster_n1 {
                    label="";
                    n1 [shape=box3d, style=solid, label="moves\\n× 1,048,575"];
                    n1_0 [label="move\\nMove {{i}}"];
                  }
                  n2 [label="verify\\nAll discs stand on \\"C\\"\\nif setup.status == 'done'\\ngate human"];
                  n0 -> n1;
                  n1 -> n2;
                }

                """)
        let hostile = CookedGraph(
            formula: "f", title: "\\N \"; } \u{1B}", nodes: [GraphNode(step: GraphStep(id: "a", title: "a"))])
        #expect(GraphDOT.draw(hostile).contains("label=\"\\\\N \\\"; }  \";"))
    }
}
