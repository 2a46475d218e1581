internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A restored ledger beside the world: what it knows nothing of, and that somebody has looked.
enum RestoreRules {
    static let verbs: [VerbRule] = [
        .command(TownReconcile.self) { (reconcile, work) throws(LedgerError) in
            try work.reconcile(reconcile)
        }
    ]
    static let queries: [QueryRule] = [
        .query(TownUnknown.self) { (found, reading) throws(LedgerError) in try reading.unknown(of: found) }
    ]
}

extension Reading {
    fileprivate func unknown(of found: TownUnknown) throws(LedgerError) -> TownUnknown {
        var unknown = TownUnknown()
        for incarnation in found.sessions {
            let session = try session(incarnation)
            if session == nil || session?.state == .ended { unknown.sessions.append(incarnation) }
        }
        for path in found.worktrees {
            let number = path.split(separator: "/").last.flatMap { Int64($0) } ?? 0
            let assignment = try assignment(number)
            if assignment?.worktree != path || assignment?.state == .retired { unknown.worktrees.append(path) }
        }
        for handedIn in found.heads {
            if try !knows(handedIn) { unknown.heads.append(handedIn) }
        }
        for number in found.rescues {
            if try assignment(number) == nil { unknown.rescues.append(number) }
        }
        return unknown
    }

    /// In the queue, once, or put aside by its worker.
    private func knows(_ handedIn: HandedIn) throws(LedgerError) -> Bool {
        let isRequest = try exists(
            "SELECT 1 FROM requests WHERE bead = ? AND head = ?", .text(handedIn.bead.text), .text(handedIn.head.text))
        if isRequest { return true }
        return try values(
            Assignment.self, "SELECT value FROM assignments WHERE bead = ?", .text(handedIn.bead.text)
        ).contains { $0.head == handedIn.head }
    }
}

extension Transaction {
    fileprivate func reconcile(_ reconcile: TownReconcile) throws(LedgerError) -> TownReconciled {
        guard try restoreReason() != nil else { return TownReconciled(closed: []) }
        var closed: [BeadID] = []
        for landed in reconcile.landed {
            if try close(landed) { closed.append(landed.bead) }
        }
        try setMeta("restored", nil)
        try emitEverywhere(.townReconciled, subject: town.id, EventData(note: BeadText.cut(reconcile.note)))
        return TownReconciled(closed: closed)
    }

    /// False when there is nothing to close, or the queue will do it.
    private func close(_ landed: LandedBefore) throws(LedgerError) -> Bool {
        guard let row = try bead(landed.bead), !row.bead.status.isEnded else { return false }
        let requests = try openRequests(of: landed.bead)
        guard !requests.contains(where: { $0.state == .landing }) else { return false }
        let ending = Ending.landed(landed.tip).closeReason
        try close(try takeAway(row, reason: ending), reason: ending)
        return true
    }
}
