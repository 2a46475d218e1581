internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// How a file's bead becomes one of the ledger's.
extension Transaction {
    /// On a hook, in a rig's queue, or in the merge queue.
    func isHeldHere(_ row: BeadRow) throws(LedgerError) -> Bool {
        if row.queued { return true }
        if try currentAssignment(of: row.id) != nil { return true }
        if try residentHolding(row.id) != nil { return true }
        return try openRequest(of: row.id) != nil
    }

    /// The row, its labels, edges and line; what follows from them is for `settleImported`.
    func writeImported(
        _ fields: LineFields, _ line: BeadLine, over old: BeadRow?, as id: BeadID, home: BeadHome
    ) throws(LedgerError) {
        var row =
            old ?? BeadRow(bead: Bead(id: id, rig: home.rig, title: "", createdAt: now, createdBy: "", updatedAt: now))
        if old != nil { row.bead.version += 1 }
        fields.write(into: &row, isSubmitted: old?.bead.status == .submitted)
        // A file does not say how far a molecule of this town is.
        if let old, try isWalked(id) { row.keepProgress(of: old) }
        row.bead.parent =
            line.edges.lazy.filter { $0.from == id.text && $0.type == EdgeType.parentChild.rawValue }
            .compactMap { BeadID($0.to) }.first
        // Without an edge nothing holds it; with one it is counted when all are there.
        if old == nil || line.edges.isEmpty { (row.blockers, row.waiting, row.inherited) = (0, 0, []) }
        row.settle()
        if let old { try replace(old, by: row) } else { try add(row) }
        try store(line, of: id)
        if old != nil || !row.bead.labels.isEmpty { try setLabels(row.bead.labels, of: id) }
        try storeEdges(of: line, from: id)
        try armImportedGate(row, line)
        if let moment = row.bead.deferUntil {
            try setTimer(.undefer(id), due: moment)
        } else if old?.bead.deferUntil != nil {
            try dropTimer(.undefer(id))
        }
    }

    /// Every part of a large file is here: its beads are what they are. Some at a time, and not all of a file at once: each
    /// is right by itself, because what it waits for is here already.
    func endImport(of home: BeadHome) throws(LedgerError) -> ImportEndReply {
        let limit = BeadLimits.importEndBeads
        let ids = try texts(
            "SELECT id FROM beads WHERE marks & 4 AND rig = ? ORDER BY id LIMIT ?", .text(home.description),
            .int(Int64(limit + 1))
        ).compactMap(BeadID.init)
        for id in ids.prefix(limit) {
            let row = try knownBead(id)
            var new = row
            new.marks.remove(.importing)
            new.settle()
            try replace(row, by: new)
            staleConvoys.formUnion(try convoys(tracking: id))
        }
        let reply = ImportEndReply(beads: min(ids.count, limit), isMore: ids.count > limit)
        if reply.beads > 0, !reply.isMore {
            try emitImported([], of: home, note: "every part of the file is here")
        }
        return reply
    }

    /// One event for all of them, and a note for who has to know which they are.
    func emitImported(_ ids: [BeadID], of home: BeadHome, note: String) throws(LedgerError) {
        try emit(.beadsImported, in: home.stream, subject: home.description, EventData(note: note))
        for id in ids { try write("UPDATE beads SET event = ? WHERE id = ?", .int(sequence), .text(id.text)) }
        // No name says that there are none; no row, that nobody knows.
        for name in ids.isEmpty ? [""] : ids.map(\.text) {
            try write("INSERT INTO imported (sequence, bead) VALUES (?, ?)", .int(sequence), .text(name))
        }
    }

    /// Counts and inheritance of what was written, and of everything that depends on it.
    func settleImported(_ ids: Set<BeadID>) throws(LedgerError) {
        let hasConvoys = try exists("SELECT 1 FROM convoys LIMIT 1")
        if hasConvoys { joined.formUnion(ids) }
        var affected = ids
        var heirs = ids
        for id in ids {
            affected.formUnion(try dependents(of: id) + replacements(of: id) + watchers(of: id))
            for parent in try parents(of: id) { affected.formUnion(try watchers(of: parent)) }
            heirs.formUnion(try openHeirs(of: id))
            if hasConvoys { staleConvoys.formUnion(try convoys(tracking: id)) }
        }
        var steps: [BeadStep] = []
        for id in affected.sorted() {
            let holds = try holds(on: id)
            let counted = holds.count { $0.isCounted }
            steps += try settle(id, isNew: ids.contains(id)) {
                $0.blockers = counted
                $0.waiting = holds.count - counted
            }
        }
        var waiting = heirs.sorted()
        while let id = waiting.popLast() {
            guard let row = try bead(id), !row.bead.status.isEnded else { continue }
            let inherited = try inheritance(of: row)
            guard inherited != row.inherited else { continue }
            steps += try settle(id, isNew: ids.contains(id)) { $0.inherited = inherited }
            waiting += try openHeirs(of: id)
        }
        try ripple(from: steps)
        for id in ids.sorted() {
            if let step = try withdrawIfHeldBack(id) { try ripple(from: [step]) }
        }
    }

    /// `isNew`: the import's own event tells of it.
    private func settle(
        _ id: BeadID, isNew: Bool, _ edit: (inout BeadRow) -> Void
    ) throws(LedgerError) -> [BeadStep] {
        guard let row = try bead(id) else { return [] }
        guard isNew else { return try derive(row, edit).map { [$0] } ?? [] }
        var new = row
        edit(&new)
        new.settle()
        if new != row { try replace(row, by: new) }
        return []
    }
}

extension LineFields {
    /// - Parameter isSubmitted: in this town's merge queue, which other tools know as a label.
    func write(into row: inout BeadRow, isSubmitted: Bool) {
        row.bead.title = title
        row.bead.description = description
        row.bead.status = isSubmitted ? .submitted : status
        row.bead.priority = priority
        row.bead.type = type
        row.bead.assignee = assignee
        row.bead.labels = isSubmitted ? labels.filter { $0 != SubmittedLabel.text } : labels
        row.bead.createdAt = createdAt
        row.bead.createdBy = createdBy
        row.bead.updatedAt = updatedAt
        row.bead.closedAt = closedAt
        row.bead.closeReason = closeReason
        row.bead.outcome = outcome
        row.bead.deferUntil = deferUntil
        row.bead.pinned = pinned
        row.marks = marks
    }
}
