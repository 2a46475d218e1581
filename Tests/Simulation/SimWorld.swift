import DeaconCore
import DeaconDaemon
import MayorCore
import MayorDaemon
import RefineryCore
import RefineryDaemon
import Synchronization
import TownModel
import TownTesting

/// Everything outside the ledger: worktrees, sessions, processes, the target branch. What hands do here stays done,
/// whoever crashes.
final class SimWorld: Sendable {
    struct State {
        var random: SeededRandom
        var worktrees: Set<Int64> = []
        var trash: Set<Int64> = []
        var sessions: [Incarnation: SimSession] = [:]
        /// Sessions whose agents the town is still to bring to life.
        var newSessions: [Assignment] = []
        /// The target's history, oldest first.
        var history: [CommitID]
        var commits: [CommitID: SimCommit] = [:]
        var greenTips: Set<CommitID> = []
        var commitsMade: UInt64 = 0
        var faulty = true
        /// Roles' processes that run, by pid; and those that were killed since the town looked.
        var processes: Set<Int32> = []
        var killed: [Int32] = []
        var violations: [String] = []
    }

    let state: Mutex<State>

    /// Ends a role's process; false when it is gone already.
    func end(_ process: ProcessIdentity) -> Bool {
        state.withLock { world in
            guard world.processes.remove(process.pid) != nil else { return false }
            world.killed.append(process.pid)
            return true
        }
    }

    init(seed: UInt64) {
        state = Mutex(State(random: SeededRandom(seed: seed &+ 1), history: [SimWorld.commit(0)]))
    }

    static func commit(_ number: UInt64) -> CommitID {
        let digits = String(number, radix: 16)
        guard let id = CommitID(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("a number is 40 digits at most")
        }
        return id
    }
}

struct SimSession {
    var key: String
    var shim: ProcessIdentity
    /// nil while the agent's process runs.
    var exitStatus: Int32?
}

struct SimCommit {
    var base: CommitID
    var request: BeadID
}

extension SimWorld.State {
    mutating func newCommit() -> CommitID {
        commitsMade += 1
        return SimWorld.commit(commitsMade << 32)
    }

    /// True now and then while faults are on.
    mutating func mishap(_ percent: Int) -> Bool { faulty && random.chance(percent) }

    func position(_ landing: Landing) -> TargetPosition {
        if history.contains(landing.proof.tip) { return .containsTip }
        let head = history[history.count - 1]
        return head == landing.proof.base ? .atBase : .elsewhere(head)
    }
}

/// The rig's target branch.
struct SimGit: RefineryGit {
    let world: SimWorld

    func prepare(_ request: MergeRequest, hasRemote: Bool, at: Timestamp) async -> Preparation {
        world.state.withLock { world in
            if world.mishap(5) { return .away(reason: "no route") }
            let base = world.history[world.history.count - 1]
            if let tip = world.history.first(where: { world.commits[$0]?.request == request.id }),
                let commit = world.commits[tip]
            {
                let proof = LandingProof(base: commit.base, tip: tip, tree: tip, gates: [])
                return .seen(Sight(base: base, finding: .contained(proof)))
            }
            if request.attempt == 1, world.mishap(15) {
                return .seen(Sight(base: base, finding: .conflict(files: ["a.txt"])))
            }
            let tip = world.newCommit()
            world.commits[tip] = SimCommit(base: base, request: request.id)
            return .seen(Sight(base: base, finding: .built(tip: tip, tree: tip)))
        }
    }

    func locate(_ landing: Landing) async -> TargetPosition {
        world.state.withLock { $0.mishap(5) ? .away(reason: "no route") : $0.position(landing) }
    }

    func move(_ landing: Landing) async -> MoveOutcome {
        world.state.withLock { world in
            let tip = landing.proof.tip
            if world.history[world.history.count - 1] == landing.proof.base {
                if !world.greenTips.contains(tip) { world.violations.append("\(tip.short) landed without green gates") }
                let request = world.commits[tip]?.request
                if world.history.contains(where: { world.commits[$0]?.request == request && request != nil }) {
                    world.violations.append("\(landing.request) landed twice")
                }
                world.history.append(tip)
            }
            return world.mishap(5) ? .tried(.away(reason: "lost after the push")) : .tried(world.position(landing))
        }
    }

    func guardTargets(_ targets: [String]) async -> String? { nil }
}

/// The rig's gates.
struct SimGates: GateRunner {
    let world: SimWorld

    func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport {
        world.state.withLock { world in
            if world.mishap(5) { return .disturbed(reason: "no room") }
            world.greenTips.insert(candidate.tip)
            return .green([])
        }
    }

    func observe(_ candidate: Candidate) async -> GateReport { .cutShort }
}

/// SIGKILL for simulated processes.
struct SimBoot: DeaconEnder {
    let world: SimWorld

    func end(_ process: ProcessIdentity) async -> MayorCore.EndOutcome {
        world.end(process) ? .killed : .absent
    }
}

struct SimEnder: ProcessEnder {
    let world: SimWorld

    func end(_ process: ProcessIdentity) async -> DeaconCore.EndOutcome {
        world.end(process) ? .killed : .absent
    }
}
