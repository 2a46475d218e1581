import Formulas
import Testing
import TownModel
import TownTesting

@Suite("Loops unfolded")
struct UnfoldingTests {
    private func step(_ id: String, _ needs: [Int] = [], group: Int? = nil) -> GraphNode {
        GraphNode(step: GraphStep(id: id, title: id), needs: needs.map { GraphNeed($0) }, group: group)
    }

    private func loop(
        _ id: String, _ count: Int64, _ needs: [Int] = [], first: Int64 = 1, variable: String? = nil,
        group: Int? = nil, _ body: [GraphNode]
    ) -> GraphNode {
        GraphNode(
            step: GraphStep(id: id, title: id), needs: needs.map { GraphNeed($0) }, group: group,
            shape: .loop(GraphLoop(count: count, first: first, variable: variable, body: body)))
    }

    private func graph(_ nodes: [GraphNode]) -> CookedGraph { CookedGraph(formula: "f", title: "f", nodes: nodes) }

    private func needs(_ graph: CookedGraph) -> [String] {
        graph.nodes.map { node in
            "\(node.step.id)<" + node.needs.map { graph.nodes[$0.node].step.id }.joined(separator: ",")
        }
    }

    @Test("an iteration waits for all that ends the one before, and what needed the loop for all that ends the last")
    func waits() throws {
        let body = [step("a"), step("b"), step("c", [0]), step("d", [0])]
        let unfolded = try graph([step("pre"), loop("l", 2, [0], body), step("post", [1])]).unfolded()
        #expect(
            needs(unfolded) == [
                "pre<", "l.iter1.a<pre", "l.iter1.b<pre", "l.iter1.c<l.iter1.a", "l.iter1.d<l.iter1.a",
                "l.iter2.a<l.iter1.b,l.iter1.c,l.iter1.d", "l.iter2.b<l.iter1.b,l.iter1.c,l.iter1.d",
                "l.iter2.c<l.iter2.a", "l.iter2.d<l.iter2.a", "post<l.iter2.b,l.iter2.c,l.iter2.d",
            ])
    }

    @Test("a loop that goes round 0 times hands on what it waited for")
    func empty() throws {
        let unfolded = try graph([step("a"), loop("l", 0, [0], [step("x")]), step("b", [1, 0]), step("c", [1])])
            .unfolded()
        #expect(needs(unfolded) == ["a<", "b<a", "c<a"])
    }

    @Test("a loop that goes round 0 times in a group hands on what the group waited for")
    func emptyInGroup() throws {
        let group = GraphNode(step: GraphStep(id: "g", title: "g"), needs: [GraphNeed(0)], shape: .group)
        let unfolded = try graph([step("x"), group, loop("l", 0, [], group: 1, [step("b")]), step("y", [2])]).unfolded()
        #expect(needs(unfolded) == ["x<", "g<x", "y<x"])
    }

    @Test("groups stay groups, inside of loops and around them")
    func groups() throws {
        let body = [
            GraphNode(step: GraphStep(id: "g", title: "g"), shape: .group), step("p", group: 0), step("q", [0]),
        ]
        let unfolded = try graph([
            GraphNode(step: GraphStep(id: "outer", title: "outer"), shape: .group),
            loop("l", 2, group: 0, body),
        ]).unfolded()
        #expect(
            needs(unfolded) == [
                "outer<", "l.iter1.g<", "l.iter1.p<", "l.iter1.q<l.iter1.g", "l.iter2.g<l.iter1.q", "l.iter2.p<",
                "l.iter2.q<l.iter2.g",
            ])
        #expect(unfolded.nodes.map(\.group) == [nil, 0, 1, 0, 0, 4, 0])
    }

    @Test("the iteration's number stands in texts and in what a shell reads; inner loops' names go first")
    func variables() throws {
        var said = GraphStep(id: "x", title: "{{i}}/{{j}} of {{n}}")
        said.run = "move ${GT_VAR_i} ${GT_VAR_peg} ${GT_VAR_j"
        said.labels = ["n{{ i }}", "{{i}}"]
        said.gate = StepGate(kind: .exec, subject: "test ${GT_VAR_j} = {{j}}")
        said.condition = try StepCondition("y.output.ok && !(l.output.n == 'it') || z.status == \"don't\"")
        let inner = loop("m", 2, first: 5, variable: "j", [GraphNode(step: said), step("y")])
        let unfolded = try graph([
            loop("k", 2, first: -1, variable: "i", [inner]), step("z"),
        ]).unfolded()
        let last = unfolded.nodes[6].step
        #expect(last.id == "k.iter2.m.iter2.x")
        #expect(last.title == "0/6 of {{n}}")
        #expect(last.run == "move 0 ${GT_VAR_peg} ${GT_VAR_j")
        #expect(last.labels == ["n{{ i }}", "0"])
        #expect(last.gate?.subject == "test 6 = {{j}}")
        let expected = try StepCondition(
            "k.iter2.m.iter2.y.output.ok && !(l.output.n == 'it') || z.status == \"don't\"")
        #expect(last.condition?.root == expected.root)
    }

    @Test("what depends on the run stays folded, and says why")
    func refuses() throws {
        func sentence(_ nodes: [GraphNode], limit: Int = 100) -> String? {
            do {
                _ = try graph(nodes).unfolded(limit: limit)
                return nil
            } catch {
                return "\(error.step ?? "-"): \(error.sentence)"
            }
        }
        var until = loop("l", 3, [], [step("x")])
        until.shape = .loop(GraphLoop(count: 3, until: try StepCondition("x.output.ok"), body: [step("x")]))
        #expect(sentence([until]) == "l: how often it goes round is known only on the way (until)")
        var gated = loop("l", 3, [], [step("x")])
        gated.step.gate = StepGate(kind: .human)
        #expect(sentence([gated]) == "l: its condition or gate holds for the loop as a whole")
        var asking = step("end", [0])
        asking.step.condition = try StepCondition("l.status == 'done'")
        #expect(sentence([loop("l", 3, [], [step("x")]), asking]) == "end: its condition asks about the loop \"l\"")
        var any = step("end")
        any.needs = [GraphNeed(0, .anyChild)]
        #expect(sentence([loop("l", 3, [], [step("x")]), any]) == "l: something waits for any one part of this loop")
        #expect(sentence([loop("l", 100, [], [step("x")])]) == nil)
        #expect(
            sentence([loop("l", 100, [], [step("x")]), step("y")])
                == "-: it would have 101 steps, and at most 100 are unfolded")
        #expect(sentence([loop("l", .max, [], [loop("m", .max, [], [step("x")])])]) != nil)
    }

    /// Needs lead only backwards, groups are there before their parts, loops up to three deep.
    private func random(_ dice: inout SeededRandom, depth: Int) -> [GraphNode] {
        var nodes: [GraphNode] = []
        for at in 0..<Int.random(in: 1...5, using: &dice) {
            let groups = nodes.indices.filter { nodes[$0].shape == .group }
            let group = dice.chance(40) ? groups.randomElement(using: &dice) : nil
            var around: Set<Int> = []
            var outer = group
            while let next = outer {
                around.insert(next)
                outer = nodes[next].group
            }
            let needs = (0..<at).filter { !around.contains($0) && dice.chance(35) }
            var node = step("s\(at)", needs, group: group)
            if depth > 0, dice.chance(35) {
                node = loop(
                    "s\(at)", Int64.random(in: 0...3, using: &dice), needs, group: group,
                    random(&dice, depth: depth - 1))
            } else if dice.chance(20) {
                node.shape = .group
            }
            nodes.append(node)
        }
        return nodes
    }

    private func isSound(_ nodes: [GraphNode]) -> Bool {
        // A group must not wait, through others, for its own part's dependents: needs go backwards, so only parts
        // that come after a node that needs their group could make a circle.
        for (at, node) in nodes.enumerated() {
            if case .loop(let loop) = node.shape, !isSound(loop.body) { return false }
            var outer = node.group
            while let group = outer {
                if nodes[(group + 1)..<max(at, group + 1)].contains(where: { $0.needs.contains { $0.node == group } }) {
                    return false
                }
                outer = nodes[group].group
            }
        }
        return true
    }

    @Test("steps unfold in the order of their numbers, and have the shape that was reckoned", arguments: 0..<300)
    func orderOfNumbers(seed: Int) throws {
        var dice = SeededRandom(seed: UInt64(seed))
        var folded = graph(random(&dice, depth: 3))
        while !isSound(folded.nodes) { folded = graph(random(&dice, depth: 3)) }
        let unfolded = try folded.unfolded(limit: 1_000_000)
        let index = GraphIndex(folded)
        let numbered = (0..<index.count).compactMap { index.place(of: $0 + 1) }
        #expect(numbered.count == Int(index.count))
        #expect(
            unfolded.nodes.filter { $0.shape == .step }.map(\.step.id)
                == numbered.filter { $0.graphNode.shape == .step }.map(\.path))
        #expect(GraphShape.of(unfolded) == GraphShape.of(folded))
        #expect(Set(unfolded.nodes.map(\.step.id)).count == unfolded.nodes.count)
        #expect(try unfolded.unfolded(limit: 1_000_000) == unfolded)
        #expect(GraphText.draw(folded).allSatisfy { $0.count <= 80 })
    }
}
