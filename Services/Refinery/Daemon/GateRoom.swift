import Glibc
import Host
import RefineryCore
import TownModel
import Wire

/// The private directory of one run of the gates, `rigs/<rig>/refinery/<request>-<tip>-<moment>-<run>`: a worktree of the
/// tip, a home, a place for temporary files, the lock that every gate and its children hold, and who leads them.
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
    /// Open in every process of a gate.
    var lock: String { "\(path)/lock" }
    /// Exists once a gate's own command has begun.
    var begun: String { "\(path)/begun" }
    /// The process group of the gate that runs.
    private var leader: String { "\(path)/leader.json" }

    func make(at tip: CommitID) async throws(HostError) {
        guard !Files.exists(path) else { throw .unreadable(path: path, reason: "it was used by a run before") }
        for directory in [path, home, temporary] {
            try Files.makeDirectory(directory, mode: Files.privateDirectoryMode)
        }
        try await git.addWorktree(tree, branch: nil, at: tip)
    }

    /// Told by the runner between the start of a gate and anything else.
    func record(_ process: ProcessIdentity) {
        // Losing the error is right: the lock names every process too, this only finds those that closed it.
        try? Files.writeAtomically(JSONText.encode(process), to: leader)
    }

    /// Ends every process of the gate and waits until none is left; gives the room's lock, which keeps latecomers out.
    /// Throws when a process can't be ended.
    @discardableResult
    func empty() async throws(HostError) -> FileLock {
        if let leader = recordedLeader(), Processes.isAlive(leader) { kill(-leader.pid, SIGKILL) }
        let deadline = ContinuousClock.now.advanced(by: HandsLimits.killWait)
        while true {
            let holders = try holders()
            for holder in holders { kill(holder.pid, SIGKILL) }
            for holder in holders {
                let left = ContinuousClock.now.duration(to: deadline)
                _ = await ProcessWatch.shared.waitForEnd(of: holder, within: max(left, .zero))
            }
            if let alone = try FileLock.take(lock) {
                try Files.removeTree(begun)
                try Files.removeTree(leader)
                return alone
            }
            guard ContinuousClock.now < deadline else {
                throw .unreadable(path: lock, reason: "a process of the gate holds it and can't be ended")
            }
        }
    }

    /// Nothing of it is left, on disk or in the clone. Only when nobody is in it.
    func clear() async throws(HostError) {
        let hadTree = Files.exists(tree)
        try Files.removeTree(path)
        if hadTree { try await git.forgetWorktree(tree) }
    }

    private func holders() throws(HostError) -> [ProcessIdentity] {
        var found: [ProcessIdentity] = []
        for pid in Processes.holders(of: Files.resolved(lock) ?? lock) {
            if let identity = try Processes.identity(of: pid) { found.append(identity) }
        }
        return found
    }

    private func recordedLeader() -> ProcessIdentity? {
        // Losing the error is right: without a record the lock still names every process.
        guard let bytes = try? Files.read(leader) else { return nil }
        return try? JSONText.decode(ProcessIdentity.self, from: bytes)  // As above.
    }
}
