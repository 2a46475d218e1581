import Bus
import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// The real store, killed with -9 while molecules are walked: between two steps, and with a command on its way.
@Suite struct MoleculeKillTests {
    private static let kills = 8

    @Test(
        "a molecule that is walked through eight kills of the store ends as one that is not",
        arguments: [7, 31] as [UInt64])
    func killed(seed: UInt64) async throws {
        var chance = RandomGraph(seed: seed)
        let rounds = TestGraph.graph([
            TestGraph.loop("rounds", count: 12, [TestGraph.step("x"), TestGraph.step("y", ["x"])]),
            TestGraph.step("after", ["rounds"]),
        ])
        let made = [rounds, chance.make()]
        var random = SeededRandom(seed: seed)
        let lives = (0..<Self.kills).map { _ in Int.random(in: 1...4, using: &random) }
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let roots = try await store.serve {
                let walker = try MoleculeWalker(store)
                return [try await walker.make(made[0]), try await walker.make(made[1])]
            }
            for steps in lives {
                try await store.serve {
                    let walker = try MoleculeWalker(store)
                    for root in roots { _ = try await walker.walk(root, steps: steps) }
                    // Sent, and not waited for: the kill comes before it, in it, or behind it.
                    await walker.begin(roots[0])
                }
            }
            try await store.serve {
                let walker = try MoleculeWalker(store)
                for (root, graph) in zip(roots, made) {
                    #expect(try await walker.walk(root, steps: .max) == nil)
                    let calm = try await walker.make(graph)
                    #expect(try await walker.walk(calm, steps: .max) == nil)
                    let ends = (try await walker.end(of: root), try await walker.end(of: calm))
                    #expect(ends.0 == ends.1)
                    #expect(ends.0.isOver)
                }
            }
        }
    }
}

/// Who walks molecules over the bus; remembers nothing from one life to the next.
private struct MoleculeWalker: Sendable {
    let bus: ZeroMQBus
    private let headers = RequestHeaders(actor: .overseer, key: LoneStore.key)

    init(_ store: LoneStore) throws { bus = try store.connect() }

    func make(_ graph: CookedGraph) async throws -> BeadID {
        try await send(MoleculeMake(graph: graph)).molecule.root
    }

    /// Ends so many steps; gives the one that it has then, nil when all is over.
    func walk(_ root: BeadID, steps: Int) async throws -> MoleculeStep? {
        var step = try await send(MoleculeNext(molecule: root)).next
        var ended = 0
        while let at = step, ended < steps {
            step = try await send(Self.end(at, of: root)).next
            ended += 1
        }
        return step
    }

    /// One more, whose answer nobody waits for.
    func begin(_ root: BeadID) async {
        do {
            guard let step = try await send(MoleculeNext(molecule: root)).next else { return }
            _ = try await bus.command(
                Self.end(step, of: root), id: FreshID.command(), headers: headers, within: .milliseconds(1))
        } catch {
            // Too late for an answer: that is what was wanted.
        }
    }

    struct End: Equatable {
        var steps: [Int64: StepState] = [:]
        var outputs: [Int64: [String: String]] = [:]
        var done: Int64 = 0
        var isOver = false
    }

    func end(of root: BeadID) async throws -> End {
        var end = End()
        var after: Int64? = 0
        while let from = after {
            let page = try await bus.query(
                MoleculeSteps(molecule: root, after: from, limit: 500), id: FreshID.command(), headers: headers,
                within: .seconds(30)
            ).reply
            for step in page.steps {
                end.steps[step.number] = step.state
                end.outputs[step.number] = step.output
            }
            after = page.next
        }
        let molecule = try await bus.query(
            MoleculeShow(molecule: root), id: FreshID.command(), headers: headers, within: .seconds(30)
        ).reply.molecule
        end.done = molecule.done
        end.isOver = molecule.endedAt != nil
        return end
    }

    private static func end(_ step: MoleculeStep, of root: BeadID) -> MoleculeNext {
        MoleculeNext(molecule: root, ends: step.number, output: RandomGraph.output(of: step.path))
    }

    private func send<C: Command>(_ command: C) async throws -> C.Reply {
        try await bus.command(command, id: FreshID.command(), headers: headers, within: .seconds(30)).reply
    }
}
