internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Molecules that wait for others. What holds one back is an edge of its root, which the ledger's own rules move; a molecule that
/// is *held* has not begun, and has no row, no gate and no timer of any step.
extension Transaction {
    func bond(_ bond: MoleculeBond) throws(LedgerError) -> MoleculeBondReply {
        let first = try knownMolecule(bond.molecule, shelf)
        try checkMayWalk(first)
        let second = try second(of: bond, first)
        guard second.molecule.root != first.molecule.root else {
            throw .refuse(.invalid, "\(bond.molecule) can't be joined to itself", about: bond.molecule.text)
        }
        guard second.molecule.endedAt == nil else {
            throw .refuse(
                .conflict, "\(second.molecule.root) has ended: it waits for nothing any more",
                about: second.molecule.root.text)
        }
        var parent: BeadID?
        switch bond.type {
        case .sequential: try hold(second, by: .blocks, of: first)
        case .conditional: try hold(second, by: .conditionalBlocks, of: first)
        case .parallel: parent = try join(first, second)
        }
        return MoleculeBondReply(
            molecule: try knownMolecule(first.molecule.root, shelf).molecule,
            other: try knownMolecule(second.molecule.root, shelf).molecule, parent: parent)
    }

    private func second(of bond: MoleculeBond, _ first: MoleculeRow) throws(LedgerError) -> MoleculeRow {
        switch (bond.other, bond.graph) {
        case (let other?, nil):
            let row = try knownMolecule(other, shelf)
            try checkMayWalk(row)
            return row
        case (nil, let graph?):
            let rig = try knownBead(first.molecule.root).bead.rig
            let made = try make(MoleculeMake(graph: graph, rig: rig, title: bond.title))
            return try knownMolecule(made.molecule.root, shelf)
        case (nil, nil), (.some, .some):
            throw .refuse(
                .invalid, "the second is a molecule that is there, or one that is made: one of the two",
                about: bond.molecule.text)
        }
    }

    private func hold(
        _ second: MoleculeRow, by type: EdgeType, of first: MoleculeRow
    ) throws(LedgerError) {
        let edge = Edge(from: second.molecule.root, to: first.molecule.root, type: type)
        guard try !has(edge) else {
            throw .refuse(.already, "\(edge.from) waits for \(edge.to) already", about: edge.from.text)
        }
        try add(edge)
        guard try knownBead(edge.from).readiness.isBlocked, !second.molecule.isHeld else { return }
        guard try !hasBegun(second) else {
            throw .refuse(
                .conflict, "\(edge.from) has begun: it can't wait for \(edge.to) any more", about: edge.from.text,
                hint: "gt mol show \(edge.from) says how far it is")
        }
        try dropWaits(of: second)
        try write("DELETE FROM steps WHERE molecule = ?", .int(second.number))
        try write(
            "UPDATE molecules SET held = 1, done = 0, skipped = 0, failed = 0, moved_at = ? WHERE number = ?",
            .int(now.milliseconds), .int(second.number))
    }

    /// Whether anybody has done anything: what is only reached can be reached again.
    private func hasBegun(_ row: MoleculeRow) throws(LedgerError) -> Bool {
        guard row.molecule.done == 0, row.molecule.failed == 0 else { return true }
        for step in try openSteps("state > 0 ORDER BY number", row.number) {
            if step.attempt > 0 || step.holder != nil { return true }
            // A gate that was opened by a person, a time or a bead is open.
            if step.state == .ready, row.index.place(of: step.number)?.graphNode.step.gate != nil { return true }
        }
        return false
    }

    /// Nothing holds its root any more: it begins as if it were made now.
    func beginHeld(_ root: BeadRow) throws(LedgerError) {
        guard root.bead.type == .molecule, let root = try bead(root.id), !root.readiness.isBlocked,
            !root.bead.status.isEnded, var row = try molecule(root.id, shelf), row.molecule.isHeld,
            row.molecule.endedAt == nil
        else { return }
        try write("UPDATE molecules SET held = 0 WHERE number = ?", .int(row.number))
        row.molecule.held = nil
        var walk = walk(row)
        try walk.begin()
        _ = try settle(&walk, row)
    }

    /// Under the parent that one of them has, or under an epic that is made for them, as little to be seen in files as they are.
    private func join(_ first: MoleculeRow, _ second: MoleculeRow) throws(LedgerError) -> BeadID {
        let (one, other) = (try knownBead(first.molecule.root), try knownBead(second.molecule.root))
        switch (one.bead.parent, other.bead.parent) {
        case (let parent?, let same?) where parent == same:
            throw .refuse(.already, "\(one.id) and \(other.id) are parts of \(parent) already", about: one.id.text)
        case (let parent?, let another?):
            throw .refuse(
                .conflict, "\(one.id) is a part of \(parent), and \(other.id) of \(another)", about: one.id.text,
                hint: "gt bead dep remove \(other.id) \(another) --type parent-child first")
        case (let parent?, nil):
            try add(Edge(from: other.id, to: parent, type: .parentChild))
            return parent
        case (nil, let parent?):
            try add(Edge(from: one.id, to: parent, type: .parentChild))
            return parent
        case (nil, nil):
            let prefix =
                try one.bead.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
            let parent = try mint(prefix: prefix, kind: "wisp")
            let title = "\(one.bead.title) & \(other.bead.title)"
            try insert(
                BeadRow(
                    bead: Bead(
                        id: parent, rig: one.bead.rig,
                        title: title.utf8.count <= BeadLimits.titleBytesMax ? title : "\(one.id) & \(other.id)",
                        type: .epic, createdAt: now, createdBy: speaker.actor.description, updatedAt: now),
                    marks: [.ephemeral]))
            for id in [one.id, other.id] { try add(Edge(from: id, to: parent, type: .parentChild)) }
            return parent
        }
    }

    /// Nothing comes of a burned molecule. For what is only there for that case it has failed; else nobody need care.
    func outcome(ofBurning root: BeadID) throws(LedgerError) -> Outcome {
        try exists(
            "SELECT 1 FROM edges WHERE target = ? AND type = 'conditional-blocks' LIMIT 1", .text(root.text))
            ? .failed : .skipped
    }
}
