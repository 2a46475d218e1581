internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Changing what a bead says.
extension Transaction {
    func update(_ update: BeadUpdate) throws(LedgerError) -> BeadReply {
        let row = try knownBead(update.id)
        guard !row.marks.contains(.template) else {
            throw .refuse(.conflict, "\(update.id) is a template: it is not changed", about: update.id.text)
        }
        let title = try update.title.map(BeadText.title)
        if let description = update.description { try BeadText.check(description: description) }
        if let type = update.type, type != row.bead.type { try check(type: type) }
        let labels = try labels(of: row, after: update)
        let status = try status(of: row, after: update)
        let changes = try write(update.fields, into: update.id)
        if labels != row.bead.labels { try setLabels(labels, of: update.id) }
        let new = try change(row, lineChanges: changes) {
            $0.bead.title = title ?? $0.bead.title
            $0.bead.description = update.description ?? $0.bead.description
            $0.bead.priority = update.priority ?? $0.bead.priority
            $0.bead.type = update.type ?? $0.bead.type
            $0.bead.pinned = update.pinned ?? $0.bead.pinned
            $0.bead.labels = labels
            $0.bead.status = status
            if let assignee = update.assignee { $0.bead.assignee = assignee.nonEmpty }
            if let moment = update.deferUntil { $0.bead.deferUntil = moment }
            if update.isDeferred != nil { $0.bead.deferUntil = update.deferUntil }
        }
        // Nothing can have come back to it from others.
        if new.readiness == row.readiness, update.priority == nil, update.parent == nil, update.isOrphan == nil {
            return BeadReply(bead: new.bead)
        }
        if let priority = update.priority { try setPriority(priority, inQueue: update.id) }
        if update.parent != nil || update.isOrphan == true { try move(update.id, under: update.parent) }
        return try reply(update.id)
    }

    private func labels(of row: BeadRow, after update: BeadUpdate) throws(LedgerError) -> [String] {
        if update.addLabels.isEmpty, update.removeLabels.isEmpty, update.labels == nil { return row.bead.labels }
        try BeadText.check(labels: update.addLabels + (update.labels ?? []))
        let labels = Set(update.labels ?? row.bead.labels).union(update.addLabels).subtracting(update.removeLabels)
        guard labels.count <= BeadLimits.labelsMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.labelsMax) labels on one bead", about: update.id.text)
        }
        return labels.sorted()
    }

    /// What is in somebody's hands here keeps its status and its name; the rest may be said to be anything but closed.
    private func status(of row: BeadRow, after update: BeadUpdate) throws(LedgerError) -> BeadStatus {
        let isStatusChanged = update.status.map { $0 != row.bead.status } ?? false
        let isMoved =
            isStatusChanged || update.deferUntil != nil || update.isDeferred != nil
            || (update.assignee.map { $0.nonEmpty != row.bead.assignee } ?? false)
        guard isMoved else { return row.bead.status }
        guard !row.bead.status.isEnded else {
            throw .refuse(
                .conflict, "\(row.id) is closed: only its texts can be changed", about: row.id.text,
                hint: "gt bead reopen \(row.id) first")
        }
        guard try !isHeldHere(row) else {
            throw .refuse(
                .conflict, "\(row.id) is in work: \(try waitsFor(row).first ?? "it is taken")", about: row.id.text,
                hint: "gt unsling \(row.id) first")
        }
        try checkFuture(update.deferUntil)
        if let moment = update.deferUntil {
            try setTimer(.undefer(row.id), due: moment)
        } else if update.isDeferred != nil {
            try dropTimer(.undefer(row.id))
        }
        if let status = update.status { return try checked(status) }
        switch update.isDeferred {
        case true? where update.deferUntil == nil: return .deferred
        case false? where row.bead.status == .deferred: return .open
        default: return row.bead.status
        }
    }

    private func checked(_ status: BeadStatus) throws(LedgerError) -> BeadStatus {
        let free: [BeadStatus] = [.open, .inProgress, .blocked, .deferred]
        guard !free.contains(status) else { return status }
        let hint =
            switch status {
            case .closed: "gt bead close closes it"
            case .tombstone: "gt bead delete deletes it"
            case .hooked, .submitted: "gt sling gives it to a worker"
            case .pinned: "--pin pins it"
            default: "one of \(free.map(\.rawValue).joined(separator: ", "))"
            }
        throw .refuse(.invalid, "a bead is not set to \(status.rawValue) by hand", about: status.rawValue, hint: hint)
    }

    /// Who waits in a rig's queue waits under the bead's priority of now.
    private func setPriority(_ priority: Priority, inQueue id: BeadID) throws(LedgerError) {
        guard var entry = try dispatch(id), entry.priority != priority else { return }
        entry.priority = priority
        try write("UPDATE dispatch SET value = ? WHERE bead = ?", .text(JSONText.text(entry)), .text(id.text))
        try emit(
            .dispatchQueued, in: .rig(entry.rig), subject: id.text,
            EventData(dispatch: entry, note: "its priority has changed"))
    }

    func setLabels(_ labels: [String], of id: BeadID) throws(LedgerError) {
        try write("DELETE FROM labels WHERE bead = ?", .text(id.text))
        for label in Set(labels).sorted() {
            try write("INSERT INTO labels (bead, label) VALUES (?, ?)", .text(id.text), .text(label))
        }
    }

    private func move(_ id: BeadID, under parent: BeadID?) throws(LedgerError) {
        let old = try parents(of: id)
        if let parent, old == [parent] { return }
        for other in old { try remove(Edge(from: id, to: other, type: .parentChild)) }
        if let parent { try add(Edge(from: id, to: parent, type: .parentChild)) }
    }

    /// The comment's number is this town's own, so that those of two towns don't meet in a merge.
    func comment(_ comment: BeadComment) throws(LedgerError) -> BeadReply {
        let row = try knownBead(comment.id)
        guard !comment.text.trimmed.isEmpty else { throw .refuse(.invalid, "the comment is empty") }
        try BeadText.check(description: comment.text)
        var line = try storedLine(of: comment.id)
        let number = IDMint.number(try next("comment"), town: town.id)
        line.add(
            CommentEntry(
                id: String(number), author: speaker.actor.description, text: comment.text,
                createdAt: now.description), to: comment.id.text)
        try store(line, of: comment.id)
        let new = BeadFields.bounded(JSONText.quoted(comment.text))
        try change(row, lineChanges: ["comments": FieldChange(old: nil, new: new)]) { _ in }
        return try reply(comment.id)
    }

    func reopen(_ reopen: BeadReopen) throws(LedgerError) -> BeadReply {
        let row = try knownBead(reopen.id)
        guard row.bead.status.isEnded else {
            throw .refuse(.already, "\(reopen.id) is not closed", about: reopen.id.text)
        }
        try BeadText.check(reason: reopen.reason)
        if row.bead.status == .tombstone { try undelete(row) }
        let inherited = try inheritance(of: row)
        try change(row, as: .beadReopened, note: reopen.reason) {
            $0.free()
            $0.inherited = inherited
        }
        return try reply(reopen.id)
    }
}
