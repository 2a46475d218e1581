internal import CHost
internal import Glibc
package import TownModel

/// The store of a small town. Nobody watches it: whoever needs it starts it, and it ends by itself when it has been
/// idle.
package struct StoreOnDemand: Sendable {
    package let layout: TownLayout
    private let supervisor: Supervisor

    /// `programs`: where the town's programs lie.
    package init(layout: TownLayout, programs: String) {
        self.layout = layout
        supervisor = Supervisor(layout: layout, programs: programs)
    }

    package var log: String { "\(layout.logs)/\(TownService.beadsStore.fileName).log" }

    /// Whether somebody listens where the store would: the kernel knows, in microseconds.
    package var isListening: Bool { SocketSight.hasListener("\(layout.sockets)/store.req") }

    /// When the store that listens, or listened last, began to: tells one from the next.
    package var listeningSince: Timestamp? { Files.changedAt("\(layout.sockets)/store.req") }

    /// Who holds the store's lock; nil when nobody does.
    package var process: ProcessIdentity? {
        guard let lock = Files.resolved(layout.storeLock) else { return nil }
        return Processes.identities(of: Processes.holders(of: lock)).first
    }

    /// Starts the store unless one listens, and returns when it can be used: true when it was started here. Waits, and
    /// the whole thread with it: for commands.
    ///
    /// Of several at once the first starts it and the others wait for that. Should somebody start one beside them, the
    /// store's own lock decides.
    @discardableResult
    package func start() throws(HostError) -> Bool {
        // A store that listens for the first time has not made its keys yet: whoever starts it holds the lock until it
        // is ready.
        if isListening, Files.exists(layout.overseerKey) { return false }
        try Files.makePrivateDirectory(layout.run)
        try Files.makePrivateDirectory(layout.logs)
        let lock = try FileLock.await(layout.supervisorLock)
        defer { withExtendedLifetime(lock) {} }
        if isListening { return false }
        var ends: [Int32] = [-1, -1]
        guard gt_pipe(&ends) == 0 else { throw .system(call: "pipe2", path: layout.root, errno: errno) }
        defer { close(ends[0]) }
        let store = try spawn(ready: ends[1])
        guard try !hear(ends[0]) else { return true }
        // It ended without the word that it is ready, so this does not wait.
        var status: Int32 = 0
        while waitpid(store, &status, 0) < 0, errno == EINTR {}
        let code = (status >> 8) & 0xff
        // Another one holds the lock: that is the store.
        if status & 0x7f == 0, code == Self.lockIsHeld { return false }
        throw .notStarted(program: Self.program, reason: "it ended at once (\(code)); \(log) says why")
    }

    /// Asks it to leave and waits for that. Returns what could not be ended.
    package func stop() async -> [ProcessIdentity] {
        guard let process else { return [] }
        Processes.send(SIGTERM, to: process)
        return await Processes.awaitEnd(of: [process], grace: .seconds(Supervisor.stopSeconds))
    }

    /// In a session of its own, with its log for a terminal and nothing else of ours: it outlives the command, and what
    /// the caller holds open or locked is not held by it. Closes `ready`, which the store alone has then.
    private func spawn(ready: Int32) throws(HostError) -> pid_t {
        defer { close(ready) }
        let program = "\(supervisor.programs)/\(Self.program)"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Out of the way of the numbers that are given out below.
        let word = fcntl(ready, F_DUPFD_CLOEXEC, Self.readyDescriptor + 1)
        guard word >= 0 else { throw .system(call: "fcntl", path: program, errno: errno) }
        defer { close(word) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, Files.privateFileMode)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        posix_spawn_file_actions_adddup2(&actions, word, Self.readyDescriptor)
        gt_spawn_close_from(&actions, Self.readyDescriptor + 1)
        gt_spawn_in_directory(&actions, layout.root)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        gt_spawn_in_new_session(&attributes)
        let words = [program, "--town", layout.root, "--ready-fd", String(Self.readyDescriptor)]
        let environment = supervisor.environment.map { "\($0.key)=\($0.value)" }
        var pid: pid_t = 0
        let code = Self.withCStrings(words) { words in
            Self.withCStrings(environment) { posix_spawn(&pid, program, &actions, &attributes, words, $0) }
        }
        guard code == 0 else { throw .notStarted(program: program, reason: SystemText.error(code)) }
        return pid
    }

    /// Whether the word came; false: whoever could have said it has ended.
    private func hear(_ end: Int32) throws(HostError) -> Bool {
        let deadline = ContinuousClock.now.advanced(by: HostLimits.startWait)
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else {
                throw .notStarted(
                    program: Self.program,
                    reason: "it is not ready after \(HostLimits.startWait.components.seconds) s; \(log) may say why")
            }
            var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let count = poll(&waiting, 1, Int32(left.components.seconds * 1000) + 1000)
            guard count > 0 else {
                if count == 0 || errno == EINTR { continue }
                throw .system(call: "poll", path: layout.root, errno: errno)
            }
            var byte: UInt8 = 0
            let got = read(end, &byte, 1)
            if got >= 0 { return got == 1 }
            guard errno == EINTR || errno == EAGAIN else {
                throw .system(call: "read", path: layout.root, errno: errno)
            }
        }
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { room in room.baseAddress.map(body) ?? ENOMEM }
    }

    private static let program = "gt-beads-store"
    /// The first after the usual three.
    private static let readyDescriptor: Int32 = 3
    /// How a service ends whose lock somebody else holds (docs/protocol.md).
    private static let lockIsHeld: Int32 = 75
}
