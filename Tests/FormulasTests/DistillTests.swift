import Formulas
import Testing
import TownModel
import TownTesting

@Suite("From beads back to a formula")
struct DistillTests {
    private typealias Part = BeadTree.Part

    private func id(_ text: String) throws -> BeadID { try #require(BeadID(text)) }

    private func part(
        _ text: String, _ title: String, type: BeadType = .task, in parent: String = "gt-e",
        _ edit: (inout BeadTree.Part) throws -> Void = { _ in }
    ) throws -> BeadTree.Part {
        var part = Part(id: try id(text), title: title, type: type, parent: try id(parent))
        try edit(&part)
        return part
    }

    private func edge(_ from: String, _ to: String, _ type: EdgeType = .blocks, gate: ChildGate? = nil) throws -> Edge {
        Edge(from: try id(from), to: try id(to), type: type, gate: gate)
    }

    private func tree(_ parts: [BeadTree.Part], title: String = "Ship it") throws -> BeadTree {
        BeadTree(root: Part(id: try id("gt-e"), title: title, type: .epic), parts: parts)
    }

    private func cook(
        _ distilled: Distillate, _ variables: [String: String] = [:], mode: Cook.Mode = .ready
    ) throws -> CookedGraph {
        let (formula, problems) = Formula.read(text: distilled.text, path: "x.formula.toml")
        #expect(problems.isEmpty, "\(problems)\n\(distilled.text)")
        let read = try #require(formula)
        return try Cook.dish(Cook.Order(read.name, variables: variables), mode: mode) { _ in read }.graph
    }

    @Test("an epic's tree is told in the order in which it was made, with what it waits for")
    func text() throws {
        let tree = try tree([
            part("gt-e.10", "Tell them", type: .chore) { $0.edges = [try edge("gt-e.10", "gt-e.2")] },
            part("gt-e.2", "Build \"auth\"") {
                $0.description = "In Swift.\nAnd \\ tested."
                $0.acceptance = "It \"works\""
                $0.priority = .high
                $0.labels = ["auth", "template"]
            },
        ])
        let distilled = try Distilling.distill(tree, DistillOrder(name: "ship", names: ["auth": "component"]))
        #expect(
            distilled.text == """
                # Made from gt-e: Ship it
                formula = "ship"
                type = "workflow"
                version = 1

                [vars.component]
                default = "auth"

                [[steps]]
                id = "build-auth"
                title = "Build \\"{{component}}\\""
                description = \"""
                In Swift.
                And \\\\ tested.\"""
                acceptance = "It \\"works\\""
                priority = 1
                labels = ["{{component}}"]

                [[steps]]
                id = "tell-them"
                title = "Tell them"
                needs = ["build-auth"]
                type = "chore"

                """)
        #expect(distilled.warnings.isEmpty)
        #expect(try cook(distilled, ["component": "search"]).nodes[0].step.title == "Build \"search\"")
        #expect(try cook(distilled).nodes[0].step.description == "In Swift.\nAnd \\ tested.")
    }

