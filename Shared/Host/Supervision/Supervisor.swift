internal import Glibc
package import TownModel

/// The town's own supervisor: runit's `runsvdir` over `.gt/services/`, in a session of its own.
///
/// It keeps no pid file: the process is found by the folder that it was started for, so that nothing has to be right
/// after a kill -9 of anybody.
package struct Supervisor: Sendable {
    package let layout: TownLayout
    /// Where the town's programs lie.
    package let programs: String
    private let runner = CommandRunner()

    package init(layout: TownLayout, programs: String) {
        self.layout = layout
        self.programs = programs
    }

    package func folder(_ service: TownService) -> String { "\(layout.services)/\(service.fileName)" }

    /// Writes the service's folder where it is missing or different. It appears whole: runsvdir looks at any time.
    package func write(_ service: TownService) throws(HostError) {
        let definition = ServiceDefinition(service, layout: layout, programs: programs)
        let folder = folder(service)
        let target = Files.isDirectory(folder) ? folder : "\(layout.services)/.new-\(service.fileName)"
        try Files.makePrivateDirectory(target)
        for (name, text) in [("run", definition.runit), ("finish", ServiceDefinition.runitFinish)] {
            // What can't be read is written anew.
            if let known = try? Files.readText("\(target)/\(name)"), known == text { continue }
            try Files.writeAtomically(text, to: "\(target)/\(name)", mode: 0o700)
        }
        if target != folder { try Files.rename(target, to: folder) }
    }

    /// Stops the service and takes its folder away: runsvdir then ends its watcher.
    package func remove(_ service: TownService) async throws(HostError) {
        let folder = folder(service)
        guard Files.isDirectory(folder) else { return }
        if isWatched(service) { try await control(service, "force-stop") }
        let away = "\(layout.services)/.removed-\(service.fileName)"
        try Files.removeTree(away)
        try Files.rename(folder, to: away)
    }

    /// nil when it is not running.
    package var process: ProcessIdentity? {
        let found = Processes.running("runsvdir").filter {
            Processes.commandLine(of: $0).contains(layout.services)
        }
        return Processes.identities(of: found).first
    }

    /// Starts runsvdir unless it runs. Only under the supervisor's lock: two at once would start two.
    package func start() async throws(HostError) -> ProcessIdentity {
        if let process { return process }
        guard let setsid = HostEnvironment.executable("setsid"), let runsvdir = HostEnvironment.executable("runsvdir")
        else { throw .notStarted(program: "runsvdir", reason: "it is not installed (apt-get install runit)") }
        try markChange()
        // Detached: in a session of its own, holding nothing of ours, so that it outlives the command and terminal.
        let result = try await runner.run(
            CommandSpec(
                program: setsid, arguments: ["--fork", runsvdir, "-P", layout.services, Self.room],
                environment: environment,
                directory: layout.root, output: .appended(to: "\(layout.logs)/supervisor.log"),
                limit: HostLimits.startWait))
        guard result.ending.isSuccess, let process = await appearing() else {
            throw .notStarted(
                program: "runsvdir", reason: "it did not stay; \(layout.logs)/supervisor.log may say why")
        }
        return process
    }

    /// Has runsvdir look at its folders now, and returns when each of these is watched; by itself it looks every five
    /// seconds. Only under the supervisor's lock.
    package func awaitWatchers(of services: [TownService], by process: ProcessIdentity) async throws(HostError) {
        if services.allSatisfy(isWatched) { return }
        try markChange()
        let deadline = ContinuousClock.now.advanced(by: HostLimits.startWait)
        while let service = services.first(where: { !isWatched($0) }) {
            wake(process)
            // A look that comes within a second of the last one is not taken, so it is asked for again.
            let isOver = await ProcessWatch.shared.waitForEnd(of: process, within: HostLimits.watcherLook)
            guard !isOver, ContinuousClock.now < deadline else {
                throw .notStarted(
                    program: "runsv \(folder(service))", reason: "runsvdir did not start it\(complaints(of: process))")
            }
        }
    }

    /// runsvdir tells by the folder's time, in seconds, that there is something new, and lets a second that is not over
    /// pass first. So the time becomes one that is long past and was never used: the milliseconds of the change that the
    /// kernel noted, as seconds.
    private func markChange() throws(HostError) {
        guard let changed = Files.changedAt(layout.services) else { return }
        try Files.setModified(layout.services, atSecond: changed.milliseconds % 1_000_000_000)
    }

    /// runsvdir reads what its watchers complain of, and is awake when there is something. A NUL says nothing.
    private func wake(_ process: ProcessIdentity) {
        let path = "/proc/\(process.pid)/fd/2"
        // One that was started without that pipe looks at the folders when its time has come.
        guard Files.linkTarget(path)?.hasPrefix("pipe:") == true else { return }
        let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var nothing: UInt8 = 0
        // A full pipe wakes it too.
        _ = Glibc.write(descriptor, &nothing, 1)
    }

    /// Where runsvdir keeps the last of what its watchers complained of: in its own command line, for `ps` to show.
    private static let room = said + String(repeating: ".", count: 400)
    /// It leaves the first five letters alone.
    private static let said = "said:"

    private func complaints(of process: ProcessIdentity) -> String {
        let said = Processes.commandLine(of: process.pid).last?.dropFirst(Self.said.count).drop { $0 == "." } ?? ""
        return said.isEmpty ? "" : ": \(said)"
    }

    /// `setsid --fork` returns when its child was made, a moment before that child has become runsvdir.
    private func appearing() async -> ProcessIdentity? {
        let deadline = ContinuousClock.now.advanced(by: HostLimits.startWait)
        while ContinuousClock.now < deadline {
            if let process { return process }
            await Task.yield()
        }
        return nil
    }

    /// What the services see: the caller's environment, which holds what git needs to speak to remotes, without what
    /// belongs to a session or another town.
    package var environment: [String: String] {
        var own = HostEnvironment.own.filter {
            !["GT_SESSION_DIR", "GT_TOWN", "GT_ATTEMPT", "GT_REASON", "TMUX", "TMUX_PANE"].contains($0.key)
        }
        own["PATH"] = own["PATH"] ?? HostEnvironment.path
        return own
    }

    /// Whether a runsv watches the folder.
    package func isWatched(_ service: TownService) -> Bool {
        Processes.running("runsv").contains { Processes.workingDirectory(of: $0) == folder(service) }
    }

    /// `sv up`, `sv force-stop` …
    package func control(_ service: TownService, _ word: String) async throws(HostError) {
        let result = try await runner.run(
            CommandSpec(
                program: "sv", arguments: ["-w", String(Self.stopSeconds), word, folder(service)],
                environment: ["PATH": HostEnvironment.path], directory: layout.root, limit: HostLimits.gitLocal))
        guard result.ending.isSuccess else {
            throw .notStarted(program: "sv \(word) \(service)", reason: result.outputText.trimmed + result.errorTail)
        }
    }

    /// Seconds that a service has to finish what it does (design: 10), with room for a busy machine.
    package static let stopSeconds = 15

    /// Everything below the supervisor and what it left without a parent, but no session: those outlive services.
    private func processes() -> [Int32] {
        let watchers = Processes.running("runsv").filter {
            Processes.workingDirectory(of: $0)?.hasPrefix("\(layout.services)/") == true
        }
        let roots = watchers + (process.map { [$0.pid] } ?? [])
        let tree = ProcessTree()
        let all = Set(roots + roots.flatMap(tree.descendants))
        let sessions = SessionFolders(layout: layout).running.map(\.shim.pid)
        return all.subtracting(sessions + sessions.flatMap(tree.descendants)).sorted()
    }

    /// Ends the supervisor and every service, and waits until no process of them is left. Returns what could not be
    /// ended.
    package func stop() async -> [ProcessIdentity] {
        let all = Processes.identities(of: processes())
        let top = process
        // A watcher rests for a second once it has run a `finish` that took less: there is nothing left for it to say.
        for service in Files.names(in: layout.services) {
            // gt up writes it again; one that can't be taken away costs that second.
            try? Files.removeTree("\(layout.services)/\(service)/finish")
        }
        if let top { Processes.send(SIGHUP, to: top) }
        // A watcher that lost its runsvdir gets no word from it.
        for watcher in all where Processes.commandLine(of: watcher.pid).first?.hasSuffix("runsv") == true {
            if top.map({ Processes.parents(of: watcher.pid).contains($0.pid) }) != true {
                Processes.send(SIGTERM, to: watcher)
            }
        }
        return await Processes.awaitEnd(of: all, grace: .seconds(Self.stopSeconds))
    }
}
