import Host
import TownModel
import Wire

/// One agent of the town, of whatever kind.
struct WorkingAgent: Encodable {
    var agent: Address
    /// `polecat`, `crew`, `dog`, `mayor`.
    var kind: String
    var session: Session?
    var hook: BeadID?
    /// Set where it is told more or less than others.
    var attention: Attention?

    static func all(of rig: RigName?, _ client: TownClient) async throws(CommandFailure) -> [WorkingAgent] {
        var rows = try await client.query(PolecatList(rig: rig, limit: 500)).polecats.map {
            WorkingAgent(agent: $0.agent, kind: "polecat", session: $0.session, hook: $0.assignment?.bead)
        }
        rows += try await client.query(CrewList(rig: rig)).crew.map { WorkingAgent($0, "crew") }
        if rig == nil { rows += try await ofTown(client) }
        let heard = try await client.query(AttentionShow()).agents
        for index in rows.indices {
            rows[index].attention = heard.first { $0.agent == rows[index].agent }?.attention
        }
        return rows
    }

    private static func ofTown(_ client: TownClient) async throws(CommandFailure) -> [WorkingAgent] {
        var rows = try await client.query(DogList()).dogs.map { WorkingAgent($0, "dog") }
        if let mayor = try await client.query(MayorList()).agent { rows.append(WorkingAgent(mayor, "mayor")) }
        return rows
    }

    private init(agent: Address, kind: String, session: Session?, hook: BeadID?) {
        self.agent = agent
        self.kind = kind
        self.session = session
        self.hook = hook
    }

    private init(_ row: ResidentRow, _ kind: String) {
        self.init(agent: row.resident.agent, kind: kind, session: row.session, hook: row.hook)
    }

    static func table(_ rows: [WorkingAgent], _ sights: [Incarnation: PolecatSight], _ screen: Screen) -> String {
        guard !rows.isEmpty else { return "nobody is there; gt sling gives work to a rig's workers" }
        var table = TextTable()
        for row in rows {
            let sight = row.session.flatMap { sights[$0.incarnation] }
            table.add(contentsOf: [
                .init(row.agent.description, .bold),
                row.session.map { SessionText.cell($0, screen) } ?? .init("no session", .dim),
                .init(sight?.text ?? "", .dim), .init(row.hook?.text ?? "-", .cyan),
                .init(AttentionText.words(row.attention, screen) ?? "", .yellow),
            ])
        }
        return table.text(screen)
    }
}
