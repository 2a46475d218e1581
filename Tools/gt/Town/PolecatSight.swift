import Host
import TownModel
import Wire

/// What this machine says of a session that has not ended for the store.
struct PolecatSight {
    enum Process: String, Encodable {
        case running
        /// Its agent is stopped, as `gt estop` does.
        case frozen
        case gone
        /// On another host, or none was recorded.
        case unknown
    }

    let process: Process
    /// nil: it runs nowhere.
    let place: SessionPlace?

    init(_ session: Session, _ places: SessionPlaces, _ tree: ProcessTree = ProcessTree()) {
        guard let shim = session.shim, shim.host == Processes.hostName() else {
            (process, place) = (.unknown, nil)
            return
        }
        guard Processes.isAlive(shim) else {
            (process, place) = (.gone, nil)
            return
        }
        process = tree.descendants(of: shim.pid).contains(where: tree.isStopped) ? .frozen : .running
        place = places.place(of: session.incarnation)
    }

    var text: String {
        ([place?.rawValue, process == .running ? nil : process.rawValue] as [String?])
            .compactMap(\.self).joined(separator: ", ")
    }

    /// Of each session that is not over.
    static func all(_ rows: [PolecatRow], _ layout: TownLayout) async -> [Incarnation: PolecatSight] {
        await all(rows.compactMap(\.session), layout)
    }

    static func all(_ known: [Session], _ layout: TownLayout) async -> [Incarnation: PolecatSight] {
        let sessions = known.filter { $0.state != .ended }
        guard !sessions.isEmpty else { return [:] }
        let (places, tree) = (await SessionPlaces(layout), ProcessTree())
        return Dictionary(sessions.map { ($0.incarnation, PolecatSight($0, places, tree)) }) { first, _ in first }
    }
}

/// A row of the store with what was seen here beside it.
struct SeenRow<Row: Encodable>: Encodable {
    let row: Row
    let sight: PolecatSight?

    private enum CodingKeys: String, CodingKey { case process, place }

    func encode(to encoder: any Encoder) throws {
        try row.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(sight?.process, forKey: .process)
        try container.encodeIfPresent(sight?.place, forKey: .place)
    }
}
