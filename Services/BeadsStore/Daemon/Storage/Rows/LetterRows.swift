internal import TownModel
internal import Wire

extension LedgerReader {
    /// Everybody who can be written to: the town's roles, each rig's, and every worker there ever was.
    func directory() throws(LedgerError) -> [Address] {
        let town: [Address] = [.overseer, .mayor, .deacon]
        let ofRigs = try rigs().filter { $0.state != .removed }.flatMap { rig -> [Address] in
            [.witness(rig.name), .refinery(rig.name)]
        }
        let workers = try texts("SELECT address FROM agents ORDER BY address").compactMap(Address.init)
            .filter { !town.contains($0) }
        return town + ofRigs + workers
    }

    func nudge(_ number: Int64) throws(LedgerError) -> Nudge? {
        try value(Nudge.self, "SELECT value FROM nudges WHERE number = ?", .int(number))
    }

    /// Words that are to be brought to agents of a rig, without what they say; nil: none.
    func nudgesToType(in rig: RigName) throws(LedgerError) -> [Nudge]? {
        let found = try values(
            Nudge.self,
            """
            SELECT value FROM nudges WHERE state = 'sent'
            AND target IN (SELECT agent FROM sessions WHERE rig = ? AND state <> 'ended') ORDER BY number
            """, .text(rig.text)
        ).filter { $0.channel?.isBrought == true }
        return found.isEmpty ? nil : found.map(\.withoutText)
    }

    /// Words that wait to be shown, oldest first.
    func waitingNudges(for target: Address, limit: Int) throws(LedgerError) -> [Nudge] {
        try values(
            Nudge.self, "SELECT value FROM nudges WHERE target = ? AND state = 'sent' ORDER BY number LIMIT ?",
            .text(target.description), .int(Int64(limit)))
    }
}
