internal import BeadsFormat
internal import TownModel
internal import Wire

/// Deleting is a fact of its own: the row stays, so that a merge with another copy knows of it.
extension Transaction {
    func delete(_ delete: BeadDelete) throws(LedgerError) -> BeadsReply {
        try BeadText.check(reason: delete.reason)
        var doomed: [BeadID] = []
        var waiting = Array(delete.ids.reversed())
        while let id = waiting.popLast() {
            guard !doomed.contains(id) else { continue }
            let row = try knownBead(id)
            guard row.bead.status != .tombstone else {
                throw .refuse(.already, "\(id) is deleted already", about: id.text)
            }
            let parts = try openHeirs(of: id)
            guard delete.cascade || Set(parts).isSubset(of: delete.ids) else {
                throw .refuse(
                    .conflict, "\(id) has \(parts.count) open parts", about: id.text,
                    hint: "--cascade deletes them too")
            }
            doomed.append(id)
            guard doomed.count <= BeadLimits.beadsPerCommandMax else {
                throw .refuse(.tooLarge, "more than \(BeadLimits.beadsPerCommandMax) beads at once")
            }
            if delete.cascade { waiting += parts.reversed() }
        }
        var beads: [Bead] = []
        for id in doomed { beads.append(try self.delete(id, delete.reason)) }
        return BeadsReply(beads: beads)
    }

    private func delete(_ id: BeadID, _ reason: String) throws(LedgerError) -> Bead {
        var row = try knownBead(id)
        guard !row.bead.pinned else {
            throw .refuse(
                .conflict, "\(id) is pinned: it stands for \(row.bead.title)", about: id.text,
                hint: "gt bead update \(id) --unpin first")
        }
        try checkMayOpenGate(row)
        if !row.bead.status.isEnded { row = try takeAway(row, reason: reason) }
        var line = try storedLine(of: id)
        line.set(.deletedAt, time: now)
        line.set(.deletedBy, text: speaker.actor.description)
        line.set(.deleteReason, text: reason)
        line.set(.originalType, text: row.bead.type.rawValue)
        try store(line, of: id)
        try dropTimer(.undefer(id))
        try change(row, as: .beadDeleted, note: reason) {
            $0.bead.status = .tombstone
            $0.bead.outcome = nil
            $0.bead.deferUntil = nil
            $0.queued = false
        }
        return try knownBead(id).bead
    }

    func undelete(_ row: BeadRow) throws(LedgerError) {
        var line = try storedLine(of: row.id)
        for key in [BeadKey.deletedAt, .deletedBy, .deleteReason, .originalType] { line.set(key, text: nil) }
        try store(line, of: row.id)
    }
}
