internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension Transaction {
    /// Adds an edge that is not there yet, after the checks, and moves what it changes.
    func add(_ edge: Edge) throws(LedgerError) {
        let from = try knownBead(edge.from)
        let to = try knownBead(edge.to)
        try check(edge, from: from, to: to)
        try tie(edge, of: from)
        switch edge.type {
        case .blocks, .mergeBlocks:
            if !to.bead.status.isEnded { try shift(from) { $0.blockers += 1 } }
        case .conditionalBlocks, .waitsFor: try ripple(from: try recount([edge.from]))
        case .parentChild:
            joined.insert(edge.from)
            let inherited = from.inherited.union(to.readiness.passedDown)
            try change(from) {
                $0.bead.parent = edge.to
                $0.inherited = inherited
            }
            try ripple(from: try recount(try watchers(of: edge.to)))
        default: break
        }
    }

    /// The edge itself and its event; what it moves is for the caller.
    func tie(_ edge: Edge, of from: BeadRow) throws(LedgerError) {
        var edge = edge
        edge.gate = edge.type == .waitsFor ? edge.gate ?? .allChildren : nil
        try write(
            """
            INSERT INTO edges (source, target, type, created_at, created_by, gate, watched)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, .text(edge.from.text), .text(edge.to.text), .text(edge.type.rawValue), .int(now.milliseconds),
            .text(speaker.actor.description), .optional(edge.gate?.rawValue),
            .optional(edge.gate == nil ? nil : edge.to.text))
        try emit(.edgeAdded, in: from.bead.stream, subject: edge.from.text, EventData(edge: edge))
    }

    func remove(_ edge: Edge) throws(LedgerError) {
        let from = try knownBead(edge.from)
        try write(
            "DELETE FROM edges WHERE source = ? AND target = ? AND type = ?", .text(edge.from.text),
            .text(edge.to.text), .text(edge.type.rawValue))
        guard database.changes > 0 else {
            throw .refuse(
                .notFound, "\(edge.from) has no \(edge.type.rawValue) edge to \(edge.to)", about: edge.from.text,
                hint: "gt bead show \(edge.from) lists its edges")
        }
        try emit(.edgeRemoved, in: from.bead.stream, subject: edge.from.text, EventData(edge: edge))
        switch edge.type {
        case .blocks, .mergeBlocks:
            if let to = try bead(edge.to), !to.bead.status.isEnded { try shift(from) { $0.blockers -= 1 } }
        case .conditionalBlocks, .waitsFor: try ripple(from: try recount([edge.from]))
        case .parentChild:
            let parent = try parents(of: edge.from).first
            let inherited = try inheritance(of: from)
            try change(from) {
                $0.bead.parent = parent
                $0.inherited = inherited
            }
            try ripple(from: try recount(try watchers(of: edge.to)))
            try closeIfLastChildLeft(edge.to)
        default: break
        }
    }

    /// The child that was taken out may have been the last open one.
    private func closeIfLastChildLeft(_ id: BeadID) throws(LedgerError) {
        guard let row = try bead(id), row.bead.type == .epic, !row.bead.status.isEnded,
            try exists("SELECT 1 FROM beads WHERE parent = ? LIMIT 1", .text(id.text)), try !hasOpenChild(id),
            try !isWalked(id)
        else { return }
        try close(row, reason: Ending.children.closeReason)
    }

    func has(_ edge: Edge) throws(LedgerError) -> Bool {
        try exists(
            "SELECT 1 FROM edges WHERE source = ? AND target = ? AND type = ?", .text(edge.from.text),
            .text(edge.to.text), .text(edge.type.rawValue))
    }

    private func shift(_ row: BeadRow, _ edit: (inout BeadRow) -> Void) throws(LedgerError) {
        if let step = try derive(row, edit) { try ripple(from: [step]) }
    }
}
