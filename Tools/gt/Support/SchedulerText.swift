import TownModel
import Wire

/// The waiting work of a town for people.
enum SchedulerText {
    static func status(_ reply: SchedulerReply, _ screen: Screen) -> String {
        var lines: [String] = []
        if let reason = reply.stopped {
            lines.append(screen.paint("the town is stopped: \(screen.plain(reason))", .red))
        }
        if let hold = reply.hold {
            lines.append(screen.paint("paused \(screen.plain(hold.words)) (gt scheduler resume)", .yellow))
        }
        lines.append("town: \(part(reply.running, of: reply.limits.polecatsMax)) polecats at work\(host(reply.limits))")
        for (preset, most) in (reply.limits.presets ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append("\(preset): \(part(reply.presets[preset] ?? 0, of: most)) at work")
        }
        for limit in reply.limited {
            let said = screen.plain(limit.seen)
            lines.append(screen.paint("\(limit.preset) has met its limit until \(limit.until): \(said)", .yellow))
        }
        for rig in reply.rigs { lines.append(line(rig, screen)) }
        lines.append(summary(reply))
        return lines.joined(separator: "\n")
    }

    static func list(_ reply: SchedulerReply, _ screen: Screen) -> String {
        guard !reply.waiting.isEmpty else { return "nothing waits" }
        var table = TextTable()
        for waiting in reply.waiting {
            let why = waiting.holds.map(\.text).joined(separator: "; ")
            table.add(
                .init(waiting.entry.rig.text, .dim), .init(String(waiting.place)),
                .init(waiting.entry.bead.text, .cyan), .init("P\(waiting.entry.priority.rawValue)"),
                .init(screen.plain(waiting.title)), .init(why.isEmpty ? "next" : screen.plain(why), .yellow))
        }
        let more = reply.waitingCount - reply.waiting.count
        return table.text(screen) + (more > 0 ? "\nand \(more) more (-n)" : "")
    }

    private static func line(_ rig: RigRoom, _ screen: Screen) -> String {
        let head = "\(rig.rig): \(part(rig.running, of: rig.polecatsMax)) at work, \(rig.waiting) waiting"
        var notes: [String] = []
        if rig.state != .active { notes.append(rig.state.rawValue) }
        if let hold = rig.hold {
            notes.append("paused \(screen.plain(hold.words)) (gt scheduler resume --rig \(rig.rig))")
        }
        if let pressure = rig.pressure { notes.append(screen.plain("\(pressure.text), since \(pressure.since)")) }
        return notes.isEmpty ? head : "\(head); \(screen.paint(notes.joined(separator: "; "), .yellow))"
    }

    /// How many wait for what.
    private static func summary(_ reply: SchedulerReply) -> String {
        guard reply.waitingCount > 0 else { return "nothing waits" }
        var reasons: [String: Int] = [:]
        for waiting in reply.waiting { reasons[waiting.holds.first?.text ?? "taken next", default: 0] += 1 }
        let lines = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \($0.value)  \($0.key)" }
        let more = reply.waitingCount - reply.waiting.count
        return (["\(reply.waitingCount) waiting (gt scheduler list):"] + lines + (more > 0 ? ["  \(more)  more"] : []))
            .joined(separator: "\n")
    }

    private static func part(_ count: Int, of most: Int?) -> String { most.map { "\(count) of \($0)" } ?? "\(count)" }

    private static func host(_ limits: TownLimits) -> String {
        var said: [String] = []
        if let percent = limits.loadMaxPercent {
            said.append("load up to \(TownLimits.load(percent: percent)) a core")
        }
        if let least = limits.memoryMinMB { said.append("\(least) MB of memory kept free") }
        if let least = limits.memoryMinPercent { said.append("\(least)% of memory kept free") }
        return said.isEmpty ? "" : "; \(said.joined(separator: ", "))"
    }
}
