import Formulas
import Testing
import TownModel
import TownTesting
import Wire

@Suite("Whatever is cooked, no order is lost")
struct CookingPropertyTests {
    /// Who begins after whose end: of a source or of a graph, parts and bodies alike.
    private struct Order {
        private var waits: [String: [String]] = [:]

        mutating func add(_ id: String, after needs: [String], within: String?) {
            waits["begin \(id)", default: []] += needs.map { "end \($0)" } + (within.map { ["begin \($0)"] } ?? [])
            waits["end \(id)", default: []].append("begin \(id)")
            if let within { waits["end \(within)", default: []].append("end \(id)") }
        }

        /// The ids that have ended when one begins.
        func before(_ id: String) -> Set<String> {
            var seen: Set<String> = []
            var open = ["begin \(id)"]
            while let next = open.popLast() {
                for wait in waits[next] ?? [] where seen.insert(wait).inserted { open.append(wait) }
            }
            return Set(seen.filter { $0.hasPrefix("end ") }.map { String($0.dropFirst(4)) })
        }

        init(source: [FormulaStep]) { add(source, within: nil) }

        init(graph: [GraphNode]) { add(graph, within: nil) }

        private mutating func add(_ steps: [FormulaStep], within: String?) {
            for step in steps {
                add(step.said.id, after: step.needs.map(\.value), within: within)
                add(step.children + (step.loop?.body ?? []), within: step.said.id)
            }
        }

        private mutating func add(_ nodes: [GraphNode], within: String?) {
            for node in nodes {
                let around = node.group.map { nodes[$0].step.id } ?? within
                add(
                    node.step.id, after: node.needs.map { nodes[$0.node].step.id }, within: around)
                if case .loop(let loop) = node.shape { add(loop.body, within: node.step.id) }
            }
        }
    }

    /// A formula made of chance, with everything in it that moves needs about.
    private struct Chance {
        var random: SeededRandom
        private var count = 0
        private var known: [String] = []

        init(seed: UInt64) { random = SeededRandom(seed: seed) }

        mutating func steps(_ size: Int, depth: Int) -> [FormulaStep] {
            var steps: [FormulaStep] = []
            for _ in 0..<size {
                count += 1
                let id = "s\(count)"
                var step = Bench.step(id)
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    guard let need = known.randomElement(using: &random) else { break }
                    step.needs.append(Placed(need, at: Bench.place()))
                }
                if random.chance(20) { step.condition = Placed("{{off}}", at: Bench.place()) }
                let before = known
                if depth < 3, random.chance(25) {
                    step.children = self.steps(Int.random(in: 1...4, using: &random), depth: depth + 1)
                } else if depth < 3, random.chance(20) {
                    let body = self.steps(Int.random(in: 1...4, using: &random), depth: depth + 1)
                    step.loop = FormulaLoop(times: Placed(.count("{{turns}}"), at: Bench.place()), body: body)
                    // A body's steps can't be needed from outside.
                    known = before
                }
                known.append(id)
                steps.append(step)
            }
            return steps
        }

        mutating func formulas() -> [Formula] {
            let steps = steps(12, depth: 0)
            var leaves: [String] = []
            steps.forEach { Chance.leaves(of: $0, into: &leaves) }
            let formula = Bench.formula("test", .workflow, steps) {
                $0.variables = [
                    Bench.variable("off") { $0.defaultValue = "no" }, Bench.variable("turns") { $0.defaultValue = "2" },
                ]
                $0.advice = [
                    Bench.advice("*[135]", before: [Bench.step("{step.id}.b1"), Bench.step("{step.id}.b2")]),
                    Bench.advice("*[57]", after: [Bench.step("{step.id}.a1"), Bench.step("{step.id}.a2")]),
                ]
                $0.aspects = [Placed("aspect", at: Bench.place())]
                for target in leaves where random.chance(20) {
                    $0.expansions.append(ExpandRule(target: target, formula: "exp", place: Bench.place()))
                }
            }
            let aspect = Bench.formula("aspect", .aspect) {
                $0.advice = [
                    Bench.advice("s?", before: [Bench.step("{step.id}.c")], after: [Bench.step("{step.id}.d")])
                ]
            }
            let template = [
                Bench.step("{target}.1"), Bench.step("{target}.2: {target}.1"), Bench.step("{target}.3: {target}.1"),
            ]
            return [formula, aspect, Bench.formula("exp", .expansion, template)]
        }

        private static func leaves(of step: FormulaStep, into leaves: inout [String]) {
            if step.children.isEmpty, step.loop == nil { leaves.append(step.said.id) }
            (step.children + (step.loop?.body ?? [])).forEach { Self.leaves(of: $0, into: &leaves) }
        }
    }

    private func ids(_ nodes: [GraphNode]) -> Set<String> {
        var ids: Set<String> = []
        for node in nodes {
            ids.insert(node.step.id)
            if case .loop(let loop) = node.shape { ids.formUnion(self.ids(loop.body)) }
        }
        return ids
    }

    @Test("what the source puts in order stays in order, with advice, expansions and steps left out", arguments: 0..<60)
    func order(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let formulas = chance.formulas()
        for (off, turns) in [("no", "2"), ("yes", "2"), ("no", "0"), ("yes", "0")] {
            let graph: CookedGraph
            do throws(FormulaFailure) {
                graph = try Bench.cook(formulas, ["off": off, "turns": turns]).graph
            } catch {
                // Chance may leave nothing over.
                #expect(error.problems.allSatisfy { $0.sentence.hasPrefix("every step") }, "\(error.problems)")
                continue
            }
            let source = Order(source: formulas[0].steps), cooked = Order(graph: graph.nodes)
            let left = ids(graph.nodes)
            for id in left where !id.contains(".") {
                let lost = source.before(id).intersection(left).subtracting(cooked.before(id))
                #expect(lost.isEmpty, "\(id) no longer waits for \(lost.sorted()) with \(off), \(turns)")
                #expect(!cooked.before(id).contains(id))
            }
        }
    }

    @Test("cooking twice gives the same bytes, and they read back as the same graph", arguments: 0..<20)
    func bytes(seed: UInt64) throws {
        var one = Chance(seed: seed), other = Chance(seed: seed)
        let first = try Bench.cook(one.formulas(), ["off": "yes"])
        let second = try Bench.cook(other.formulas(), ["off": "yes"])
        #expect(JSONText.encode(first.graph) == JSONText.encode(second.graph))
        #expect(first.warnings == second.warnings)
        #expect(try JSONText.decode(CookedGraph.self, from: JSONText.encode(first.graph)) == first.graph)
    }

    @Test(
        "advice stands where it was said: what is before waits for all, what is after is waited for", arguments: 0..<20)
    func advice(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let formulas = chance.formulas()
        let cooked = Order(graph: try Bench.cook(formulas, ["off": "yes"]).graph.nodes)
        let source = Order(source: formulas[0].steps)
        let all = ids(try Bench.cook(formulas, ["off": "yes"]).graph.nodes)
        for id in all where all.contains("\(id).b1") && !id.contains(".") {
            #expect(cooked.before(id).isSuperset(of: ["\(id).b1", "\(id).b2"]))
            let kept = source.before(id).intersection(all)
            #expect(cooked.before("\(id).b1").isSuperset(of: kept))
        }
    }
}
