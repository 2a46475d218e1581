internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Edges that do more than wait for an end: what is only for a failure, and what waits for children.
extension Transaction {
    /// Brings the beads that are only for this one's failure in line with how it stands: skipped when it ended in another
    /// way, back when it is open again.
    func moveReplacements(of step: BeadStep) throws(LedgerError) -> [BeadStep] {
        var steps = try recount(try watchers(of: step.new.id))
        let replacements = try replacements(of: step.new.id)
        guard !replacements.isEmpty else { return steps }
        steps += try recount(replacements)
        let hasEnded = step.new.bead.status.isEnded
        for id in replacements {
            guard let row = try bead(id) else { continue }
            if hasEnded, !step.new.standing.hasFailed {
                steps += try skip(row, because: step.new.id)
            } else if !hasEnded, step.old.bead.status.isEnded, row.bead.outcome == .skipped {
                steps += try takeBack(row, because: step.new.id)
            }
        }
        return steps
    }

    /// Only what is open and nobody's: a bead in somebody's hands is that one's to end.
    private func skip(_ row: BeadRow, because id: BeadID) throws(LedgerError) -> [BeadStep] {
        guard row.bead.status == .open, !row.queued, !row.bead.pinned else { return [] }
        let reason = Ending.skipped(id).closeReason
        return try put(row, as: .beadClosed, note: reason) { $0.end(reason: reason, outcome: .skipped, at: now) }
            .map { [$0] } ?? []
    }

    /// Unless another of its conditions has been decided against it.
    private func takeBack(_ row: BeadRow, because id: BeadID) throws(LedgerError) -> [BeadStep] {
        let isDecided = try holds(on: row.id).contains {
            $0.edge.type == .conditionalBlocks && $0.standing.status.isEnded
        }
        guard !isDecided else { return [] }
        let inherited = try inheritance(of: row)
        return try put(row, as: .beadReopened, note: "\(id) is open again") {
            $0.free()
            $0.inherited = inherited
        }.map { [$0] } ?? []
    }

    /// The beads that wait for children of this one's parents.
    func recountWatchers(above id: BeadID) throws(LedgerError) -> [BeadStep] {
        var steps: [BeadStep] = []
        for parent in try parents(of: id) { steps += try recount(try watchers(of: parent)) }
        return steps
    }

    /// Counts the edges anew that are not counted up and down.
    func recount(_ ids: [BeadID]) throws(LedgerError) -> [BeadStep] {
        var steps: [BeadStep] = []
        for id in ids {
            guard let row = try bead(id) else { continue }
            let waiting = try holds(on: id).count { !$0.isCounted }
            if let step = try derive(row, { $0.waiting = waiting }) { steps.append(step) }
        }
        return steps
    }
}
