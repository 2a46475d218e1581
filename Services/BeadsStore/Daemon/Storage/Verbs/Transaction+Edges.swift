internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension Transaction {
    /// Adds an edge that is not there yet, after the checks, and moves what it changes.
    func add(_ edge: Edge) throws(LedgerError) {
        let from = try knownBead(edge.from)
        let to = try knownBead(edge.to)
        try check(edge, from: from, to: to)
        try write(
            "INSERT INTO edges (source, target, type, created_at, created_by) VALUES (?, ?, ?, ?, ?)",
            .text(edge.from.text), .text(edge.to.text), .text(edge.type.rawValue), .int(now.milliseconds),
            .text(speaker.actor.description))
        try emit(.edgeAdded, in: from.bead.stream, subject: edge.from.text, EventData(edge: edge))
        if edge.type == .blocks, !to.bead.status.isEnded {
            try shift(from) { $0.blockers += 1 }
        } else if edge.type == .parentChild {
            let passed = to.readiness.passedDown
            try change(from) {
                $0.bead.parent = edge.to
                $0.inherited = passed
            }
        }
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
        if edge.type == .blocks, let to = try bead(edge.to), !to.bead.status.isEnded {
            try shift(from) { $0.blockers -= 1 }
        } else if edge.type == .parentChild {
            try change(from) {
                $0.bead.parent = nil
                $0.inherited = []
            }
            try closeIfLastChildLeft(edge.to)
        }
    }

    /// The child that was taken out may have been the last open one.
    private func closeIfLastChildLeft(_ id: BeadID) throws(LedgerError) {
        guard let row = try bead(id), row.bead.type == .epic, !row.bead.status.isEnded,
            try exists("SELECT 1 FROM beads WHERE parent = ? LIMIT 1", .text(id.text)), try !hasOpenChild(id)
        else { return }
        try close(row, reason: Ending.children.closeReason)
    }

    func has(_ edge: Edge) throws(LedgerError) -> Bool {
        try exists(
            "SELECT 1 FROM edges WHERE source = ? AND target = ? AND type = ?", .text(edge.from.text),
            .text(edge.to.text), .text(edge.type.rawValue))
    }

    private func shift(_ row: BeadRow, _ edit: (inout BeadRow) -> Void) throws(LedgerError) {
        if let step = try derive(row, edit) { try ripple(from: step) }
    }

    private func check(_ edge: Edge, from: BeadRow, to: BeadRow) throws(LedgerError) {
        guard EdgeType.creatable.contains(edge.type) else {
            let types = EdgeType.creatable.map(\.rawValue).joined(separator: ", ")
            throw .refuse(.invalid, "an edge can't be made of type \(edge.type.rawValue)", hint: "types: \(types)")
        }
        guard edge.from != edge.to else {
            throw .refuse(.invalid, "\(edge.from) can't depend on itself", about: edge.from.text)
        }
        if edge.type == .parentChild {
            if let parent = from.bead.parent {
                throw .refuse(
                    .conflict, "\(edge.from) is a child of \(parent) already", about: edge.from.text,
                    hint: "gt bead dep remove \(edge.from) \(parent) --type parent-child first")
            }
            guard !to.bead.status.isEnded || from.bead.status.isEnded else {
                throw .refuse(
                    .conflict, "\(edge.to) is closed: it can't take an open child", about: edge.to.text,
                    hint: "gt bead reopen \(edge.to) first")
            }
        }
        if let way = try standstill(with: edge, to: to) {
            let named = way.map(\.text).joined(separator: " → ")
            throw .refuse(
                .conflict, "this would be a cycle: \(named)", about: edge.from.text,
                hint: "remove one of these edges first")
        }
    }

    /// The beads of the ring that the edge would close; nil when it closes none.
    private func standstill(with edge: Edge, to: BeadRow) throws(LedgerError) -> [BeadID]? {
        let next = { (moment: WaitGraph.Moment) throws(LedgerError) -> [WaitGraph.Moment] in
            try self.waitsFor(moment)
        }
        switch edge.type {
        case .blocks:
            return try WaitGraph.way(from: .end(edge.to), to: .start(edge.from), next: next).map { [edge.from] + $0 }
        case .parentChild:
            if let way = try WaitGraph.way(from: .start(edge.to), to: .start(edge.from), next: next) {
                return [edge.from] + way
            }
            guard to.bead.type == .epic else { return nil }
            return try WaitGraph.way(from: .end(edge.from), to: .end(edge.to), next: next).map { [edge.to] + $0 }
        default: return nil
        }
    }

    private func waitsFor(_ moment: WaitGraph.Moment) throws(LedgerError) -> [WaitGraph.Moment] {
        switch moment {
        case .start(let id):
            let blockers = try texts("SELECT target FROM edges WHERE source = ? AND type = 'blocks'", .text(id.text))
                .compactMap(BeadID.init).map(WaitGraph.Moment.end)
            return blockers + (try parent(of: id).map { [.start($0)] } ?? [])
        case .end(let id):
            guard try text("SELECT type FROM beads WHERE id = ?", .text(id.text)) == BeadType.epic.rawValue
            else { return [.start(id)] }
            let children = try texts("SELECT id FROM beads WHERE parent = ?", .text(id.text))
            return [.start(id)] + children.compactMap(BeadID.init).map(WaitGraph.Moment.end)
        }
    }

    private func parent(of id: BeadID) throws(LedgerError) -> BeadID? {
        try text("SELECT parent FROM beads WHERE id = ? AND parent IS NOT NULL", .text(id.text)).flatMap(BeadID.init)
    }
}
