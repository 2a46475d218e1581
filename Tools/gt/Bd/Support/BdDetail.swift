import BeadsFormat
import TownModel

/// All that the line of a bead says, for people.
enum BdDetail {
    static func text(_ bead: BdBead, _ screen: Screen) -> String {
        let line = bead.line
        var lines = [BdText.line(bead, screen)]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            let padding = String(repeating: " ", count: max(1, 12 - name.count))
            lines.append("  " + screen.paint(name, .dim) + padding + screen.plain(value))
        }
        add("status", BdText.state(bead).text)
        add("type", "\(bead.type), P\(bead.priority)")
        add("assignee", line.text(.assignee))
        add("labels", line.texts(.labels).joined(separator: ", "))
        add("created", "\(line.text(.createdAt) ?? "?") by \(line.text(.createdBy) ?? "?")")
        add("updated", line.text(.updatedAt))
        add("closed", line.text(.closedAt).map { $0 + (line.text(.closeReason).map { ": \($0)" } ?? "") })
        add("due", line.text(.dueAt))
        add("deferred", line.text(.deferUntil))
        add("estimate", line.number(.estimatedMinutes).map { "\($0) min" })
        add("external", line.text(.externalRef))
        for edge in line.edges { add("depends on", "\(edge.to) (\(edge.type))") }
        for (title, key) in [
            ("description", BeadKey.description), ("design", .design), ("acceptance", .acceptanceCriteria),
            ("notes", .notes),
        ] {
            guard let text = line.text(key), !text.isEmpty else { continue }
            lines += ["  " + screen.paint(title, .dim), screen.paragraph(text, indent: 4)]
        }
        for comment in line.comments {
            lines += [
                "  " + screen.paint(screen.plain("\(comment.author), \(comment.createdAt ?? "?")"), .dim),
                screen.paragraph(comment.text, indent: 4),
            ]
        }
        return lines.joined(separator: "\n")
    }
}
