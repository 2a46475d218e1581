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
        try await git.progress(of: assignment.worktree, beyond: assignment.base)
    }
}
