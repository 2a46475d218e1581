import Host
import TownModel
import Wire

/// What a session must know, as text. What others wrote is framed by its length and marked line by line: it is data,
/// and nothing in it can end its frame.
struct PrimeText {
    let reply: PrimeReply
    let assignment: SessionAssignment?

    var text: String { ([who] + stopped + hook + mails + nudges + [next]).joined(separator: "\n") }

    private var who: String {
        let rig = reply.hook.agent.rig.map { " of rig \($0)" } ?? ""
        return "You are \(reply.hook.agent)\(rig) in the town \(UntrustedText.line(reply.town))."
    }

    private var stopped: [String] {
        reply.stopped.map { ["The town is stopped: \(UntrustedText.line($0)). Begin nothing."] } ?? []
    }

    private var hook: [String] {
        guard let bead = reply.hook.bead else { return ["Nothing is on your hook."] }
        var lines = ["On your hook: \(bead.id), \(UntrustedText.line(bead.title))"]
        lines += framed(bead.description, "its description, by \(UntrustedText.line(bead.createdBy))")
        if let assignment {
            lines.append(
                "Work only in \(assignment.worktree), on branch \(assignment.branch) (attempt "
                    + "\(assignment.attempt)).")
            if let reason = assignment.reason { lines += framed(reason, "why there is another attempt") }
            if let arguments = assignment.arguments { lines += framed(arguments, "beside it you were told") }
        }
        return lines
    }

    private var mails: [String] {
        guard reply.unreadCount > 0 else { return [] }
        return ["\(reply.unreadCount) unread letters (gt mail read <id>):"]
            + reply.unread.map { "  \($0.id) from \($0.from): \(UntrustedText.line($0.subject))" }
    }

    private var nudges: [String] {
        reply.nudges.flatMap { framed($0.text ?? "", "a nudge from \($0.from)") }
    }

    private var next: String {
        reply.hook.bead == nil
            ? "There is nothing to do now."
            : "Do the work on your hook now, commit it, then run: gt done"
    }

    private func framed(_ text: String, _ what: String) -> [String] {
        DataFrame.lines(text, what)
    }
}
