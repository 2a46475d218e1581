internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension Transaction {
    /// Writes a new bead and says so; gives it as it is now. The caller has checked that the id is free.
    @discardableResult
    func insert(_ row: BeadRow, lineChanges: [String: FieldChange] = [:]) throws(LedgerError) -> BeadRow {
        var row = row
        row.settle()
        row.event = sequence + 1
        try add(row)
        try announce(.beadCreated, from: nil, to: row, lineChanges)
        return row
    }

    /// Changes a bead, and with it what depends on it: dependents, children, epics, convoys.
    ///
    /// Nothing happens when the edit changes nothing, and nothing was changed in its line. Gives the bead after its own
    /// part of the change.
    @discardableResult
    func change(
        _ row: BeadRow, as kind: EventKind = .beadChanged, note: String? = nil,
        lineChanges: [String: FieldChange] = [:], _ edit: (inout BeadRow) -> Void
    ) throws(LedgerError) -> BeadRow {
        guard let change = try put(row, as: kind, note: note, lineChanges: lineChanges, edit) else { return row }
        try ripple(from: [change])
        return change.new
    }

    /// The bead's own part of a change: version, row, event.
    func put(
        _ row: BeadRow, as kind: EventKind, note: String? = nil, lineChanges: [String: FieldChange] = [:],
        _ edit: (inout BeadRow) -> Void
    ) throws(LedgerError) -> BeadStep? {
        var new = row
        edit(&new)
        guard new != row || !lineChanges.isEmpty else { return nil }
        new.bead.version += 1
        new.bead.updatedAt = now
        new.settle()
        new.event = sequence + 1
        try replace(row, by: new)
        try announce(kind, from: row, to: new, note: note, lineChanges)
        return BeadStep(old: row, new: new)
    }

    /// A change that another bead's change brings about: no new version; an event only if the bead waits for something
    /// else now.
    func derive(_ row: BeadRow, _ edit: (inout BeadRow) -> Void) throws(LedgerError) -> BeadStep? {
        var new = row
        edit(&new)
        new.settle()
        guard new != row else { return nil }
        let isTold = new.bead != row.bead
        if isTold { new.event = sequence + 1 }
        try replace(row, by: new)
        if isTold { try announce(.beadChanged, from: row, to: new) }
        return BeadStep(old: row, new: new)
    }

    func close(
        _ row: BeadRow, reason: String, outcome: Outcome = .success
    ) throws(LedgerError) {
        try change(row, as: .beadClosed, note: reason) { $0.end(reason: reason, outcome: outcome, at: now) }
    }

    private func announce(
        _ kind: EventKind, from old: BeadRow?, to new: BeadRow, note: String? = nil,
        _ lineChanges: [String: FieldChange] = [:]
    ) throws(LedgerError) {
        let change = BeadChange(
            id: new.id, title: new.bead.title, type: new.bead.type, version: new.bead.version,
            fields: BeadFields.changes(from: old?.bead, to: new.bead).merging(lineChanges) { first, _ in first })
        try emit(kind, in: new.bead.stream, subject: new.id.text, EventData(bead: change, note: note))
    }
}

/// One bead before and after.
struct BeadStep: Hashable, Sendable {
    var old: BeadRow
    var new: BeadRow
}

extension BeadRow {
    mutating func keepProgress(of old: BeadRow) {
        bead.status = old.bead.status
        bead.assignee = old.bead.assignee
        bead.closedAt = old.bead.closedAt
        bead.closeReason = old.bead.closeReason
        bead.outcome = old.bead.outcome
    }

    mutating func end(reason: String, outcome: Outcome, at moment: Timestamp) {
        bead.status = .closed
        bead.closedAt = moment
        bead.closeReason = reason
        bead.outcome = outcome
        queued = false
    }

    /// Open again, nobody's.
    mutating func free() {
        bead.status = .open
        bead.assignee = nil
        bead.closedAt = nil
        bead.closeReason = nil
        bead.outcome = nil
    }
}