    @Test("a bead that is worked at and has parts is a group with a step of its own; an epic is a group alone")
    func groups() throws {
        let tree = try tree([
            part("gt-a", "Plan") { $0.edges = [try edge("gt-a", "gt-z")] },
            part("gt-a.1", "Ask", in: "gt-a"),
            part("gt-b", "All of it", type: .epic),
            part("gt-b.1", "One", in: "gt-b"),
            part("gt-c", "After") {
                $0.edges = [
                    try edge("gt-c", "gt-a"), try edge("gt-c", "gt-b"),
                    try edge("gt-c", "gt-a", .waitsFor, gate: .allChildren),
                ]
            },
            part("gt-z", "First"),
        ])
        let distilled = try Distilling.distill(tree, DistillOrder())
        #expect(distilled.name == "ship-it" && distilled.warnings.isEmpty)
        let nodes = try cook(distilled).nodes
        #expect(
            nodes.map(\.step.id) == ["plan", "plan-itself", "ask", "all-of-it", "one", "after", "first"])
        #expect(nodes.map(\.group) == [nil, 0, 0, nil, 3, nil, nil])
        #expect(nodes.map { $0.needs.map(\.node) } == [[6], [], [], [], [], [0, 1, 3], []])
    }

    @Test("what a formula can't say is told, bead by bead")
    func unsaid() throws {
        let tree = try tree([
            part("gt-a", "A") {
                $0.rest = ["design", "due_at"]
                $0.edges = [
                    try edge("gt-a", "gt-b", .related), try edge("gt-a", "xx-1"),
                    try edge("gt-a", "gt-e"), try edge("gt-a", "gt-b", .conditionalBlocks),
                    try edge("gt-a", "gt-b", .waitsFor, gate: .anyChildren),
                ]
            },
            part("gt-b", "A", type: BeadType(rawValue: "spike")),
            part("gt-g", "Gate", type: .gate),
            part("gt-h", "Lost", in: "gt-g"),
        ])
        let distilled = try Distilling.distill(tree, DistillOrder(names: ["nowhere": "x"]))
        #expect(
            distilled.warnings == [
                "gt-g is of type gate, which is no step, and is left out",
                "gt-h hangs under nothing that becomes a step, and is left out",
                "gt-a is only for the case that gt-b fails, which a formula can't say: it waits for nothing",
                "gt-a has a related edge to gt-b, which a formula can't say",
                "gt-a waits for any child of gt-b, which a formula can't say: it waits for nothing",
                "gt-a waits for gt-e, which is no step of this",
                "gt-a waits for xx-1, which is no step of this",
                "gt-a has design, due_at, which a step has no place for",
                "gt-b is of type spike: its step is a task",
                "no text says \"nowhere\", so nothing became {{x}}",
            ])
        #expect(try cook(distilled).nodes.map(\.step.id) == ["a", "a-2"])
    }

    @Test("whole words become variables, the longest first, and what was a variable must be given")
    func variables() throws {
        let tree = try tree(
            [part("gt-a", "api: rapid API api-v2 {{old}} {{api}} api")], title: "The api {{old}}")
        let names = ["api": "name", "api-v2": "next"]
        let distilled = try Distilling.distill(tree, DistillOrder(name: "x", names: names))
        #expect(distilled.text.contains(#"title = "{{name}}: rapid API {{next}} {{old}} {{api}} {{name}}""#))
        #expect(distilled.title(with: ["name": "n", "old": "o"]) == "The n o")
        let step = try cook(distilled, ["old": "1", "api": "2", "next": "3"]).nodes[0].step
        #expect(step.title == "api: rapid API 3 1 2 api")
        #expect(throws: FormulaFailure.self) { try cook(distilled) }
        #expect(try cook(distilled, mode: .draft).nodes.count == 1)
    }

    @Test(
        "orders that say nothing sensible are refused",
        arguments: [
            DistillOrder(name: "-x"), DistillOrder(name: ""), DistillOrder(name: "a b"), DistillOrder(name: "ä"),
            DistillOrder(names: ["a": "1x"]), DistillOrder(names: ["": "x"]), DistillOrder(names: ["{{a}}": "x"]),
            DistillOrder(names: ["a": "x", "b": "x"]),
        ])
    func refused(_ order: DistillOrder) throws {
        let tree = try tree([part("gt-a", "A")])
        #expect(throws: DistillFault.self) { try Distilling.distill(tree, order) }
    }

    @Test("an epic without parts is refused, and beads that hang in a ring are left out")
    func nothing() throws {
        #expect(throws: DistillFault.self) { try Distilling.distill(tree([]), DistillOrder()) }
        let ring = [try part("gt-a", "A", in: "gt-b"), try part("gt-b", "B", in: "gt-a")]
        #expect(throws: DistillFault.self) { try Distilling.distill(tree(ring), DistillOrder()) }
        let distilled = try Distilling.distill(tree(ring + [part("gt-c", "C")]), DistillOrder())
        #expect(distilled.warnings.count == 2)
        #expect(try cook(distilled).nodes.count == 1)
    }
}

@Suite("Whatever is distilled, no order is lost")
struct DistillPropertyTests {
    /// Epics of chance: parts in parts, edges to what was made before, texts of every kind.
    private struct Chance {
        var random: SeededRandom
        var parts: [BeadTree.Part] = []
        private static let pieces = [
            "a", "\"", "\"\"\"", "\\", "\n", "\r", "\t", "\u{7F}", "{", "}", "ä", "=", "[", "#", "'", " ", "\u{1}", "x",
            "\u{2028}",
        ]

        init(seed: UInt64) { random = SeededRandom(seed: seed) }

