import Host
import TownModel
import Wire

/// Crew for people.
enum CrewText {
    static func table(_ rows: [ResidentRow], _ screen: Screen, _ sights: [Incarnation: PolecatSight]) -> String {
        guard !rows.isEmpty else { return "no crew; gt crew add <rig>/<name> adds somebody" }
        var table = TextTable()
        for row in rows {
            let resident = row.resident
            let sight = row.session.flatMap { sights[$0.incarnation] }
            table.add(
                .init(resident.agent.description, .bold), session(row, screen), .init(sight?.text ?? "", .dim),
                .init(resident.run?.preset ?? resident.preset ?? "-"), .init(row.hook?.text ?? "-", .cyan),
                .init(screen.plain(place(resident))))
        }
        return table.text(screen)
    }

    private static func session(_ row: ResidentRow, _ screen: Screen) -> TextTable.Cell {
        guard row.resident.state == .ready else { return .init(row.resident.state.rawValue, .yellow) }
        guard let session = row.session else { return .init("stopped", .dim) }
        return switch session.state {
        case .spawning where session.shim != nil: .init("started", .green)
        case .ended: .init("stopped", .dim)
        default: SessionText.cell(session, screen)
        }
    }

    private static func place(_ resident: Resident) -> String {
        let trouble = resident.trouble.map { "; not started: \($0)" } ?? ""
        return "\(resident.worktree) on \(resident.branch)\(trouble)"
    }

    /// What a member's session is doing, as the answer of a command.
    static func sentence(_ row: ResidentRow) -> String {
        let agent = row.resident.agent
        guard let run = row.resident.run else { return "\(agent) has no session" }
        let process = row.session?.shim.map { ", process \($0.pid)" } ?? ""
        return "\(agent) runs \(run.preset): session \(run.incarnation)\(process)"
    }
}
