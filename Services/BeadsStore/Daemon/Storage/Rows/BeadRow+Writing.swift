internal import BeadsStoreCore
internal import TownModel

/// A bead's row as it is written.
extension Transaction {
    /// A new one: its id is free.
    func add(_ row: BeadRow) throws(LedgerError) {
        try write(BeadColumns.insert, [.text(row.id.text)] + row.placement + row.content)
    }

    /// Indexes are touched only where what they are made of has changed.
    func replace(_ old: BeadRow, by new: BeadRow) throws(LedgerError) {
        let placement = new.placement
        if placement == old.placement {
            try write(BeadColumns.updateContent, new.content + [.text(new.id.text)])
        } else {
            try write(BeadColumns.update, placement + new.content + [.text(new.id.text)])
        }
    }
}

/// The columns of a bead's row, by what a change of them costs.
enum BeadColumns {
    /// In an index or in its condition.
    static let placement = [
        "rig", "status", "priority", "created_at", "closed_at", "defer_until", "parent", "marks", "disposition",
    ]
    /// In the row alone.
    static let content = [
        "title", "description", "type", "assignee", "created_by", "updated_at", "close_reason", "outcome", "pinned",
        "version", "blockers", "waiting", "inherited", "taken", "event",
    ]

    static let insert = """
        INSERT INTO beads (\((["id"] + placement + content).joined(separator: ", ")))
        VALUES (?\(String(repeating: ", ?", count: placement.count + content.count)))
        """
    static let update = "UPDATE beads SET \(assignments(placement + content)) WHERE id = ?"
    static let updateContent = "UPDATE beads SET \(assignments(content)) WHERE id = ?"

    private static func assignments(_ columns: [String]) -> String {
        columns.map { "\($0) = ?" }.joined(separator: ", ")
    }
}

extension BeadRow {
    /// In the order of `BeadColumns.placement`.
    fileprivate var placement: [SQLiteValue] {
        [
            .text(BeadHomeText(bead.rig).text), .text(bead.status.rawValue), .int(Int64(bead.priority.rawValue)),
            .int(bead.createdAt.milliseconds), .optional(bead.closedAt?.milliseconds),
            .optional(bead.deferUntil?.milliseconds), .optional(bead.parent?.text), .int(Int64(marks.rawValue)),
            .text(bead.disposition.rawValue),
        ]
    }

    /// In the order of `BeadColumns.content`.
    fileprivate var content: [SQLiteValue] {
        [
            .text(bead.title), .text(bead.description), .text(bead.type.rawValue), .optional(bead.assignee),
            .text(bead.createdBy), .int(bead.updatedAt.milliseconds), .optional(bead.closeReason),
            .optional(bead.outcome?.rawValue), .flag(bead.pinned), .int(bead.version), .int(Int64(blockers)),
            .int(Int64(waiting)), .int(Int64(inherited.rawValue)), .flag(queued), .optional(event),
        ]
    }
}
