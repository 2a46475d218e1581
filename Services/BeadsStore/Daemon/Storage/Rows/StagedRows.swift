internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    /// What the ledger knows of each of these as a member of a convoy.
    /// - Parameters:
    ///   - rig: where all of them go; nil: each to its own.
    ///   - own: the convoy itself, if there is one.
    func staged(_ members: [BeadID], rig: RigName?, in own: BeadID?) throws(LedgerError) -> [StagedBead] {
        var shelf = NeedShelf()
        var staged: [StagedBead] = []
        for id in members {
            let row = try knownBead(id)
            let home = try (rig ?? row.bead.rig).flatMap { (name) throws(LedgerError) in try self.rig(name) }
            var others: [BeadID] = []
            for other in try convoys(tracking: id) where other != own {
                if let state = try convoy(other)?.state, state == .open || state == .staged { others.append(other) }
            }
            staged.append(
                StagedBead(
                    bead: row.bead, rig: home, needs: try needs(of: row, &shelf), place: try place(of: row),
                    convoys: others))
        }
        return staged
    }

    /// The open beads that this one waits for, by its own edges and by its parents'.
    func needs(of row: BeadRow, _ shelf: inout NeedShelf) throws(LedgerError) -> [BeadID] {
        var needs: Set<BeadID> = []
        var seen: Set<BeadID> = [row.id]
        var waiting = [row.id]
        while let id = waiting.popLast() {
            if shelf.holds[id] == nil { shelf.holds[id] = try holds(on: id).map(\.subject) }
            for subject in shelf.holds[id] ?? [] {
                if shelf.leaves[subject] == nil { shelf.leaves[subject] = try leavesThatEnd(subject) }
                needs.formUnion(shelf.leaves[subject] ?? [])
            }
            for parent in try parents(of: id) where seen.insert(parent).inserted { waiting.append(parent) }
        }
        return needs.sorted()
    }

    /// An epic ends with the last of its leaves; what has none, and what is no epic, ends by itself.
    private func leavesThatEnd(_ id: BeadID) throws(LedgerError) -> [BeadID] {
        guard let row = try bead(id), row.bead.type == .epic, try hasOpenChild(id) else { return [id] }
        return try leaves(of: row).map(\.id)
    }

    private func place(of row: BeadRow) throws(LedgerError) -> String? {
        guard row.bead.disposition == .taken else { return nil }
        if let entry = try dispatch(row.id) { return "in the queue of \(entry.rig)" }
        if let assignment = try currentAssignment(of: row.id) { return "on the hook of \(assignment.agent)" }
        if let request = try openRequest(of: row.id) { return "in the merge queue as \(request.id)" }
        return row.bead.assignee.map { "with \($0)" } ?? "in progress"
    }
}

/// What was looked up for one member serves the next.
struct NeedShelf {
    var holds: [BeadID: [BeadID]] = [:]
    var leaves: [BeadID: [BeadID]] = [:]
}
