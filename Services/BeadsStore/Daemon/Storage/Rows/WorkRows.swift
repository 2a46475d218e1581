internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    /// Why the town is stopped; nil while it runs.
    func stopReason() throws(LedgerError) -> String? {
        try text("SELECT value FROM meta WHERE name = 'stopped'")
    }

    /// How the ledger was restored; nil once somebody has compared it with the world.
    func restoreReason() throws(LedgerError) -> String? {
        try text("SELECT value FROM meta WHERE name = 'restored'")
    }

    func rig(_ name: RigName) throws(LedgerError) -> Rig? {
        try value(Rig.self, "SELECT value FROM rigs WHERE name = ?", .text(name.text))
    }

    func rigs() throws(LedgerError) -> [Rig] {
        try values(Rig.self, "SELECT value FROM rigs ORDER BY name")
    }

    /// A rig that is still there, parked or not.
    func knownRig(_ name: RigName) throws(LedgerError) -> Rig {
        guard let found = try rig(name), found.state != .removed else {
            let names = try rigs().filter { $0.state != .removed }.map(\.name.text).joined(separator: ", ")
            throw .refuse(
                .notFound, "there is no rig \(name)", about: name.text,
                hint: names.isEmpty ? "add one with gt rig add" : "there are: \(names)")
        }
        return found
    }

    func dispatch(_ bead: BeadID) throws(LedgerError) -> DispatchEntry? {
        try value(DispatchEntry.self, "SELECT value FROM dispatch WHERE bead = ?", .text(bead.text))
    }

    func assignment(_ number: Int64) throws(LedgerError) -> Assignment? {
        try value(Assignment.self, "SELECT value FROM assignments WHERE number = ?", .int(number))
    }

    func knownAssignment(_ number: Int64) throws(LedgerError) -> Assignment {
        guard let found = try assignment(number) else {
            throw .refuse(.notFound, "there is no assignment \(number)", about: String(number))
        }
        return found
    }

    /// The assignment on whose agent's hook this bead is.
    func currentAssignment(of bead: BeadID) throws(LedgerError) -> Assignment? {
        try value(
            Assignment.self,
            "SELECT a.value FROM hooks h JOIN assignments a ON a.number = h.assignment WHERE h.bead = ?",
            .text(bead.text))
    }

    func latestAssignment(of bead: BeadID) throws(LedgerError) -> Assignment? {
        try value(
            Assignment.self, "SELECT value FROM assignments WHERE bead = ? ORDER BY number DESC LIMIT 1",
            .text(bead.text))
    }

    func hook(of agent: Address) throws(LedgerError) -> Hook? {
        try rows("SELECT bead, assignment FROM hooks WHERE agent = ?", .text(agent.description)) {
            (row) throws(SQLiteFailure) in
            BeadID(row.text(0)).map { Hook(bead: $0, assignment: row.int(1)) }
        }.first ?? nil
    }

    func session(_ incarnation: Incarnation) throws(LedgerError) -> Session? {
        try value(Session.self, "SELECT value FROM sessions WHERE incarnation = ?", .text(incarnation.text))
    }

    func knownSession(_ incarnation: Incarnation) throws(LedgerError) -> Session {
        guard let found = try session(incarnation) else {
            throw .refuse(.notFound, "there is no session \(incarnation)", about: incarnation.text)
        }
        return found
    }

    /// The session of an agent whose process may still be there.
    func liveSession(of agent: Address) throws(LedgerError) -> Session? {
        try value(
            Session.self, "SELECT value FROM sessions WHERE agent = ? AND state <> 'ended'", .text(agent.description))
    }

    /// How often a bead was given out, or came back for one kind of reason.
    func attempts(_ bead: BeadID, _ kind: AttemptCounter) throws(LedgerError) -> Int {
        Int(
            try int(
                "SELECT count FROM attempts WHERE bead = ? AND kind = ?", .text(bead.text), .text(kind.name)) ?? 0)
    }
}

/// What is on an agent's hook.
struct Hook: Hashable, Sendable {
    var bead: BeadID
    var assignment: Int64
}

/// Counters of one bead.
enum AttemptCounter: Hashable, Sendable {
    /// Times it was queued for a worker. Never goes back: `claim/<bead>/<attempt>` must not mean two things.
    case dispatch
    /// Times it came back; forgotten when a person is asked.
    case returned(AttemptKind)

    var name: String {
        switch self {
        case .dispatch: "dispatch"
        case .returned(let kind): kind.rawValue
        }
    }
}

extension Transaction {
    func count(_ bead: BeadID, _ counter: AttemptCounter) throws(LedgerError) -> Int {
        try write(
            """
            INSERT INTO attempts (bead, kind, count) VALUES (?, ?, 1)
            ON CONFLICT (bead, kind) DO UPDATE SET count = count + 1
            """, .text(bead.text), .text(counter.name))
        return try attempts(bead, counter)
    }

    /// A person was asked: from here the limits count anew.
    func forgetReturns(_ bead: BeadID) throws(LedgerError) {
        try write("DELETE FROM attempts WHERE bead = ? AND kind <> 'dispatch'", .text(bead.text))
        try forgetLimits(of: bead)
    }

    func save(_ assignment: Assignment) throws(LedgerError) {
        try write(
            """
            INSERT INTO assignments (number, bead, rig, agent, state, value) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET state = excluded.state, value = excluded.value
            """, .int(assignment.number), .text(assignment.bead.text), .text(assignment.rig.text),
            .text(assignment.agent.description), .text(assignment.state.rawValue), .text(JSONText.text(assignment)))
    }

    func save(_ session: Session) throws(LedgerError) {
        try write(
            """
            INSERT INTO sessions (incarnation, agent, rig, assignment, state, value) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (incarnation) DO UPDATE SET state = excluded.state, value = excluded.value
            """, .text(session.incarnation.text), .text(session.agent.description), .text(session.rig?.text ?? ""),
            .int(session.assignment), .text(session.state.rawValue), .text(JSONText.text(session)))
    }

    /// A new id under a rig's prefix or the town's; `kind` as in `gt-mr-…`.
    func mint(prefix: String, kind: String? = nil) throws(LedgerError) -> BeadID {
        while true {
            let text = IDMint.text(number: try next("id"), town: town.id)
            let parts = [prefix] + (kind.map { [$0] } ?? []) + [text]
            guard let id = BeadID(parts.joined(separator: "-")) else {
                throw .refuse(.bug, "no id can be made with the prefix \(prefix)", about: prefix)
            }
            // A file may have brought it.
            if try kind == nil ? standing(of: id) == nil : !isTaken(id) { return id }
        }
    }

    /// Also by what was minted when numbers became other texts than now.
    private func isTaken(_ id: BeadID) throws(LedgerError) -> Bool {
        try exists(
            """
            SELECT 1 FROM beads WHERE id = ?1 UNION ALL SELECT 1 FROM convoys WHERE id = ?1
            UNION ALL SELECT 1 FROM requests WHERE id = ?1 UNION ALL SELECT 1 FROM mails WHERE id = ?1
            """, .text(id.text))
    }
}
