import TownModel

/// Nudges for people.
enum NudgeText {
    static func list(_ nudges: [Nudge], _ screen: Screen) -> String {
        guard !nudges.isEmpty else { return "no nudge is on its way" }
        var table = TextTable()
        for nudge in nudges {
            table.add(
                .init(String(nudge.number), .cyan), .init(screen.age(nudge.sentAt), .dim),
                .init(nudge.state.rawValue, colour(nudge.state)), .init("\(nudge.from) → \(nudge.to)"),
                .init(screen.plain(nudge.text ?? "")))
        }
        return table.text(screen)
    }

    static func whole(_ nudge: Nudge, _ screen: Screen) -> String {
        func line(_ name: String, _ text: String) -> String {
            let padding = String(repeating: " ", count: max(1, 11 - name.count))
            return screen.paint(name, .dim) + padding + text
        }
        var lines = [
            line("nudge", "\(nudge.number), \(nudge.state.rawValue)"), line("from", nudge.from.description),
            line("to", nudge.to.description), line("sent", nudge.sentAt.description),
        ]
        if let at = nudge.deliveredAt {
            lines.append(
                line("delivered", at.description + (nudge.session.map { ", to session \($0)" } ?? "") + way(nudge)))
        }
        if let at = nudge.turnStartedAt { lines.append(line("in a turn", at.description)) }
        if let at = nudge.endedAt { lines.append(line(nudge.state.rawValue, at.description)) }
        if !nudge.state.isOver, nudge.state != .turnStarted {
            lines.append(line("expires", nudge.expiresAt.description))
        }
        if nudge.state == .sent, nudge.channel == .pane {
            lines.append(line("way", "into its pane, once its line is free"))
        }
        if nudge.state == .sent, nudge.channel == .stdin {
            lines.append(line("way", "as a message on its stdin"))
        }
        if nudge.state == .sent, let held = nudge.held { lines.append(line("waits", screen.plain(held))) }
        if let text = nudge.text, !text.isEmpty { lines += ["", screen.paragraph(text)] }
        return lines.joined(separator: "\n")
    }

    private static func way(_ nudge: Nudge) -> String {
        switch nudge.channel {
        case .hook: ", by its hook"
        case .pane: ", typed into its pane"
        case .stdin: ", as a message on its stdin"
        case nil: ""
        }
    }

    private static func colour(_ state: NudgeState) -> Screen.Colour {
        switch state {
        case .sent: .yellow
        case .delivered, .turnStarted: .blue
        case .acted: .green
        case .expired: .red
        }
    }
}
