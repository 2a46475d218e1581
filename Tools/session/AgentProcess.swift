import CHost
import Glibc
import TownModel

/// The one agent: started in a process group of its own, waited for, asked to leave when the shim is.
enum AgentProcess {
    /// Gives its exit status: 128 + signal when it was killed, 127 when it could not be started. `workplace` is the lock
    /// that all but the pane's viewer inherit.
    static func run(_ spec: SessionSpec, workplace: Int32) -> Int32 {
        var watched = sigset_t()
        sigemptyset(&watched)
        for signal in [SIGCHLD, SIGTERM, SIGINT, SIGHUP] { sigaddset(&watched, signal) }
        sigprocmask(SIG_BLOCK, &watched, nil)
        // What the agent leaves behind stays below us, where it can be found.
        _ = gt_become_subreaper()
        var agent: pid_t = 0
        guard start(spec, &agent) == 0 else { return 127 }
        let viewer = isatty(1) == 1 && !spec.output.isEmpty ? PaneViewer.start(spec.output, closing: workplace) : nil
        defer { if let viewer { kill(viewer, SIGKILL) } }
        while true {
            var signal: Int32 = 0
            guard sigwait(&watched, &signal) == 0 else { continue }
            guard signal == SIGCHLD else {
                kill(-agent, SIGTERM)
                continue
            }
            if let status = reap(agent) { return status }
        }
    }

    /// Waits for whoever has ended; nil as long as the agent itself has not.
    private static func reap(_ agent: pid_t) -> Int32? {
        var result: Int32?
        var raw: Int32 = 0
        while true {
            let pid = waitpid(-1, &raw, WNOHANG)
            guard pid > 0 else { return result }
            let signal = raw & 0x7f
            if pid == agent { result = signal == 0 ? (raw >> 8) & 0xff : 128 + signal }
        }
    }

    private static func start(_ spec: SessionSpec, _ pid: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        gt_spawn_in_directory(&actions, spec.directory)
        let feed = isFolder(spec.input) ? Feeder.start(spec.input) : nil
        if feed == nil, isFolder(spec.input) { return EIO }
        defer { if let feed { close(feed) } }
        let hasTerminal = spec.input.isEmpty && spec.output.isEmpty && isatty(0) == 1
        if let feed {
            posix_spawn_file_actions_adddup2(&actions, feed, 0)
        } else if !hasTerminal {
            let input = spec.input.isEmpty ? "/dev/null" : spec.input
            posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        }
        if !spec.output.isEmpty {
            posix_spawn_file_actions_addopen(&actions, 1, spec.output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        // Away from the pane's terminal: what opens /dev/tty there is told that there is none, as it is without a pane.
        let group = spec.output.isEmpty ? POSIX_SPAWN_SETPGROUP : Int32(gt_spawn_session_flag())
        posix_spawnattr_setflags(&attributes, Int16(group | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // Only the foreground group may read the terminal.
        if hasTerminal { gt_spawn_in_foreground(&actions, 0) }
        return withCStrings(spec.environment) { environment in
            spawn(&pid, spec.arguments[0], spec.arguments, environment: environment, &actions, &attributes)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return !path.isEmpty && stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    static func spawn(
        _ pid: inout pid_t, _ path: String, _ arguments: [String],
        environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
    ) -> Int32 {
        withCStrings(arguments) { posix_spawn(&pid, path, &actions, &attributes, $0, environment) }
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { room in room.baseAddress.map(body) ?? ENOMEM }
    }
}
