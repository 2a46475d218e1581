import TownModel
import Wire

/// Beads for people.
enum BeadText {
    static func table(_ beads: [Bead], _ screen: Screen) -> String {
        var table = TextTable()
        for bead in beads {
            table.add(
                .init(bead.id.text, .cyan), "P\(bead.priority.rawValue)", state(bead),
                .init(screen.plain(bead.type.rawValue), .dim), .init(screen.plain(bead.title)))
        }
        return table.text(screen)
    }

    static func line(_ bead: Bead, _ screen: Screen) -> String {
        "\(screen.paint(bead.id.text, .cyan)) \(screen.plain(bead.title))"
    }

    static func detail(_ detail: BeadDetail, _ screen: Screen) -> String {
        let bead = detail.bead
        var lines = [line(bead, screen)]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            let padding = String(repeating: " ", count: max(1, 12 - name.count))
            lines.append("  " + screen.paint(name, .dim) + padding + screen.plain(value))
        }
        add("state", state(bead).text + (bead.outcome.map { " (\($0.rawValue))" } ?? ""))
        add("of", "\(bead.rig?.text ?? "hq"), \(bead.type.rawValue), P\(bead.priority.rawValue)")
        add("labels", bead.labels.joined(separator: ", "))
        add("assignee", bead.assignee)
        add("made", "\(bead.createdAt) by \(bead.createdBy)")
        add("closed", bead.closedAt.map { "\($0)" + (bead.closeReason.map { ": \($0)" } ?? "") })
        add("deferred", bead.deferUntil?.description)
        add("parent", bead.parent?.text)
        let fields = BeadFieldText(detail)
        for (name, value) in fields.short { add(name, value) }
        for edge in detail.edges where edge.type != .parentChild {
            add(edge.from == bead.id ? "needs" : "needed by", edgeText(edge, of: bead.id))
        }
        for reason in detail.waitsFor { add("waits for", reason) }
        if let assignment = detail.assignment {
            add("worker", "\(assignment.agent), attempt \(assignment.attempt), \(assignment.state.rawValue)")
            add("branch", assignment.branch)
        }
        if let request = detail.request { add("request", "\(request.id), \(request.state.rawValue)") }
        if !bead.description.isEmpty { lines += ["", screen.paragraph(bead.description, indent: 2)] }
        for (name, text) in fields.long {
            lines += ["", "  " + screen.paint(name, .bold), screen.paragraph(text, indent: 2)]
        }
        if !fields.comments.isEmpty {
            lines += ["", "  " + screen.paint("comments", .bold)]
            lines += fields.comments.map { $0.text(screen, indent: 2) }
        }
        return lines.joined(separator: "\n")
    }

    /// What a bead waits for, in one phrase.
    static func disposition(_ bead: Bead) -> String {
        switch bead.disposition {
        case .ready: "can be worked on now"
        case .blocked: "is blocked"
        case .deferred: "is deferred" + (bead.deferUntil.map { " until \($0)" } ?? "")
        case .taken: "is taken"
        case .notWork: "is no work by itself (\(bead.pinned ? "pinned" : bead.type.rawValue))"
        case .closed: "is closed: " + (bead.closeReason ?? "no reason given")
        }
    }

    static func state(_ bead: Bead) -> TextTable.Cell {
        let isTemplate = bead.disposition == .notWork && bead.labels.contains(Bead.templateLabel)
        let text = isTemplate ? "template" : UntrustedText.line(bead.status.rawValue)
        return switch bead.disposition {
        case .ready: .init("ready", .green)
        case .blocked: .init("blocked", .red)
        case .deferred: .init("deferred", .yellow)
        case .taken: .init(text, .yellow)
        case .notWork, .closed: .init(text, .dim)
        }
    }

    private static func edgeText(_ edge: Edge, of bead: BeadID) -> String {
        let other = edge.from == bead ? edge.to : edge.from
        return edge.type == .blocks ? other.text : "\(other) (\(edge.type.rawValue))"
    }
}
