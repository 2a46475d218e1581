import Host
import RefineryCore
import TownModel

/// The private directory of one run of the gates, `rigs/<rig>/refinery/<request>-<tip>-<moment>-<run>`: a worktree of the
/// tip, a home and a place for temporary files, which its gates share, and a seat for each gate.
///
/// It is used by one run and never again: what comes too late finds nothing. Only the files of the commit are handed on,
/// to a room of another name, after nobody is left in this one.
struct GateRoom {
    let path: String
    private let name: String
    private let spares: SpareTrees
    private let git: Git

    init(refinery directory: String, candidate: Candidate, git: Git) {
        name = candidate.runName
        path = "\(directory)/\(name)"
        spares = SpareTrees(refinery: directory, git: git)
        self.git = git
    }

    var tree: String { SpareTree(path: path).files }
    var home: String { "\(path)/home" }
    var temporary: String { "\(path)/tmp" }
    /// - Parameter seats: for so many gates.
    func make(at tip: CommitID, seats: Int) async throws(HostError) {
        guard !Files.exists(path) else { throw .unreadable(path: path, reason: "it was used by a run before") }
        for directory in [path, home, temporary] {
            try Files.makeDirectory(directory, mode: Files.privateDirectoryMode, isDurable: false)
        }
        // Before anybody can sit down: what is not there could not be kept from latecomers.
        for place in 0..<seats {
            guard try FileLock.take(seat(place).lock) != nil else {
                throw .unreadable(path: seat(place).lock, reason: "somebody holds it before its gate has begun")
            }
        }
        try await makeTree(at: tip)
        try git.keepIndex(of: tree, as: SpareTree(path: path).index)
    }

    private func makeTree(at tip: CommitID) async throws(HostError) {
        guard let spare = spares.take(into: path) else {
            return try await git.addWorktree(tree, branch: nil, at: tip)
        }
        do throws(HostError) {
            try await git.addWorktree(tree, branch: nil, at: tip, isEmpty: true)
            try await git.adopt(spare.files, index: spare.index, into: tree)
            try Files.removeTree(spare.path)
        } catch {
            // Losing the error is right: whatever is wrong with these files, or with the disk, a whole checkout shows it.
            for leftover in [tree, spare.path] { try Files.removeTree(leftover) }
            try await git.forgetWorktree(tree)
            try await git.addWorktree(tree, branch: nil, at: tip)
        }
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

    /// After a run: its files are there for the next one, and else nothing of it is left.
    /// Throws when somebody who works in it can't be ended.
    func leave() async throws(HostError) {
        try await endStrangers()
        do throws(HostError) {
            try await spares.keep(path, named: name)
        } catch {
            // Losing the error is right: what can't be handed on is thrown away, and the next run makes its own.
            try Files.removeTree(path)
        }
        try await git.forgetWorktree(tree)
    }

    /// Whoever left its seat unseen, and works here still or has a file open: it could write into what is handed on.
    private func endStrangers() async throws(HostError) {
        guard let resolved = Files.resolved(path) else { return }
        let deadline = ContinuousClock.now.advanced(by: HandsLimits.killWait)
        while true {
            let found = try GateSeat.identities(of: Processes.inside(resolved))
            if found.isEmpty { return }
            await GateSeat.end(found, until: deadline)
            guard ContinuousClock.now < deadline else {
                throw .unreadable(path: path, reason: "a process that works there can't be ended")
            }
        }
    }

    /// Nothing of it is left, on disk or in the clone. Only when nobody is in it.
    func clear() async throws(HostError) {
        let hadTree = Files.exists(tree)
        try Files.removeTree(path)
        if hadTree { try await git.forgetWorktree(tree) }
    }
}
