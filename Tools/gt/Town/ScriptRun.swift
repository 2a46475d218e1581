import Glibc
import Host

/// One run of a bead's commands: `sh -e` in the worktree, in this very process group, so that whoever ends or freezes
/// the session reaches it too. Its output is ours.
struct ScriptRun {
    let session: OwnSession
    let text: String

    /// The exit status; 128 + signal when it was killed.
    func run() throws(CommandFailure) -> Int32 {
        let assignment = session.assignment
        let path = "\(session.directory)/script.sh"
        do {
            try Files.writeAtomically(text, to: path)
        } catch {
            throw CommandFailure(error)
        }
        guard chdir(assignment.worktree) == 0 else {
            throw CommandFailure(HostError.system(call: "chdir", path: assignment.worktree, errno: errno))
        }
        let environment = HostEnvironment.own.merging(session.scriptVariables) { _, ours in ours }
        return try start(["/bin/sh", "-e", path], environment.map { "\($0.key)=\($0.value)" })
    }

    private func start(_ words: [String], _ environment: [String]) throws(CommandFailure) -> Int32 {
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        // This thread's mask holds nearly every signal back: the commands would never hear that they are to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid: pid_t = 0
        let result = posix_spawn(&pid, words[0], nil, &attributes, &arguments, &variables)
        guard result == 0 else {
            throw CommandFailure(HostError.system(call: "posix_spawn", path: words[0], errno: result))
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else {
                throw CommandFailure(HostError.system(call: "waitpid", path: words[0], errno: errno))
            }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}

extension OwnSession {
    /// What commands of a bead find in their environment.
    var scriptVariables: [String: String] {
        [
            "GT_ATTEMPT": String(assignment.attempt), "GT_REASON": assignment.reason ?? "",
            "GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email, "GIT_COMMITTER_NAME": person.name,
            "GIT_COMMITTER_EMAIL": person.email,
        ]
    }
}
