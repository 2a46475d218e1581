import Host
import TownModel
import Wire

/// What the store says, and what files beside it say.
struct TownSight: Encodable {
    let status: TownStatusReply
    let spool: SpoolCount?

    private enum CodingKeys: String, CodingKey { case spool }

    /// One object.
    func encode(to encoder: any Encoder) throws {
        try status.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(spool, forKey: .spool)
    }
}

/// The town at a glance.
enum StatusText {
    static func text(_ sight: TownSight, _ tmux: TmuxSight?, _ screen: Screen) -> String {
        let status = sight.status
        let services = status.services.filter { tmux != .absent || $0.name != TownService.tmux.description }
        var parts = [head(sight, screen), self.services(services, screen)]
        if tmux == .absent { parts[1] += "\n" + screen.paint(TmuxSight.absence, .dim) }
        parts += status.rigs.map { rig($0, screen) }
        let open = status.convoys.filter { $0.state == .open }
        if !open.isEmpty { parts.append(screen.paint("convoys", .bold) + "\n" + ConvoyText.table(open, screen)) }
        return parts.joined(separator: "\n\n")
    }

    private static func head(_ sight: TownSight, _ screen: Screen) -> String {
        let status = sight.status
        var lines = [screen.paint(screen.plain(status.town), .bold) + " (\(status.townID))"]
        if let reason = status.stopped {
            let next = status.restored == nil ? "gt thaw lets it go on" : "gt restore --settle, then gt thaw"
            lines.append(screen.paint("STOPPED: \(screen.plain(reason)) — \(next)", .red))
        }
        if let letters = LetterBanner.words(status.overseerUnread, urgent: status.overseerUrgent ?? 0) {
            lines.append(letters)
        }
        if let refusals = RefusalText.line(status, screen) { lines.append(refusals) }
        if let spool = sight.spool { lines.append(screen.paint(spool.sentence, .yellow)) }
        return lines.joined(separator: "\n")
    }

    private static func services(_ services: [ServiceStatus], _ screen: Screen) -> String {
        var table = TextTable()
        for service in services {
            table.add(
                .init(service.name), health(service.health),
                .init(service.process.map { "pid \($0.pid)" } ?? "", .dim),
                .init(service.heardAt.map { "heard \(screen.age($0)) ago" } ?? "not heard of", .dim))
        }
        return screen.paint("services", .bold) + "\n" + table.text(screen)
    }

    private static func health(_ health: Health) -> TextTable.Cell {
        switch health {
        case .fine: .init("fine", .green)
        case .silent: .init("silent", .red)
        case .unknown: .init("unknown", .yellow)
        }
    }

    private static func rig(_ status: RigStatus, _ screen: Screen) -> String {
        let beads = Disposition.allCases.compactMap { kind in
            status.beads[kind.rawValue].flatMap { $0 > 0 ? "\($0) \(kind.rawValue)" : nil }
        }
        let state = status.rig.state == .active ? "" : screen.paint(" \(status.rig.state.rawValue)", .yellow)
        let work = beads.isEmpty ? "no open beads" : beads.joined(separator: ", ")
        let head = screen.paint("rig \(status.rig.name)", .bold) + state + "  \(work); \(status.queued) in its queue"
        var parts = [head]
        if !status.polecats.isEmpty { parts.append(PolecatText.table(status.polecats, screen)) }
        if !status.requests.isEmpty { parts.append(QueueText.table(status.requests, screen)) }
        return parts.joined(separator: "\n")
    }
}
