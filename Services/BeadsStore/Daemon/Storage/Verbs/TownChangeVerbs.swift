internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What has happened since the Mayor's agent was told last: read off the log, from a cursor that moves when it was shown.
extension VerbRule {
    static let townChanges: [VerbRule] = [
        .command(NewsSeen.self) { (seen, transaction) throws(LedgerError) in
            try transaction.seen(seen)
        }
    ]
}

extension LedgerReader {
    /// nil for everybody else, and where nothing has happened. What is settled by now is left out.
    func changes(for agent: Address, upTo sequence: Int64) throws(LedgerError) -> TownChanges? {
        guard agent == .mayor else { return nil }
        let after = max(try changesSeen(agent), sequence - BeadLimits.changesLookedAt)
        let found = try rows(
            """
            SELECT kind, subject, at FROM events
            WHERE sequence > ? AND sequence <= ? AND kind IN ('convoy.landed', 'escalation.raised', 'mr.returned')
            ORDER BY sequence DESC LIMIT ?
            """, .int(after), .int(sequence), .int(Int64(BeadLimits.changesMax) + 1)
        ) { (row) throws(SQLiteFailure) in
            (kind: row.text(0), subject: row.text(1), at: Timestamp(milliseconds: row.int(2)))
        }
        var changes: [TownChange] = []
        for event in found.prefix(BeadLimits.changesMax).reversed() {
            guard let subject = BeadID(event.subject),
                let change = try change(event.kind, subject, at: event.at),
                !changes.contains(where: { $0.kind == change.kind && $0.subject == subject })
            else { continue }
            changes.append(change)
        }
        guard !changes.isEmpty else { return nil }
        return TownChanges(upTo: sequence, changes: changes, isCut: found.count > BeadLimits.changesMax)
    }

    private func change(_ kind: String, _ subject: BeadID, at moment: Timestamp) throws(LedgerError) -> TownChange? {
        switch EventKind(rawValue: kind) {
        case .convoyLanded:
            guard let convoy = try convoy(subject), convoy.state == .landed else { return nil }
            return TownChange(
                kind: .landed, subject: subject, title: convoy.title, note: convoy.endings, at: moment)
        case .escalationRaised:
            guard let gate = try bead(subject)?.bead, !gate.status.isEnded else { return nil }
            return TownChange(kind: .escalated, subject: subject, title: gate.title, at: moment)
        case .requestReturned:
            guard let request = try request(subject), let work = try bead(request.bead)?.bead, !work.status.isEnded
            else { return nil }
            return TownChange(
                kind: .returned, subject: request.bead, title: request.title, note: request.reason, at: moment)
        default: return nil
        }
    }

    fileprivate func changesSeen(_ agent: Address) throws(LedgerError) -> Int64 {
        try text("SELECT value FROM meta WHERE name = ?", .text(Self.cursor(agent))).flatMap { Int64($0) } ?? 0
    }

    fileprivate static func cursor(_ agent: Address) -> String { "news-seen/\(agent)" }
}

extension Transaction {
    /// Being shown is no event: nobody waits for it.
    fileprivate func seen(_ seen: NewsSeen) throws(LedgerError) -> Done {
        guard speaker.session != nil else {
            throw .refuse(
                .forbidden, "only a session says what it was shown", about: speaker.actor.description,
                hint: "it is for gt prime and for an agent's hooks")
        }
        let upTo = min(seen.sequence, sequence)
        guard upTo > (try changesSeen(speaker.actor)) else { return Done() }
        try setMeta(Self.cursor(speaker.actor), String(upTo))
        return Done()
    }
}
