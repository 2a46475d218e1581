import RefineryCore
import TownModel

/// Values that the tests of the core share.
enum Samples {
    static let noon = Timestamp(milliseconds: 1_800_000_000_000)
    static let rigName = name("gastown")

    static func name(_ text: String) -> RigName {
        guard let name = RigName(text) else { preconditionFailure("not a rig: \(text)") }
        return name
    }

    static func id(_ text: String) -> BeadID {
        guard let id = BeadID(text) else { preconditionFailure("not a bead: \(text)") }
        return id
    }

    /// A commit id made of one letter.
    static func commit(_ letter: Character) -> CommitID {
        guard let commit = CommitID(String(repeating: letter, count: 40)) else {
            preconditionFailure("not hexadecimal: \(letter)")
        }
        return commit
    }

    static func worker(_ text: String = "nux") -> Address {
        guard let name = AgentName(text) else { preconditionFailure("not a name: \(text)") }
        return .polecat(rigName, name)
    }

    static func rig(
        remote: String? = "https://example.org/r.git", state: RigState = .active, gates: [Gate] = [test],
        landing: LandingMode = .queue
    ) -> Rig {
        Rig(
            name: rigName, prefix: "gt", remote: remote, state: state,
            settings: RigSettings(gates: gates, landing: landing), addedAt: noon)
    }

    static let test = Gate(name: "test", command: "make test")

    static func request(
        _ text: String = "gt-mr-a", state: MergeState = .queued, target: String = "main",
        mode: MergeMode = .merge, priority: Priority = .normal, enqueuedSecondsAgo: Int64 = 60,
        proof: LandingProof? = nil
    ) -> MergeRequest {
        MergeRequest(
            id: id(text), bead: id("gt-1"), rig: rigName, title: "Do it", assignment: 7, worker: worker(),
            head: commit("1"), base: commit("b"), target: target, mergeMode: mode, state: state, priority: priority,
            enqueuedAt: noon.advanced(by: .seconds(-enqueuedSecondsAgo)), proof: proof)
    }

    static func candidate(_ request: String = "gt-mr-a", tip: Character = "c", target: String = "main") -> Candidate {
        Candidate(
            request: id(request), target: target, base: commit("b"), tip: commit(tip), tree: commit("e"),
            builtAt: noon)
    }

    static let passed = [GateResult(name: "test", exitCode: 0, milliseconds: 5)]

    static var proof: LandingProof { candidate().proof(passed) }

    static func landing(_ request: String = "gt-mr-a", hasRemote: Bool = true) -> Landing {
        Landing(request: id(request), target: "main", hasRemote: hasRemote, proof: proof)
    }

    static func listing(
        _ requests: [MergeRequest], rig: Rig = rig(), stopped: Bool = false, gates: [Candidate] = []
    ) -> Event {
        .listed(Listing(rig: rig, stopped: stopped, requests: requests, gates: gates))
    }

    static func built(_ tip: Character = "c") -> Preparation {
        .seen(Sight(base: commit("b"), finding: .built(tip: commit(tip), tree: commit("e"))))
    }

    static func red(_ verdict: GateVerdict = .failed(status: 1)) -> GateReport {
        .red(
            GateFailure(
                results: [GateResult(name: "test", exitCode: 1, milliseconds: 5)], gate: "test", verdict: verdict,
                excerpt: "boom", log: ".gt/logs/gates/x.log"))
    }
}

extension State {
    /// A Refinery that has listed.
    static func listed(
        _ requests: MergeRequest..., rig: Rig = Samples.rig(), stopped: Bool = false, gates: [Candidate] = []
    ) -> State {
        var state = State()
        _ = state.decide(Samples.listing(requests, rig: rig, stopped: stopped, gates: gates), at: Samples.noon)
        return state
    }

    /// The effects of one event at noon.
    mutating func tell(_ event: Event) -> [Effect] { decide(event, at: Samples.noon) }
}
