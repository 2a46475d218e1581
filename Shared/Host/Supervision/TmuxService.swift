internal import Glibc
package import TownModel

/// The town's tmux server under a `runsv` of its own, beside the supervisor of the others: agents live in its panes,
/// and they outlive `gt down`, while runsvdir can't leave one of its services behind.
///
/// Like the supervisor it keeps no pid file: the watcher is found by its folder, the server by the lock that it holds.
package struct TmuxService: Sendable {
    package let layout: TownLayout
    private let runner = CommandRunner()

    package init(layout: TownLayout) { self.layout = layout }

    package static var isInstalled: Bool { HostEnvironment.executable("tmux") != nil }

    /// The server's process, whoever watches it; nil when there is none.
    package var process: ProcessIdentity? {
        guard let lock = Files.resolved(layout.tmuxLock) else { return nil }
        return Processes.identities(of: Processes.holders(of: lock)).first
    }

    private var watchers: [ProcessIdentity] {
        Processes.identities(
            of: Processes.running("runsv").filter { Processes.workingDirectory(of: $0) == layout.tmuxService })
    }

    package var isWatched: Bool { !watchers.isEmpty }

    /// Starts watcher and server unless they are there, and waits until the server answers. A server that lost its
    /// watcher gets a new one. Only under the supervisor's lock: two at once would start two watchers.
    package func start(environment: [String: String]) async throws(HostError) {
        try write()
        // Where sockets lie elsewhere because the town's path is long, the server may be the first to need the place.
        try Files.makePrivateDirectory(layout.sockets)
        if watchers.isEmpty {
            let result = try await runner.run(
                CommandSpec(
                    program: "setsid", arguments: ["--fork", "runsv", layout.tmuxService], environment: environment,
                    directory: layout.root, output: .appended(to: "\(layout.logs)/supervisor.log"),
                    limit: HostLimits.startWait))
            guard result.ending.isSuccess else {
                throw .notStarted(program: "runsv", reason: "\(layout.logs)/supervisor.log may say why")
            }
        }
        try await awaitAnswer()
    }

    private func write() throws(HostError) {
        let files = [
            ("run", ServiceDefinition.tmux(layout).runit), ("check", ServiceDefinition.tmuxCheck(layout)),
            ("finish", ServiceDefinition.tmuxFinish(layout)),
        ]
        try Files.makePrivateDirectory(layout.tmuxService)
        for (name, text) in files {
            // What can't be read is written anew.
            if let known = try? Files.readText("\(layout.tmuxService)/\(name)"), known == text { continue }
            try Files.writeAtomically(text, to: "\(layout.tmuxService)/\(name)", mode: 0o700)
        }
    }

    /// `sv` asks the folder's `check` until it says yes. Right after the start nobody may listen to `sv` yet: then it
    /// says so at once, and is asked again.
    private func awaitAnswer() async throws(HostError) {
        let deadline = ContinuousClock.now.advanced(by: HostLimits.startWait)
        var said = ""
        repeat {
            let result = try await runner.run(
                CommandSpec(
                    program: "sv", arguments: ["-w", String(HostLimits.startWait.components.seconds), "start", "."],
                    environment: ["PATH": HostEnvironment.path], directory: layout.tmuxService,
                    limit: HostLimits.gitLocal))
            if result.ending.isSuccess { return }
            said = (result.outputText + result.errorTail).trimmed
        } while ContinuousClock.now < deadline
        throw .notStarted(program: "tmux", reason: "\(said); \(layout.logs)/tmux.log may say why")
    }

    /// Whether anything lives in it: a pane's process is the server's child. Asked of the kernel, not of the server,
    /// which may be stopped.
    package var isEmpty: Bool { process.map { Processes.descendants(of: $0.pid).isEmpty } ?? true }

    /// Ends server and watcher, and with them every pane. Returns what could not be ended.
    package func end() async -> [ProcessIdentity] {
        let watchers = watchers
        let below = Processes.identities(of: watchers.flatMap { Processes.descendants(of: $0.pid) })
        let all = Array(Set(watchers + below.filter(isOwn) + (process.map { [$0] } ?? [])))
        // It says how a server ended that nobody asked to end, and costs the watcher a second; the next start writes it.
        try? Files.removeTree("\(layout.tmuxService)/finish")
        // A watcher passes the word on to what it started; a server that lost its watcher gets it from us.
        for process in all { Processes.send(SIGTERM, to: process) }
        let left = await Processes.awaitEnd(of: all, grace: HostLimits.endGrace)
        // The server may have had its word before its watcher had, who then started another: now nobody starts one.
        guard left.isEmpty, let again = process else { return left }
        Processes.send(SIGTERM, to: again)
        return await Processes.awaitEnd(of: [again], grace: HostLimits.endGrace)
    }

    /// What the watcher itself started; what runs in panes ends by losing its terminal.
    private func isOwn(_ process: ProcessIdentity) -> Bool {
        let parent = Processes.parents(of: process.pid).first
        return watchers.contains { $0.pid == parent }
    }
}
