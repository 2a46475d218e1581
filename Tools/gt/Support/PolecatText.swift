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
                .init(row.agent.description, .bold), session(row, screen), .init(sight?.text ?? "", .dim),
                .init(row.assignment?.bead.text ?? "-", .cyan), .init(work(row)))
        }
        return table.text(screen)
    }

    private static func session(_ row: PolecatRow, _ screen: Screen) -> TextTable.Cell {
        guard let session = row.session else { return .init("idle", .dim) }
        return switch session.state {
        case .working: .init(session.evidence == nil ? "working" : since(session, screen), .green)
        case .idle: .init(since(session, screen), .dim)
        case .waiting, .stalled: .init(since(session, screen), session.state == .waiting ? .yellow : .red)
        case .spawning, .exiting: .init(session.state.rawValue, .yellow)
        case .ended: .init("ended", .dim)
        case .unknown: .init(since(session, screen), .red)
        }
    }

    /// With the age of what it is, and of what it waits for the moment: nobody has to ask whether that is long.
    private static func since(_ session: Session, _ screen: Screen) -> String {
        guard let evidence = session.evidence else { return session.state.rawValue }
        let until = evidence.until.map { " until \($0)" } ?? ""
        return "\(session.state.rawValue) \(screen.age(evidence.since))\(until)"
    }

    private static func work(_ row: PolecatRow) -> String {
        guard let assignment = row.assignment else { return "" }
        let attempt = assignment.attempt > 1 ? ", attempt \(assignment.attempt)" : ""
        return "\(assignment.state.rawValue)\(attempt)"
    }
}
