import TownModel
import Wire

/// A staged or launched convoy for people: its waves, what was found, what is next.
enum StageText {
    static func stage(_ reply: StageReply, wantedLaunch: Bool, _ screen: Screen) -> String {
        var lines = [head(reply, screen)]
        if !reply.waves.isEmpty { lines.append(waves(reply, screen)) }
        for finding in reply.findings {
            let word = screen.paint(finding.severity.rawValue, finding.severity == .error ? .red : .yellow)
            lines.append("\(word)  \(screen.plain(finding.text))")
        }
        lines.append(next(reply, wantedLaunch))
        return lines.joined(separator: "\n")
    }

    private static func head(_ reply: StageReply, _ screen: Screen) -> String {
        let beads = reply.waves.map(\.beads.count).reduce(0, +)
        let size =
            "\(beads) \(beads == 1 ? "bead" : "beads") in \(reply.waves.count) "
            + (reply.waves.count == 1 ? "wave" : "waves")
        guard let convoy = reply.convoy else { return size }
        return "\(screen.paint(convoy.id.text, .cyan)) \(screen.plain(convoy.title)): \(convoy.state.rawValue), \(size)"
    }

    private static func waves(_ reply: StageReply, _ screen: Screen) -> String {
        let queued = Set(reply.slung.map(\.bead))
        var table = TextTable()
        for wave in reply.waves {
            for (index, bead) in wave.beads.enumerated() {
                let needs = bead.needs.isEmpty ? "" : " (needs \(bead.needs.map(\.text).joined(separator: ", ")))"
                table.add(
                    .init(index == 0 ? "  wave \(wave.number)" : "", .dim), .init(bead.bead.text, .cyan),
                    .init(bead.rig?.text ?? "no rig", .dim), .init(queued.contains(bead.bead) ? "queued" : "", .green),
                    .init(screen.plain(bead.title) + needs))
            }
        }
        return table.text(screen)
    }

    private static func next(_ reply: StageReply, _ wantedLaunch: Bool) -> String {
        guard let convoy = reply.convoy else { return "nothing was written: there is an error" }
        guard convoy.state == .staged else {
            return "\(reply.slung.count) queued; the Mayor feeds the rest as what it needs lands"
        }
        let force = reply.findings.isEmpty ? "" : " --force"
        return
            "\(wantedLaunch ? "not launched, for what was found: " : "")gt convoy launch \(convoy.id)\(force) begins it"
    }
}
