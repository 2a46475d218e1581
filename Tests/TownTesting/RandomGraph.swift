package import TownModel

/// Graphs for property tests: groups, loops in loops, conditions on outputs, needs of every kind.
package struct RandomGraph {
    private var random: SeededRandom
    private var count = 0

    package init(seed: UInt64) { random = SeededRandom(seed: seed) }

    package mutating func make() -> CookedGraph {
        TestGraph.graph(list(depth: 0, size: Int.random(in: 2...9, using: &random)))
    }

    /// What a step gives, by where it is alone: so that every way through a molecule finds the same.
    package static func output(of path: String) -> [String: String] {
        let sum = path.utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
        return ["n": String(sum % 4), "odd": sum % 2 == 1 ? "yes" : ""]
    }

    private mutating func list(depth: Int, size: Int) -> [TestGraph.Draft] {
        var drafts: [TestGraph.Draft] = []
        var ids: [String] = []
        for _ in 0..<size {
            count += 1
            let id = "s\(count)"
            let needs = ids.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                // A group and its parts, which nothing outside of it names.
                drafts.append(TestGraph.group(id, needs))
                for part in 1...Int.random(in: 1...3, using: &random) {
                    let name = "\(id)p\(part)"
                    drafts.append(TestGraph.step(name, part > 1 ? ["\(id)p\(part - 1)"] : [], in: id))
                }
            case 1 where depth < 2:
                drafts.append(
                    TestGraph.loop(
                        id, needs, count: Int64.random(in: 1...3, using: &random), variable: "i\(depth)",
                        list(depth: depth + 1, size: Int.random(in: 1...3, using: &random))))
            default:
                let condition = condition(needs)
                drafts.append(TestGraph.step(id, needs) { $0.condition = condition })
            }
            ids.append(id)
        }
        return drafts
    }

    private mutating func condition(_ needs: [String]) -> StepCondition? {
        guard let asked = needs.randomElement(using: &random), Int.random(in: 0..<3, using: &random) == 0 else {
            return nil
        }
        let texts = ["\(asked).output.odd", "\(asked).output.n >= 2", "\(asked).status == 'done'"]
        // One of the texts, all of which can be read.
        return texts.randomElement(using: &random).flatMap { try? StepCondition($0) }
    }
}
