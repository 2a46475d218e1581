package import TownModel

/// What the gates have said of trees: a tree that was judged is not tested again unless a verdict is in doubt.
package struct VerdictBook: Hashable, Sendable {
    private var trees: [CommitID: TreeVerdict] = [:]
    /// By the name of the gate: its last thirty days.
    private var records: [String: GateRecord] = [:]

    package init() {}

    package init(_ verdicts: [TreeVerdict], _ records: [GateRecord]) {
        trees = Dictionary(verdicts.map { ($0.tree, $0) }, uniquingKeysWith: { _, last in last })
        self.records = Dictionary(records.map { ($0.gate, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// The rig has other gates now; how often each one lied is still true.
    package mutating func forgetVerdicts() { trees = [:] }

    package subscript(tree: CommitID) -> TreeVerdict? { trees[tree] }

    package func knowsNothing(of stack: Stack) -> Bool {
        (1...max(1, stack.height)).allSatisfy { stack.height < $0 || trees[stack.tree(at: $0)] == nil }
    }

    /// Takes in a run; gives how many reds on its tree it shows to have been lies.
    package mutating func take(_ run: GateRun) -> Int {
        if trees[run.tree] == nil, trees.count >= Limits.verdictsMax { forgetOldest() }
        var verdict = trees[run.tree] ?? TreeVerdict(tree: run.tree)
        let flakes = verdict.take(run)
        trees[run.tree] = verdict
        for result in run.results {
            records[result.name, default: GateRecord(gate: result.name)].runs += 1
            if result.name == run.red?.gate { records[result.name]?.reds += 1 }
        }
        for (gate, count) in flakes { records[gate, default: GateRecord(gate: gate)].flakes += count }
        return flakes.values.reduce(0, +)
    }

    /// Whether a red of this gate is looked at twice before anybody is suspected.
    package func isListedFlake(_ name: String, among gates: [Gate]) -> Bool {
        if gates.contains(where: { $0.name == name && $0.isFlaky }) { return true }
        return (records[name]?.flakes ?? 0) >= GateRecord.listedFrom
    }

    private mutating func forgetOldest() {
        guard let oldest = trees.values.min(by: { ($0.judgedAt, $0.tree) < ($1.judgedAt, $1.tree) }) else { return }
        trees[oldest.tree] = nil
    }
}
