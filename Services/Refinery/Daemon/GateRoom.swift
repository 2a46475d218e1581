import Host
import RefineryCore
import TownModel

/// The private directory of one run of the gates, `rigs/<rig>/refinery/<request>-<tip>-<moment>-<run>`: a worktree of the
/// tip, a home and a place for temporary files, which its gates share, and a seat for each gate.
///
/// It is used by one run and never again: what comes too late finds nothing.
struct GateRoom {
    let path: String
    private let git: Git

    init(refinery directory: String, candidate: Candidate, git: Git) {
        path = "\(directory)/\(candidate.runName)"
        self.git = git
    }

    var tree: String { "\(path)/tree" }
    var home: String { "\(path)/home" }
    var temporary: String { "\(path)/tmp" }
    /// - Parameter seats: for so many gates.
    func make(at tip: CommitID, seats: Int) async throws(HostError) {
        guard !Files.exists(path) else { throw .unreadable(path: path, reason: "it was used by a run before") }
        for directory in [path, home, temporary] {
            try Files.makeDirectory(directory, mode: Files.privateDirectoryMode)
        }
        // Before anybody can sit down: what is not there could not be kept from latecomers.
        for place in 0..<seats {
            guard try FileLock.take(seat(place).lock) != nil else {
                throw .unreadable(path: seat(place).lock, reason: "somebody holds it before its gate has begun")
            }
        }
        try await git.addWorktree(tree, branch: nil, at: tip)
    }

    /// Where the gate at this place in the list is at work.
    func seat(_ place: Int) -> GateSeat { GateSeat(room: path, place: place) }

    /// Ends every process of every gate and waits until none is left; gives the locks, which keep latecomers out.
    /// Throws when a process can't be ended.
    @discardableResult
    func empty() async throws(HostError) -> [FileLock] {
        var locks: [FileLock] = []
        for place in Files.names(in: path).compactMap(GateSeat.place(ofLock:)).sorted() {
            locks.append(try await seat(place).empty())
        }
        return locks
    }

    /// Nothing of it is left, on disk or in the clone. Only when nobody is in it.
    func clear() async throws(HostError) {
        let hadTree = Files.exists(tree)
        try Files.removeTree(path)
        if hadTree { try await git.forgetWorktree(tree) }
    }
}
