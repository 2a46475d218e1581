import Host
import TownModel
import Wire

/// Escalations for people. What they say was written by others.
enum EscalationText {
    static func list(_ page: EscalationPage, nothing: String, _ screen: Screen) -> String {
        guard !page.escalations.isEmpty else { return nothing }
        var table = TextTable()
        for found in page.escalations {
            table.add(
                .init(found.bead.text, .cyan), .init(found.severity.rawValue, colour(found.severity)),
                state(found, page, screen), .init(screen.age(found.raisedAt), .dim),
                .init(found.count > 1 ? "\(found.count) times" : "", .dim), .init(screen.plain(found.title)))
        }
        return table.text(screen)
    }

    /// How long an escalation may be left alone.
    static func patience(_ page: EscalationPage) -> String { WrittenDuration.text(page.staleAfterSeconds) }

    private static func state(
        _ found: RaisedEscalation, _ page: EscalationPage, _ screen: Screen
    ) -> TextTable.Cell {
        switch found.state {
        case .open where found.isStale(after: page.staleAfterSeconds, at: screen.now): .init("stale", .red)
        case .open: .init("open", .yellow)
        case .acknowledged: .init("with \(found.acknowledged.map { "\($0.by)" } ?? "somebody")", .green)
        case .closed: .init("closed", .dim)
        }
    }

    static func whole(_ found: RaisedEscalation, _ screen: Screen) -> String {
        var lines = [screen.paint(found.bead.text, .bold) + "  " + screen.plain(found.title)]
        func add(_ name: String, _ text: String?) {
            if let text { lines.append("  \(name): \(screen.plain(text))") }
        }
        let first = found.firstSeverity == found.severity ? "" : ", \(found.firstSeverity.rawValue) at first"
        add("severity", found.severity.rawValue + first)
        add("state", found.state.rawValue)
        add("raised", "\(found.raisedAt) by \(found.raisedBy)" + (found.count > 1 ? ", \(found.count) times" : ""))
        add("source", found.source)
        add("about", found.about?.text)
        if found.reraised > 0 {
            add("raised anew", "\(found.reraised) times, because nobody had acknowledged it; at \(found.toldAt) last")
        }
        add("raised anew next", found.reraisedNext?.description)
        add("acknowledged", found.acknowledged.map(word))
        add("closed", found.closed.map(word))
        for sending in found.sendings {
            let note = sending.note.map { ": \($0)" } ?? ""
            lines.append(
                "  \(sending.number). " + screen.plain(sending.route.description) + "  "
                    + screen.paint(sending.state.rawValue, colour(sending.state)) + screen.plain(note)
                    + screen.paint("  (\(sending.severity.rawValue), \(sending.at))", .dim))
        }
        if let text = found.text, text.trimmed != found.title { lines += ["", screen.paragraph(text)] }
        return lines.joined(separator: "\n")
    }

    private static func word(_ word: EscalationWord) -> String {
        "\(word.at) by \(word.by)" + (word.note.map { ": \($0)" } ?? "")
    }

    private static func colour(_ severity: Severity) -> Screen.Colour {
        switch severity {
        case .critical, .high: .red
        case .medium: .yellow
        case .low: .dim
        }
    }

    private static func colour(_ state: EscalationSendingState) -> Screen.Colour {
        switch state {
        case .awaited: .yellow
        case .sent: .green
        case .failed: .red
        case .skipped: .dim
        }
    }
}
