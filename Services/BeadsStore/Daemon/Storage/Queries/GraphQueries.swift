internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What hangs on what.
extension QueryRule {
    static let graphs: [QueryRule] = [
        .query(DependencyTree.self) { (tree, reading) throws(LedgerError) in
            try reading.tree(tree)
        },
        .query(DependencyCycles.self) { (_, reading) throws(LedgerError) in
            DependencyCyclesReply(cycles: Rings.find(try reading.waits()))
        },
        .query(BeadBlocked.self) { (blocked, reading) throws(LedgerError) in
            try reading.blocked(blocked)
        },
    ]
}

extension Reading {
    /// Depth first; a bead that hangs in several places is opened in the first.
    fileprivate func tree(_ tree: DependencyTree) throws(LedgerError) -> DependencyTreeReply {
        var reply = DependencyTreeReply(nodes: [], isCut: false)
        var opened: Set<BeadID> = []
        var waiting: [(id: BeadID, depth: Int, type: EdgeType?)] = [(tree.id, 0, nil)]
        while let next = waiting.popLast() {
            guard reply.nodes.count < BeadLimits.treeNodesMax else {
                reply.isCut = true
                break
            }
            // What an edge leads to may be in no ledger, or in another one.
            guard let row = next.depth == 0 ? try knownBead(next.id) : try bead(next.id) else { continue }
            let isRepeated = !opened.insert(next.id).inserted
            reply.nodes.append(
                .init(depth: next.depth, bead: row.bead.withoutDescription, type: next.type, isRepeated: isRepeated))
            guard !isRepeated else { continue }
            let branches = try branches(of: next.id, tree.direction)
            guard next.depth < tree.depthMax else {
                reply.isCut = reply.isCut || !branches.isEmpty
                continue
            }
            waiting += branches.reversed().map { ($0.id, next.depth + 1, $0.type) }
        }
        return reply
    }

    private func branches(
        of id: BeadID, _ direction: DependencyTree.Direction
    ) throws(LedgerError) -> [(id: BeadID, type: EdgeType)] {
        try edges(of: id).compactMap { edge in
            switch direction {
            case .down: edge.from == id ? (edge.to, edge.type) : nil
            case .up: edge.to == id ? (edge.from, edge.type) : nil
            }
        }
    }

    /// For each bead the beads whose state it waits for, its parent among them.
    fileprivate func waits() throws(LedgerError) -> [BeadID: [BeadID]] {
        let found = try rows(
            """
            SELECT source, coalesce(watched, target) FROM edges
            WHERE type IN ('blocks', 'merge-blocks', 'conditional-blocks', 'waits-for', 'parent-child')
            """
        ) { (row) throws(SQLiteFailure) in (BeadID(row.text(0)), BeadID(row.text(1))) }
        var waits: [BeadID: [BeadID]] = [:]
        for case (let from?, let to?) in found { waits[from, default: []].append(to) }
        return waits
    }

    fileprivate func blocked(_ query: BeadBlocked) throws(LedgerError) -> BlockedPage {
        let limit = PageLimit.rows(query.limit)
        var selection = BeadSelection(home: query.home)
        selection.dispositions = [.blocked]
        let filter = try BeadFilter(selection, order: BeadOrder(.priority), after: query.after)
        let found = try beads(filter, limit: limit + 1)
        var rows: [BlockedBead] = []
        for row in found.prefix(limit) {
            rows.append(
                BlockedBead(
                    bead: row.bead.withoutDescription, blockedBy: try holds(on: row.id).map(\.subject),
                    reasons: try waitsFor(row)))
        }
        let (page, isWhole) = PageLimit.fit(rows)
        let more = !isWhole || found.count > limit
        return BlockedPage(
            beads: page, next: more ? filter.next(after: page.last?.bead.id, shown: page.count) : nil)
    }
}

extension Bead {
    /// For answers about many.
    var withoutDescription: Bead {
        var bead = self
        bead.description = ""
        return bead
    }
}