        mutating func text() -> String {
            (0..<Int.random(in: 0...9, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined()
        }

        mutating func tree() -> BeadTree {
            let root = BeadTree.Part(id: valid("gt-e"), title: "The epic \(text())", type: .epic)
            var parents = [root.id]
            for number in 1...Int.random(in: 1...14, using: &random) {
                let type: BeadType = Int.random(in: 0..<3, using: &random) == 0 ? .epic : .task
                var part = BeadTree.Part(
                    id: valid("gt-\(number)"), title: "Part \(number) \(text())", type: type,
                    parent: parents.randomElement(using: &random),
                    createdAt: Timestamp(milliseconds: Int64(number)))
                part.description = text()
                part.acceptance = text()
                parts.append(part)
                parents.append(part.id)
            }
            for _ in 0..<Int.random(in: 0...2 * parts.count, using: &random) {
                let (from, to) = (parts.indices.randomElement(using: &random) ?? 0, parts.randomElement(using: &random))
                guard let to, to.id != parts[from].id, !waits("end \(to.id)", for: "begin \(parts[from].id)") else {
                    continue
                }
                let type: EdgeType = Int.random(in: 0..<4, using: &random) == 0 ? .waitsFor : .blocks
                guard
                    type == .blocks
                        || !below(to.id).contains(where: { waits("end \($0)", for: "begin \(parts[from].id)") })
                else { continue }
                guard !above(parts[from]).contains(to.id), !above(to).contains(parts[from].id) else { continue }
                parts[from].edges.append(
                    Edge(from: parts[from].id, to: to.id, type: type, gate: type == .waitsFor ? .allChildren : nil))
            }
            return BeadTree(root: root, parts: parts.shuffled(using: &random))
        }

        private func below(_ id: BeadID) -> [BeadID] { parts.filter { $0.parent == id }.map(\.id) }

        /// By the rules of the ledger, which lets no ring come about.
        private func waits(_ one: String, for other: String) -> Bool {
            var seen: Set<String> = [one]
            var open = [one]
            while let moment = open.popLast() {
                if moment == other { return true }
                for next in waits(of: moment) where seen.insert(next).inserted { open.append(next) }
            }
            return false
        }

        private func waits(of moment: String) -> [String] {
            guard let part = parts.first(where: { moment.hasSuffix(" \($0.id)") }) else { return [] }
            guard moment.hasPrefix("begin") else {
                let children = part.type == .epic ? below(part.id).map { "end \($0)" } : []
                return ["begin \(part.id)"] + children
            }
            return (part.parent.map { ["begin \($0)"] } ?? [])
                + part.edges.flatMap { edge in
                    ["end \(edge.to)"] + (edge.type == .waitsFor ? below(edge.to).map { "end \($0)" } : [])
                }
        }

        private func valid(_ text: String) -> BeadID {
            guard let id = BeadID(text) else { preconditionFailure(text) }
            return id
        }

        private func above(_ part: BeadTree.Part) -> Set<BeadID> {
            var found: Set<BeadID> = []
            var next = part.parent
            while let id = next {
                found.insert(id)
                next = parts.first { $0.id == id }?.parent
            }
            return found
        }
    }

    /// What must have ended before something may begin, by the beads' own rules.
    private struct Order {
        let parts: [BeadID: BeadTree.Part]

        /// Beads that are worked at and have ended when this one has: those of an epic; of any other it alone.
        func ended(with id: BeadID) -> Set<BeadID> {
            guard let part = parts[id] else { return [] }
            let below = parts.values.filter { $0.parent == id }
            guard part.type == .epic, !below.isEmpty else { return [id] }
            return below.reduce(into: []) { $0.formUnion(ended(with: $1.id)) }
        }

        func before(_ id: BeadID) -> Set<BeadID> {
            var found: Set<BeadID> = []
            var next: BeadID? = id
            while let at = next, let part = parts[at] {
                for edge in part.edges {
                    found.formUnion(ended(with: edge.to))
                    guard edge.type == .waitsFor else { continue }
                    for child in parts.values where child.parent == edge.to { found.formUnion(ended(with: child.id)) }
                }
                next = part.parent
            }
            return found
        }
    }

    @Test(
        "cooked, it has every bead's text and waits for what the bead waited for, no more and no less",
        arguments: 1...300)
    func sameShape(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let tree = chance.tree()
        let distilled = try Distilling.distill(tree, DistillOrder(name: "x"))
        #expect(
            try Distilling.distill(BeadTree(root: tree.root, parts: tree.parts.reversed()), DistillOrder(name: "x"))
                == distilled)
        let (formula, problems) = Formula.read(text: distilled.text, path: "x.formula.toml")
        #expect(problems.isEmpty, "\(problems)\n\(distilled.text)")
        let read = try #require(formula)
        let graph = try Cook.dish(Cook.Order("x"), mode: .ready) { _ in read }.graph
        // Titles are each bead's own.
        var step: [BeadID: Int] = [:]
        let below = Set(tree.parts.compactMap(\.parent))
        for part in tree.parts {
            let named = graph.nodes.indices.filter { graph.nodes[$0].step.title == part.title }
            let work = named.filter { graph.nodes[$0].shape == .step }
            if part.type == .epic, below.contains(part.id) {
                #expect(work.isEmpty && named.count == 1)
            } else {
                #expect(work.count == 1)
                step[part.id] = work.first
            }
            let told = (work.first ?? named.first).map { graph.nodes[$0].step }
            #expect((told?.description ?? "") == (part.description ?? ""))
            #expect((told?.acceptance ?? "") == (part.acceptance ?? ""))
        }
        #expect(graph.nodes.count { $0.shape == .step } == step.count)
        let order = Order(parts: Dictionary(tree.parts.map { ($0.id, $0) }) { first, _ in first })
        let list = GraphIndex(graph).top
        let beads = Dictionary(step.map { ($1, $0) }) { first, _ in first }
        for (id, at) in step {
            let waits = list.needs[at].reduce(into: Set<BeadID>()) {
                $0.formUnion(Self.steps(of: $1.node, list, beads))
            }
            #expect(waits == order.before(id), "\(id)\n\(distilled.text)")
        }
    }

    /// A group's steps, at any depth; of a step, itself.
    private static func steps(of node: Int, _ list: NodeList, _ beads: [Int: BeadID]) -> Set<BeadID> {
        let parts = list.parts[node]
        guard !parts.isEmpty else { return Set([beads[node]].compactMap(\.self)) }
        return parts.reduce(into: []) { $0.formUnion(steps(of: $1, list, beads)) }
    }
}
