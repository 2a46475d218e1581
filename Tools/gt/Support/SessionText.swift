import TownModel

/// What a session is seen to do, the same for polecats and crew.
enum SessionText {
    static func cell(_ session: Session, _ screen: Screen) -> TextTable.Cell {
        switch session.state {
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
}
