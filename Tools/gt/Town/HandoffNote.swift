import Host
import TownModel

/// The words of a handoff: what the session says, and what its worktree shows.
struct HandoffNote: Hashable {
    var subject: String
    var text: String

    init(subject: String?, message: String?, state: String) {
        let first = message?.split(whereSeparator: \.isNewline).first.map(String.init)
        self.subject = subject ?? first?.beginning(Self.subjectBytesMax) ?? "work to go on with"
        guard let message, !message.isEmpty else {
            text = state.beginning(Handoff.textBytesMax)
            return
        }
        // What was said comes first, whole.
        let room = Handoff.textBytesMax - message.utf8.count - 2
        text = room > 0 ? "\(message)\n\n\(state.beginning(room))" : message
    }

    /// Of a subject that is made from the message: a line of a list.
    private static let subjectBytesMax = 100
}

extension OwnSession {
    /// What is committed beyond the base, and what is not committed.
    func stateOfWork() async throws -> String {
        guard let base = assignment.base else { return "There is no worktree: nothing of it can be lost." }
        let state = try await git.status(of: assignment.worktree)
        var log: [GitCommit] = []
        if let head = state.head {
            log = try await git.log("\(base)..\(head)", limit: CommandLimits.handoffCommits + 1)
        }
        let count = log.count > CommandLimits.handoffCommits ? "over \(CommandLimits.handoffCommits)" : "\(log.count)"
        var lines = [
            "Branch \(state.branch ?? "(detached)") at \(state.head?.short ?? "no commit"): "
                + "\(count) commits beyond \(base.short)."
        ]
        lines += log.prefix(CommandLimits.handoffCommits).map {
            "  \($0.id.short) \($0.subject.beginning(CommandLimits.handoffNameBytes))"
        }
        guard !state.isClean else { return (lines + ["Nothing is uncommitted."]).joined(separator: "\n") }
        let shown = state.entries.prefix(CommandLimits.candidatesMax).map {
            "\($0.state) \($0.path.beginning(CommandLimits.handoffNameBytes))"
        }
        let more = state.entries.count - shown.count
        lines.append(
            "Not committed: " + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more." : "."))
        return lines.joined(separator: "\n")
    }
}
