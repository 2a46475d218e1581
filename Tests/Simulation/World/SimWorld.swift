import Synchronization
import TownModel
import TownTesting

/// Everything outside the ledger: repositories, worktrees, sessions, processes. What hands do here stays done, whoever
/// crashes.
final class SimWorld: Sendable {
    struct State {
        var random: SeededRandom
        var faulty = true
        var repositories: [RigName: SimRepository] = [:]
        var sessions: [Incarnation: SimSession] = [:]
        /// What the town is still to do about hands: agents to bring to life, ends to tell of.
        var news: [SimNews] = []
        /// The stop file: `gt estop` writes it before it tells anybody.
        var isStopped = false
        /// Roles' processes that run.
        var processes: Set<Int32> = []
        /// What is committed, for whoever judges what hands do.
        var truth = Truth()
        var complaints: [String] = []
        var sightings: Set<Sighting> = []
    }

    let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededRandom(seed: seed &+ 1))) }
}

/// What hands have brought about that goes on by itself.
enum SimNews {
    /// A shim holds its directory and has started its agent.
    case agentStarted(Assignment)
    /// A shim that will be there in a while, although nobody heard of it.
    case shimIsLate(Assignment)
    case shimEnded(Int32)
    /// The Deacon ended a role's process.
    case roleEnded(Int32)
}

/// A session's directory and processes.
struct SimSession {
    var agent: Address
    var number: Int64
    var shim: ProcessIdentity?
    /// No shim may start here any more.
    var isCancelled = false
    /// No process of it is left.
    var isOver = false
    /// As its shim recorded it; a machine that loses its power records nothing.
    var exitStatus: Int32?
    /// Commits that its agent made, and the files it left lying about.
    var work: [CommitID] = []

    var isRunning: Bool { shim != nil && !isOver }
}

extension SimWorld.State {
    /// True now and then while faults are on; then it counts as seen.
    mutating func mishap(_ percent: Int, _ sighting: Sighting) -> Bool {
        guard faulty, random.chance(percent) else { return false }
        sightings.insert(sighting)
        return true
    }

    /// Says that something must not have happened.
    mutating func complain(_ text: String) { complaints.append(text) }

    subscript(rig rig: RigName) -> SimRepository {
        get { repositories[rig] ?? SimRepository(hasRemote: false, number: 0) }
        set { repositories[rig] = newValue }
    }

    /// The agent's process ends by itself or is ended; nil: nobody records how.
    mutating func end(_ incarnation: Incarnation, status: Int32?) {
        guard let session = sessions[incarnation], session.isRunning, let shim = session.shim else { return }
        sessions[incarnation]?.isOver = true
        sessions[incarnation]?.exitStatus = status
        news.append(.shimEnded(shim.pid))
    }
}
