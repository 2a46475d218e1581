import CHost  // In a build of whole modules the C types of spawn count as its own.
import Glibc

/// What a pane shows of an agent that has no terminal: its output file as it grows. tail(1) does exactly this.
enum PaneViewer {
    /// nil when it can't be started: then the pane stays blank, and the file is there all the same.
    static func start(_ path: String, closing workplace: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        // It is no part of the agent: it must not keep the worktree.
        posix_spawn_file_actions_addclose(&actions, workplace)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ["tail", "-n", "+1", "-f", "--", path]
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var pid: pid_t = 0
        return posix_spawnp(&pid, words[0], &actions, &attributes, &pointers, environ) == 0 ? pid : nil
    }
}
