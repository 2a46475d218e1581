import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// Whoever works at a molecule may die at any moment, before or after the ledger has heard him; others may work beside him.
/// The way differs, and the end does not.
@Suite("Molecules under crashes")
struct MoleculePropertyTests {
    private struct End: Equatable {
        var states: [Int64: StepState]
        var outputs: [Int64: [String: String]]
        var root: BeadStatus
    }

    private static let workers = ["one", "two", "three"].map { name in
        Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, name)))
    }

    /// A worker's own memory, which dies with him.
    private struct Worker {
        let speaker: Speaker
        var step: MoleculeStep?
    }

    private func walk(_ graph: CookedGraph, chance: SeededRandom?) throws -> End {
        let town = try VerbTown()
        let root = try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown)).molecule.root
        let isDisturbed = chance != nil
        var random = chance ?? SeededRandom(seed: 0)
        func dies() -> Bool { isDisturbed && random.chance(25) }
        var crew = Self.workers.prefix(isDisturbed ? 3 : 1).map { Worker(speaker: $0) }
        var rounds = 0
        while try town.show(root).status != .closed {
            rounds += 1
            try #require(rounds < 20_000, "it comes to no end")
            let at = Int.random(in: crew.indices, using: &random)
            var next = MoleculeNext(molecule: root)
            if let step = crew[at].step {
                next = MoleculeNext(molecule: root, ends: step.number, output: RandomGraph.output(of: step.path))
            }
            // Dead before it was heard, or before the answer came.
            if dies() {
                crew[at].step = nil
                continue
            }
            let reply = try town.send(next, as: crew[at].speaker)
            crew[at].step = dies() ? nil : reply.next
            // What was sent is sent again by a messenger that heard no answer.
            if dies() { _ = try town.send(next, as: crew[at].speaker) }
        }
        return try end(of: root, town)
    }

    private func end(of root: BeadID, _ town: VerbTown) throws -> End {
        var end = End(states: [:], outputs: [:], root: try town.show(root).status)
        var after: Int64? = 0
        while let from = after {
            let page = try town.ask(MoleculeSteps(molecule: root, after: from, limit: 500))
            for step in page.steps {
                end.states[step.number] = step.state
                end.outputs[step.number] = step.output
            }
            after = page.next
        }
        let molecule = try town.ask(MoleculeShow(molecule: root)).molecule
        let steps = try town.count("SELECT count(*) FROM steps WHERE state = 6 AND holder IS NOT NULL")
        #expect(molecule.done == Int64(steps), "the number and the rows differ")
        #expect(try town.count("SELECT count(*) FROM steps WHERE state BETWEEN 0 AND 5") == 0)
        return end
    }

    @Test("a disturbed walk ends as an undisturbed one", arguments: 1...60)
    func same(seed: UInt64) throws {
        var graphs = RandomGraph(seed: seed)
        let graph = graphs.make()
        try graph.check()
        let calm = try walk(graph, chance: nil)
        #expect(try walk(graph, chance: SeededRandom(seed: seed)) == calm)
        #expect(try walk(graph, chance: SeededRandom(seed: seed &+ 1000)) == calm)
    }

    @Test("no step is begun before all that it needs has ended", arguments: 61...90)
    func order(seed: UInt64) throws {
        var graphs = RandomGraph(seed: seed)
        let graph = graphs.make()
        let index = GraphIndex(graph)
        let town = try VerbTown()
        let root = try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown)).molecule.root
        var ended: Set<Int64> = []
        var next = try town.send(MoleculeNext(molecule: root)).next
        while let step = next {
            let place = try #require(index.place(of: step.number))
            let states = Dictionary(
                uniqueKeysWithValues: try town.ask(MoleculeSteps(molecule: root, limit: 500)).steps.map {
                    ($0.number, $0.state)
                })
            for need in place.frame.list.needs[place.node] {
                #expect(states[place.sibling(need.node).number]?.isEnded == true, "\(step.path)")
            }
            #expect(ended.insert(step.number).inserted)
            next = try town.send(
                MoleculeNext(molecule: root, ends: step.number, output: RandomGraph.output(of: step.path))
            ).next
        }
    }
}
