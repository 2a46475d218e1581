internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What an edge must not be: of no type, to itself, a second parent, or the last of a ring.
extension Transaction {
    func check(_ edge: Edge, from: BeadRow, to: BeadRow) throws(LedgerError) {
        let isOfGate = edge.type == .until && from.bead.type == .gate
        guard EdgeType.creatable.contains(edge.type) || isOfGate else {
            let types = EdgeType.creatable.map(\.rawValue).joined(separator: ", ")
            throw .refuse(.invalid, "an edge can't be made of type \(edge.type.rawValue)", hint: "types: \(types)")
        }
        guard edge.from != edge.to else {
            throw .refuse(.invalid, "\(edge.from) can't depend on itself", about: edge.from.text)
        }
        if edge.type == .conditionalBlocks, try isWalked(edge.from) {
            throw .refuse(
                .conflict, "\(edge.from) is a step of a molecule, which decides when it is skipped",
                about: edge.from.text, hint: "say so in the formula: a step's condition")
        }
        if edge.type == .conditionalBlocks, to.bead.status.isEnded, !to.standing.hasFailed {
            throw .refuse(
                .conflict, "\(edge.to) has ended and did not fail: \(edge.from) would wait for ever",
                about: edge.to.text, hint: "close \(edge.from) instead, or reopen \(edge.to) first")
        }
        if edge.type == .parentChild {
            if let parent = from.bead.parent {
                throw .refuse(
                    .conflict, "\(edge.from) is a child of \(parent) already", about: edge.from.text,
                    hint: "gt bead dep remove \(edge.from) \(parent) --type parent-child first")
            }
            // It stays open for ever, and would keep open what it is a part of.
            guard !from.marks.contains(.template) || to.marks.contains(.template) else {
                throw .refuse(
                    .conflict, "\(edge.to) is no template, and would stay open with a template in it",
                    about: edge.to.text, hint: "a template is a part of another template, or of nothing")
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
        case .blocks, .mergeBlocks, .conditionalBlocks:
            return try WaitGraph.way(from: .end(edge.to), to: .start(edge.from), next: next).map { [edge.from] + $0 }
        case .waitsFor:
            for id in [edge.to] + (try children(of: edge.to)) {
                if let way = try WaitGraph.way(from: .end(id), to: .start(edge.from), next: next) {
                    return [edge.from] + (id == edge.to ? [] : [edge.to]) + way
                }
            }
            return nil
        case .parentChild:
            if let way = try WaitGraph.way(from: .start(edge.to), to: .start(edge.from), next: next) {
                return [edge.from] + way
            }
            for watcher in try watchers(of: edge.to) {
                if let way = try WaitGraph.way(from: .end(edge.from), to: .start(watcher), next: next) {
                    return [watcher, edge.to] + way
                }
            }
            guard to.bead.type == .epic else { return nil }
            return try WaitGraph.way(from: .end(edge.from), to: .end(edge.to), next: next).map { [edge.to] + $0 }
        default: return nil
        }
    }

    private func waitsFor(_ moment: WaitGraph.Moment) throws(LedgerError) -> [WaitGraph.Moment] {
        switch moment {
        case .start(let id):
            let edges = try rows(
                "SELECT type, target, watched FROM edges WHERE source = ? AND type IN \(Self.waitingTypes)",
                .text(id.text)
            ) { (row) throws(SQLiteFailure) in
                (row.text(0), BeadID(row.text(1)), row.optionalText(2).flatMap(BeadID.init))
            }
            var moments: [WaitGraph.Moment] = []
            for (type, target, watched) in edges {
                guard let target else { continue }
                switch EdgeType(rawValue: type) {
                case .parentChild: moments.append(.start(target))
                case .waitsFor:
                    let subject = watched ?? target
                    moments += [.end(subject)] + (try children(of: subject)).map(WaitGraph.Moment.end)
                default: moments.append(.end(target))
                }
            }
            return moments
        case .end(let id):
            guard try text("SELECT type FROM beads WHERE id = ?", .text(id.text)) == BeadType.epic.rawValue
            else { return [.start(id)] }
            return [.start(id)] + (try children(of: id)).map(WaitGraph.Moment.end)
        }
    }

    private func children(of id: BeadID) throws(LedgerError) -> [BeadID] {
        try texts("SELECT source FROM edges WHERE target = ? AND type = 'parent-child'", .text(id.text))
            .compactMap(BeadID.init)
    }

    private static let waitingTypes =
        "('blocks', 'merge-blocks', 'conditional-blocks', 'waits-for', 'parent-child')"
}
