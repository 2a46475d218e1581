internal import TownModel
internal import Wire

/// Sessions that there are and were. Their rows stay for ever, whatever is cleared of the log.
extension QueryRule {
    static let sessions: [QueryRule] = [
        .query(SessionList.self) { (list, reading) throws(LedgerError) in
            let limit = PageLimit.rows(list.limit)
            let found = try reading.sessions(list, limit: limit)
            var records: [SessionRecord] = []
            for session in found { records.append(try reading.record(of: session)) }
            let (page, isWhole) = PageLimit.fit(records)
            let isLast = list.named != nil || (isWhole && found.count < limit)
            return SessionPage(sessions: page, next: isLast ? nil : page.last?.session.incarnation)
        }
    ]
}

/// The texts whose plans a test asserts.
enum SessionSQL {
    static func list(_ condition: String?) -> String {
        """
        SELECT value FROM sessions WHERE number < ?1 AND \(condition.map { "\($0) AND " } ?? "")\
        (?2 IS NULL OR agent GLOB ?2) ORDER BY number DESC LIMIT ?3
        """
    }
    static let ofAgent = "agent = ?4"
    static let ofRig = "rig = ?4"
    static let exact = """
        SELECT value FROM sessions WHERE incarnation = ?1
            OR incarnation IN (SELECT session FROM session_programs WHERE program = ?1) ORDER BY number DESC LIMIT ?2
        """
    static let beginning = """
        SELECT value FROM sessions WHERE incarnation IN (
            SELECT incarnation FROM sessions WHERE incarnation >= ?1 AND incarnation < ?1 || char(1114111)
            UNION SELECT session FROM session_programs WHERE program >= ?1 AND program < ?1 || char(1114111))
        ORDER BY number DESC LIMIT ?2
        """
}

extension LedgerReader {
    fileprivate func sessions(_ list: SessionList, limit: Int) throws(LedgerError) -> [Session] {
        if let name = list.named { return try sessions(named: name, limit: limit) }
        if let rig = list.rig { _ = try knownRig(rig) }
        let before = list.before.flatMap { Int64($0.text.dropFirst()) } ?? .max
        var values: [SQLiteValue] = [
            .int(before), .optional(try list.role.map(Self.pattern)), .int(Int64(limit)),
        ]
        var condition: String?
        if let agent = list.agent {
            guard list.rig == nil || agent.rig == list.rig else { return [] }
            condition = SessionSQL.ofAgent
            values.append(.text(agent.description))
        } else if let rig = list.rig {
            condition = SessionSQL.ofRig
            values.append(.text(rig.text))
        }
        let (sql, bound) = (SessionSQL.list(condition), values)
        return try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, bound) { (row) throws(SQLiteFailure) in row.text(0) }
        }.map { (text) throws(LedgerError) in try Self.decode(Session.self, text) }
    }

    /// Of addresses: those of a role that has sessions.
    private static func pattern(_ role: RoleText) throws(LedgerError) -> String {
        switch role {
        case .polecat: return "*/polecats/*"
        case .crew: return "*/crew/*"
        case .dog: return "deacon/dogs/*"
        case .mayor: return "mayor/"
        case .deacon, .witness, .refinery:
            throw .refuse(
                .invalid, "the \(role.rawValue) is a service: it has no sessions of an agent", about: role.rawValue,
                hint: "there are sessions of polecat, crew, dog and mayor")
        }
    }

    /// Whoever has this very name is meant, however many others begin so.
    private func sessions(named name: String, limit: Int) throws(LedgerError) -> [Session] {
        guard ProgramSession.isID(name) else {
            throw .refuse(
                .invalid, "\(UntrustedText.line(name)) names no session", about: name,
                hint: "an incarnation, s12, or what the program calls its conversation")
        }
        for sql in [SessionSQL.exact, SessionSQL.beginning] {
            let found = try values(Session.self, sql, .text(name), .int(Int64(limit)))
            if !found.isEmpty { return found }
        }
        return []
    }

    fileprivate func record(of session: Session) throws(LedgerError) -> SessionRecord {
        var record = SessionRecord(session: session, preset: session.preset, bead: session.bead)
        if session.isResident {
            let resident = try resident(session.agent)
            record.worktree = resident?.state == .ready ? resident?.worktree : nil
        } else if let assignment = try assignment(session.assignment) {
            record.preset = assignment.preset
            record.definition = assignment.definition
            record.bead = assignment.bead
            record.worktree = assignment.worktree
            record.ended = assignment.incarnation == session.incarnation ? assignment.ended : nil
        }
        if let bead = record.bead {
            record.title = try text("SELECT title FROM beads WHERE id = ?", .text(bead.text))
        }
        return record
    }
}
