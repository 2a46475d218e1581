/// Why the outside world did not do what was asked: always with the thing it was asked of.
package enum HostError: Error, Hashable, Sendable {
    /// A system call failed.
    case system(call: String, path: String, errno: Int32)
    /// A file is there but not what it should be.
    case unreadable(path: String, reason: String)
    /// A secret's file that others can read, or may have written.
    case exposed(path: String, reason: String)
    /// The program could not be started at all.
    case notStarted(program: String, reason: String)
    /// The program was ended, with its whole group, because it took longer than it was given.
    case timedOut(program: String, after: Duration)
    /// The program said more than we are ready to hold.
    case outputTooLarge(program: String, bytesMax: Int)
    /// git ended with a status that means failure; `said` is the end of what it wrote to stderr.
    case git(arguments: [String], status: Int32, said: String)
    /// git answered something that this program does not understand.
    case gitAnswer(arguments: [String], said: String)
    /// A session could not be brought to life.
    case session(String)
    /// A remote was asked and did not give what was asked for: unreachable, refused, not there.
    case remoteAway(String)
    /// A program needs a terminal, and the town's tmux server gives none now.
    case terminalAway(String)
}

extension HostError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let call, let path, let code):
            "\(call) failed on \(path): \(SystemText.error(code))"
        case .unreadable(let path, let reason):
            "\(path) can't be used: \(reason)"
        case .exposed(let path, let reason):
            "\(path) is not safe to take a secret from: \(reason)"
        case .notStarted(let program, let reason):
            "\(program) could not be started: \(reason)"
        case .timedOut(let program, let limit):
            "\(program) did not end within \(limit.components.seconds) s and was stopped"
        case .outputTooLarge(let program, let bytesMax):
            "\(program) wrote more than \(bytesMax) bytes"
        case .git(let arguments, let status, let said):
            "git \(arguments.joined(separator: " ")) ended with \(status): \(said)"
        case .gitAnswer(let arguments, let said):
            "git \(arguments.joined(separator: " ")) answered something unknown: \(said)"
        case .session(let reason):
            reason
        case .remoteAway(let reason):
            "the remote does not answer: \(reason)"
        case .terminalAway(let reason):
            reason
        }
    }
}
