import RefineryCore
import TownModel

@testable import RefineryDaemon

/// A target branch on paper: a line of commits, some of them landings. It obeys the same compare-and-swap.
actor PaperGit: RefineryGit {
    private var line: [(commit: CommitID, request: BeadID?)] = [(Samples.commit("b"), nil)]
    private var built: [CommitID: BeadID] = [:]
    private var made = 0

    /// Somebody outside the town pushes.
    func push() { line.append((mint(), nil)) }

    func landings(of request: BeadID) -> Int { line.count { $0.request == request } }

    func prepare(_ request: MergeRequest, hasRemote: Bool, at: Timestamp) -> Preparation {
        let base = line[line.count - 1].commit
        if let index = line.firstIndex(where: { $0.request == request.id }) {
            let proof = LandingProof(
                base: line[index - 1].commit, tip: line[index].commit, tree: line[index].commit, gates: [])
            return .seen(Sight(base: base, finding: .contained(proof)))
        }
        let tip = mint()
        built[tip] = request.id
        return .seen(Sight(base: base, finding: .built(tip: tip, tree: tip)))
    }

    func locate(_ landing: Landing) -> TargetPosition {
        if line.contains(where: { $0.commit == landing.proof.tip }) { return .containsTip }
        let last = line[line.count - 1].commit
        return last == landing.proof.base ? .atBase : .elsewhere(last)
    }

    func move(_ landing: Landing) -> MoveOutcome {
        if line[line.count - 1].commit == landing.proof.base {
            line.append((landing.proof.tip, built[landing.proof.tip]))
        }
        return .tried(locate(landing))
    }

    func guardTargets(_ targets: [String]) -> String? { nil }

    private func mint() -> CommitID {
        made += 1
        let digits = String(made, radix: 16)
        guard let commit = CommitID(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("not a commit: \(digits)")
        }
        return commit
    }
}

/// Gates that pass, and whose runs can be cut short.
struct PaperGates: GateRunner {
    func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport { .green(Samples.passed) }
    func observe(_ candidate: Candidate) async -> GateReport { .cutShort }
}
