import TownModel
import Wire

/// A part that was closed, and the one that was taken in the same step.
enum AdvanceText {
    static func text(_ reply: AdvanceReply, _ screen: Screen) -> String {
        var lines = ["closed \(BeadText.line(reply.closed, screen))"]
        guard let root = reply.root else {
            return lines[0] + "\nit is a part of nothing: gt ready lists what can begin"
        }
        if let next = reply.next {
            lines.append("next: \(BeadText.line(next, screen))")
            if let description = next.description.isEmpty ? nil : next.description {
                lines += ["", screen.paragraph(description)]
            }
        } else if reply.open == 0 {
            lines.append("\(BeadText.line(root, screen)): all its parts are closed")
        } else {
            let parts = reply.open == 1 ? "1 part of it is" : "\(reply.open) parts of it are"
            lines.append("nothing can begin in \(BeadText.line(root, screen)): \(parts) open")
            for held in reply.waiting {
                lines.append("  \(BeadText.line(held.bead, screen))")
                lines += held.reasons.map { "    \(screen.plain($0))" }
            }
        }
        return lines.joined(separator: "\n")
    }
}
