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
        landing: LandingMode = .queue, batchMax: Int = 16, gateRuns: Int = 1
    ) -> Rig {
        var settings = RigSettings(gates: gates, landing: landing)
        settings.queue.batchMax = batchMax
        settings.queue.gateRuns = gateRuns
        return Rig(
            name: rigName, prefix: "gt", remote: remote, state: state, settings: settings, addedAt: noon)
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

    /// A commit or tree that is a number.
    static func commit(_ number: Int) -> CommitID {
        let digits = String(number, radix: 16)
        guard let commit = CommitID(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("not a commit: \(number)")
        }
        return commit
    }

    /// Requests one on the other; the tip of the first is `c…`, its tree `e…`, those of the others are numbers.
    static func stack(_ requests: String..., target: String = "main", baseTree: CommitID = commit("a")) -> Stack {
        let layers = requests.enumerated().map { index, request in
            index == 0
                ? Layer(request: id(request), tip: commit("c"), tree: commit("e"))
                : Layer(request: id(request), tip: commit(100 + index), tree: commit(200 + index))
        }
        return Stack(target: target, base: commit("b"), baseTree: baseTree, layers: layers, builtAt: noon)
    }

    static func candidate(_ stack: Stack = stack("gt-mr-a"), height: Int? = nil, run: Int = 0) -> Candidate {
        Candidate(stack: stack.cut(to: height ?? stack.height), run: run, gates: [test])
    }

    static let passed = [GateResult(name: "test", exitCode: 0, milliseconds: 5)]

    static func run(_ candidate: Candidate, red: GateRed? = nil) -> GateRun {
        let results = red == nil ? passed : [GateResult(name: "test", exitCode: 1, milliseconds: 5)]
        return GateRun(
            target: candidate.target, base: candidate.stack.base, tip: candidate.tip, tree: candidate.tree,
            requests: candidate.stack.requests, results: results, red: red, judgedAt: noon)
    }

    static let failed = GateRed(
        gate: "test", sentence: "failed with exit status 1", isLoud: false, excerpt: "boom",
        log: ".gt/logs/gates/x.log")

    static var proof: LandingProof { landing().proof }

    static func landing(_ stack: Stack = stack("gt-mr-a"), height: Int? = nil, hasRemote: Bool = true) -> Landing {
        var landing = Landing(of: stack.cut(to: height ?? stack.height), hasRemote: hasRemote)
        landing.proof.gates = passed
        return landing
    }

    /// The first in the stack, as the ledger has it once it is to land.
    static func standing(_ request: String = "gt-mr-a", in landing: Landing = landing()) -> MergeRequest {
        var proof = landing.proof
        proof.commit = landing.layers.first { $0.request.text == request && $0.commit != proof.tip }?.commit
        return Samples.request(request, state: .landing, proof: proof)
    }

    static func listing(
        _ requests: [MergeRequest], rig: Rig = rig(), stopped: Bool = false, gates: [Candidate] = [],
        verdicts: [TreeVerdict] = []
    ) -> Event {
        .listed(Listing(rig: rig, stopped: stopped, requests: requests, gates: gates, verdicts: verdicts))
    }

    static func built(_ stack: Stack = stack("gt-mr-a"), aside: [BeadID: Finding] = [:]) -> Event {
        .prepared(target: stack.target, .seen(Sight(stack: stack, aside: aside)))
    }

    static func aside(_ request: String, _ finding: Finding) -> Event {
        built(stack(), aside: [id(request): finding])
    }

    /// A target that has passed its gates.
    static func green(_ tree: CommitID) -> TreeVerdict {
        var verdict = TreeVerdict(tree: tree)
        verdict.greens = 1
        return verdict
    }

    static func prepare(_ requests: MergeRequest..., target: String = "main", at moment: Timestamp = noon) -> Effect {
        .prepare(requests, target: target, hasRemote: true, at: moment)
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
        _ requests: MergeRequest..., rig: Rig = Samples.rig(), stopped: Bool = false, gates: [Candidate] = [],
        verdicts: [TreeVerdict] = [Samples.green(Samples.commit("a"))]
    ) -> State {
        var state = State()
        let listing = Samples.listing(requests, rig: rig, stopped: stopped, gates: gates, verdicts: verdicts)
        _ = state.decide(listing, at: Samples.noon)
        return state
    }

    /// The effects of one event at noon.
    mutating func tell(_ event: Event) -> [Effect] { decide(event, at: Samples.noon) }
}

extension Landing {
    /// All of a stack, without the results of its gates.
    init(of stack: Stack, hasRemote: Bool) {
        self.init(
            target: stack.target, hasRemote: hasRemote,
            layers: stack.layers.map { LandedLayer(request: $0.request, commit: $0.tip) },
            proof: LandingProof(
                base: stack.base, tip: stack.commit(at: stack.height), tree: stack.tree(at: stack.height), gates: []))
    }
}
