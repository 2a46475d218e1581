internal import TownModel
internal import Wire

extension LedgerReader {
    /// What `config/escalation.toml` says, as it was last applied.
    func escalationSettings() throws(LedgerError) -> EscalationSettings {
        try fact(EscalationSettings.self, EscalationMeta.settings) ?? EscalationSettings()
    }

    /// nil: the bead is no escalation.
    func escalation(_ bead: BeadID) throws(LedgerError) -> RaisedEscalation? {
        try value(RaisedEscalation.self, "SELECT value FROM escalations WHERE bead = ?", .text(bead.text))
    }

    func knownEscalation(_ bead: BeadID) throws(LedgerError) -> RaisedEscalation {
        guard let found = try escalation(bead) else {
            throw .refuse(.notFound, "\(bead) is no escalation", about: bead.text, hint: "gt escalate list")
        }
        return found
    }

    /// The newest, should there be two: one that was reopened, and one raised meanwhile.
    func openEscalation(_ source: String) throws(LedgerError) -> RaisedEscalation? {
        try value(
            RaisedEscalation.self,
            "SELECT value FROM escalations WHERE source = ? AND state <> 'closed' ORDER BY raised_at DESC LIMIT 1",
            .text(source))
    }

    /// The newest first.
    func escalations(_ list: EscalationList) throws(LedgerError) -> [RaisedEscalation] {
        let latest = now.advanced(by: .seconds(-(try escalationSettings().staleAfterSeconds)))
        return try values(
            RaisedEscalation.self,
            """
            SELECT value FROM escalations WHERE (?1 OR state <> 'closed') AND (?2 IS NULL OR severity = ?2)
            AND (NOT ?3 OR state = 'open' AND json_extract(value, '$.toldAt') <= ?4)
            ORDER BY raised_at DESC, bead DESC LIMIT ?5
            """, .int(list.all ? 1 : 0), .optional(list.severity?.rawValue), .int(list.stale ? 1 : 0),
            .text(latest.description), .int(Int64(clamping: min(max(list.limit, 0), WireLimits.pageRowsMax))))
    }

    /// With a route that waits for the Mayor's hands; nil: none.
    func awaitedEscalations() throws(LedgerError) -> [RaisedEscalation]? {
        let found = try values(
            RaisedEscalation.self, "SELECT value FROM escalations WHERE awaited = 1 ORDER BY bead")
        return found.isEmpty ? nil : found
    }
}

extension Transaction {
    func keep(_ settings: EscalationSettings) throws(LedgerError) {
        try setMeta(EscalationMeta.settings, JSONText.text(settings))
    }

    func save(_ raised: RaisedEscalation) throws(LedgerError) {
        try write(
            """
            INSERT OR REPLACE INTO escalations (bead, source, state, severity, raised_at, awaited, value)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, .text(raised.bead.text), .text(raised.source ?? raised.bead.text), .text(raised.state.rawValue),
            .text(raised.severity.rawValue), .int(raised.raisedAt.milliseconds),
            .int(raised.awaited.isEmpty ? 0 : 1), .text(JSONText.text(raised)))
    }
}

private enum EscalationMeta {
    static let settings = "town.escalation"
}
