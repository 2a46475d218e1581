import RefineryCore
import TownModel

@testable import RefineryDaemon

/// A target branch on paper: a line of commits, some of them landings. It obeys the same compare-and-swap.
actor PaperGit: RefineryGit {
    private var line: [(commit: CommitID, request: BeadID?)] = [(Samples.commit("b"), nil)]
    /// By tip: what it brings in, and on which commit.
    private var built: [CommitID: (request: BeadID, below: CommitID)] = [:]
    private var made = 0
    /// The tip of the last landing.
    private var landed: CommitID?

    /// Somebody outside the town pushes.
    func push() { line.append((mint(), nil)) }

    func landings(of request: BeadID) -> Int { line.count { $0.request == request } }

    func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, style: MergeStyle, at moment: Timestamp
    ) -> Preparation {
        let base = line[line.count - 1].commit
        var sight = Sight(
            foreignMove: foreignMove(of: target, to: base),
            stack: Stack(target: target, base: base, baseTree: base, layers: [], builtAt: moment))
        for request in requests {
            if let index = line.firstIndex(where: { $0.request == request.id }) {
                let tip = line[index].commit
                sight.aside[request.id] = .contained(
                    LandingProof(base: line[index - 1].commit, tip: tip, tree: tip, gates: []))
            } else {
                let tip = mint()
                built[tip] = (request.id, sight.stack.commit(at: sight.stack.height))
                sight.stack.layers.append(Layer(request: request.id, tip: tip, tree: tip))
            }
        }
        return .seen(sight)
    }

    func check(_ request: MergeRequest, style: MergeStyle, at: Timestamp) -> Finding? { nil }

    func locate(_ landing: Landing) -> TargetPosition {
        if line.contains(where: { $0.commit == landing.proof.tip }) {
            landed = landing.proof.tip
            return .containsTip
        }
        let last = line[line.count - 1].commit
        return last == landing.proof.base ? .atBase : .elsewhere(last)
    }

    func move(_ landing: Landing) -> MoveOutcome {
        if line[line.count - 1].commit == landing.proof.base {
            var layers: [(commit: CommitID, request: BeadID?)] = []
            var next = landing.proof.tip
            while next != landing.proof.base, let layer = built[next] {
                layers.append((next, layer.request))
                next = layer.below
            }
            line += layers.reversed()
        }
        return .tried(locate(landing))
    }

    func guardTargets(_ targets: [String]) -> String? { nil }

    func upkeepDue() -> Timestamp? { nil }

    func maintain(target: String, hasRemote: Bool, sparing open: Set<CommitID>, at now: Timestamp) -> UpkeepReport {
        .done(next: now.advanced(by: .seconds(86_400)))
    }

    private func foreignMove(of target: String, to now: CommitID) -> TargetMove? {
        guard let landed, landed != now else { return nil }
        return TargetMove(target: target, from: landed, to: now, rewritten: !line.contains { $0.commit == landed })
    }

    private func mint() -> CommitID {
        made += 1
        return Samples.commit(made)
    }
}

/// Gates that are red on what has a broken request in it, and may lie once on each tree.
actor PaperGates: GateRunner {
    private let broken: Set<BeadID>
    private let lies: Bool
    private var seen: Set<CommitID> = []

    init(broken: Set<BeadID> = [], lies: Bool = false) {
        self.broken = broken
        self.lies = lies
    }

    func run(_ candidate: Candidate, gates: [Gate]) -> GateReport {
        let isBroken = !broken.isDisjoint(with: candidate.stack.requests)
        let isLie = lies && seen.insert(candidate.tree).inserted
        return isBroken || isLie ? Samples.red() : .green(Samples.passed)
    }

    func observe(_ candidate: Candidate) -> GateReport { .cutShort }

    func clearLogs(sparing spared: Spared, at now: Timestamp) -> String? { nil }
}
