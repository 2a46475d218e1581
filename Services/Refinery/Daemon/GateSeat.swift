import Glibc
import Host
import TownModel
import Wire

/// One gate's own part of a room: the lock that all its processes hold, and who leads them.
///
/// Its processes are found by their group, by the lock that they inherited, and by the mark in their environment. Only
/// one that left its session, closed the lock and emptied its environment is not found.
struct GateSeat {
    let room: String
    let place: Int

    private static let lockPrefix = "lock."

    /// Open in every process of the gate.
    var lock: String { "\(room)/\(Self.lockPrefix)\(place)" }
    /// Exists once the gate's own command has begun.
    var begun: String { "\(room)/begun.\(place)" }
    /// The process group of the gate.
    private var leader: String { "\(room)/leader.\(place).json" }
    /// The value of `GATE_RUN` in every process of the gate.
    var mark: String { "\(room)/\(place)" }

    /// nil: the name of something else.
    static func place(ofLock name: String) -> Int? {
        name.hasPrefix(lockPrefix) ? Int(name.dropFirst(lockPrefix.count)) : nil
    }

    /// Told by the runner between the start of the gate and anything else.
    func record(_ process: ProcessIdentity) {
        // Losing the error is right: lock and mark name every process too, this only finds those that dropped both.
        // Not for after a power loss, which no process outlives.
        try? Files.writeAtomically(JSONText.encode(process), to: leader, isDurable: false)
    }

    /// Ends every process of the gate and waits until none is left; gives the seat's lock, which keeps latecomers out.
    /// Throws when a process can't be ended.
    @discardableResult
    func empty() async throws(HostError) -> FileLock {
        if let leader = recordedLeader(), Processes.isAlive(leader) { kill(-leader.pid, SIGKILL) }
        let deadline = ContinuousClock.now.advanced(by: HandsLimits.killWait)
        while true {
            let found = try members()
            await Self.end(found, until: deadline)
            // Nobody was there at the last look, and nobody has the lock: nobody can come any more.
            if found.isEmpty, let alone = try FileLock.take(lock) {
                try Files.removeTree(begun)
                try Files.removeTree(leader)
                return alone
            }
            guard ContinuousClock.now < deadline else {
                throw .unreadable(path: lock, reason: "a process of the gate can't be ended")
            }
        }
    }

    static func end(_ found: [ProcessIdentity], until deadline: ContinuousClock.Instant) async {
        for process in found { kill(process.pid, SIGKILL) }
        for process in found {
            let left = ContinuousClock.now.duration(to: deadline)
            _ = await ProcessWatch.shared.waitForEnd(of: process, within: max(left, .zero))
        }
    }

    private func members() throws(HostError) -> [ProcessIdentity] {
        var found: Set<Int32> = Set(Processes.holders(of: Files.resolved(lock) ?? lock))
        let mark = "GATE_RUN=\(mark)"
        for pid in Files.names(in: "/proc").compactMap({ Int32($0) }) where pid != getpid() {
            // A process that ends while it is read, or is another user's, is none of ours.
            guard let environment = try? Files.read("/proc/\(pid)/environ") else { continue }
            if environment.split(separator: 0).contains(where: { $0.elementsEqual(mark.utf8) }) { found.insert(pid) }
        }
        return try Self.identities(of: found)
    }

    /// Of those that have not ended meanwhile. Throws when the machine can't be asked: nobody may pass for ended then.
    static func identities(of found: some Sequence<Int32>) throws(HostError) -> [ProcessIdentity] {
        var identities: [ProcessIdentity] = []
        for pid in found {
            if let identity = try Processes.identity(of: pid) { identities.append(identity) }
        }
        return identities
    }

    private func recordedLeader() -> ProcessIdentity? {
        // Losing the error is right: without a record lock and mark still name every process.
        guard let bytes = try? Files.read(leader) else { return nil }
        return try? JSONText.decode(ProcessIdentity.self, from: bytes)  // As above.
    }
}
