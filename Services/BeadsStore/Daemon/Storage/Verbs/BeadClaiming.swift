internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Taking a bead by name, without a hook: a person's or a foreign tool's way.
extension Transaction {
    func claim(_ claim: BeadClaim) throws(LedgerError) -> BeadReply {
        let row = try knownBead(claim.id)
        let name = try claimant(claim.assignee)
        if row.bead.status == .inProgress, row.bead.assignee == name, try !isHeldHere(row) {
            return BeadReply(bead: row.bead)
        }
        switch row.bead.disposition {
        case .closed:
            throw .refuse(
                .conflict, "\(row.id) is closed: \(row.bead.closeReason ?? "no reason given")", about: row.id.text,
                hint: "gt bead reopen \(row.id) first")
        case .taken:
            throw .refuse(
                .conflict, "\(row.id) is taken: \(try waitsFor(row).first ?? "somebody has it")", about: row.id.text,
                hint: "gt bead ready lists what is free")
        case .notWork where row.bead.pinned || !row.marks.isEmpty:
            throw .refuse(
                .conflict, "\(row.id) can't be taken: \(try waitsFor(row).first ?? "it is no work")",
                about: row.id.text)
        case .notWork, .ready, .blocked, .deferred: return try take(row, for: name)
        }
    }

    func claimNext(_ claim: BeadClaimNext) throws(LedgerError) -> ClaimReply {
        let name = try claimant(claim.assignee)
        guard let bead = try firstReady(in: claim.home, limit: 1).first else { return ClaimReply(bead: nil) }
        return ClaimReply(bead: try take(try knownBead(bead.id), for: name).bead)
    }

    /// Under which name work is taken; nil: the speaker's.
    func claimant(_ text: String?) throws(LedgerError) -> String {
        let name = text ?? speaker.actor.description
        guard let name = name.nonEmpty else { throw .refuse(.invalid, "nobody can't take a bead") }
        return try BeadText.title(name)
    }

    func take(_ row: BeadRow, for name: String) throws(LedgerError) -> BeadReply {
        try change(row, note: "taken by \(name)") {
            $0.bead.status = .inProgress
            $0.bead.assignee = name
        }
        return try reply(row.id)
    }
}
