import TownModel
import Wire

/// Workers for people. What nobody could find out is shown as unknown.
enum PolecatText {
    /// Without sights, only what the store knows.
    static func table(_ rows: [PolecatRow], _ screen: Screen, _ sights: [Incarnation: PolecatSight] = [:]) -> String {
        guard !rows.isEmpty else { return "no polecats" }
        var table = TextTable()
        for row in rows {
            let sight = row.session.flatMap { sights[$0.incarnation] }
            table.add(
                .init(row.agent.description, .bold),
                row.session.map { SessionText.cell($0, screen) } ?? .init("idle", .dim), .init(sight?.text ?? "", .dim),
                .init(row.assignment?.bead.text ?? "-", .cyan), .init(work(row)))
        }
        return table.text(screen)
    }

    private static func work(_ row: PolecatRow) -> String {
        guard let assignment = row.assignment else { return "" }
        let attempt = assignment.attempt > 1 ? ", attempt \(assignment.attempt)" : ""
        return "\(assignment.state.rawValue)\(attempt)"
    }
}
