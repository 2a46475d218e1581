import Host
import RefineryCore
import TownModel

/// How one gate of a run ended.
struct GateEnding: Sendable {
    var place: Int
    var outcome: Outcome
    var milliseconds: Int64

    enum Outcome: Sendable {
        case passed
        case red(GateVerdict)
        /// It was ended because the run was.
        case cutOff
        /// It could not be run.
        case broken(HostError)
    }
}

/// What has become of the gates of one run: the first that does not pass decides it, and nothing starts after that.
struct GateProgress {
    let plan: GatePlan
    /// At most so many at the same time.
    let parallel: Int
    private var started: Set<Int> = []
    private var passed: Set<Int> = []
    private(set) var endings: [GateEnding] = []
    /// The gate that did not pass.
    private(set) var decider: (place: Int, verdict: GateVerdict)?
    /// Why there is no verdict at all.
    private(set) var broken: HostError?

    init(_ plan: GatePlan, parallel: Int) {
        self.plan = plan
        self.parallel = parallel
    }

    var isOver: Bool { decider != nil || broken != nil }

    /// Those that start now; each is given once.
    mutating func next() -> [Int] {
        guard !isOver else { return [] }
        let free = max(0, parallel - (started.count - endings.count))
        let next = Array(plan.ready(passed: passed, started: started).prefix(free))
        started.formUnion(next)
        return next
    }

    /// - Parameter stuck: what it left behind can't be ended.
    mutating func take(_ ending: GateEnding, stuck: HostError?) {
        endings.append(ending)
        if let stuck { broken = broken ?? stuck }
        switch ending.outcome {
        case .passed: passed.insert(ending.place)
        case .red(let verdict): decider = decider ?? (ending.place, verdict)
        case .cutOff: break
        case .broken(let error): broken = broken ?? error
        }
    }

    /// Of all that ran, in the order of the list, the one that decided last.
    func results(logs: (Int) -> String) -> [GateResult] {
        let order = endings.sorted { one, other in
            let lasts = (one.place == decider?.place, other.place == decider?.place)
            return lasts.0 == lasts.1 ? one.place < other.place : lasts.1
        }
        return order.map { ending in
            var result = GateResult(
                name: plan.gates[ending.place].name, exitCode: nil, milliseconds: ending.milliseconds,
                log: logs(ending.place))
            switch ending.outcome {
            case .passed: result.exitCode = 0
            case .red(let verdict):
                result.exitCode = verdict.exitCode
                result.note = verdict.sentence
            case .cutOff:
                let name = decider.map { plan.gates[$0.place].name }
                result.note = name.map { "cut off: \($0) had decided the run" } ?? "cut off"
            case .broken(let error): result.note = error.description
            }
            return result
        }
    }
}

extension GateVerdict {
    /// nil when the gate did not end by itself.
    fileprivate var exitCode: Int32? {
        switch self {
        case .failed(let status): status
        case .missingCommand: 127
        case .notExecutable: 126
        case .signalled, .timedOut, .saidTooMuch: nil
        }
    }
}
