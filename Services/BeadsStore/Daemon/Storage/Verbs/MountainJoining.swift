internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What gets a driven epic above it joins the convoy that drives it, in the same transaction.
extension Transaction {
    func joinMountains() throws(LedgerError) {
        guard !joined.isEmpty else { return }
        let ids = joined.sorted()
        joined.removeAll()
        guard try exists("SELECT 1 FROM mountain_epics LIMIT 1") else { return }
        var joining: [BeadID: [BeadID]] = [:]
        for id in ids {
            guard let row = try bead(id) else { continue }
            let work = try work(under: row)
            guard !work.isEmpty else { continue }
            for convoy in try mountains(above: id) { joining[convoy, default: []] += work }
        }
        for (id, beads) in joining.sorted(by: { $0.key < $1.key }) { try join(beads, to: try knownConvoy(id)) }
    }

    private func work(under row: BeadRow) throws(LedgerError) -> [BeadID] {
        guard row.bead.type != .epic else { return try leaves(of: row).map(\.id) }
        return row.bead.type.isWork && !row.bead.pinned && !row.bead.status.isEnded ? [row.id] : []
    }

    private func mountains(above id: BeadID) throws(LedgerError) -> Set<BeadID> {
        var found: Set<BeadID> = []
        var seen: Set<BeadID> = [id]
        var waiting = [id]
        while let next = waiting.popLast() {
            if let convoy = try text("SELECT convoy FROM mountain_epics WHERE epic = ?", .text(next.text))
                .flatMap({ BeadID($0) })
            {
                found.insert(convoy)
            }
            for parent in try parents(of: next) where seen.insert(parent).inserted { waiting.append(parent) }
        }
        return found
    }

    /// Nobody's bead is refused because a convoy is full: a person is told that it stays outside.
    private func join(_ beads: [BeadID], to convoy: Convoy) throws(LedgerError) {
        let known = Set(convoy.members.map(\.bead))
        let new = beads.filter { !known.contains($0) }
        guard !new.isEmpty else { return }
        guard known.count + new.count <= BeadLimits.convoyMembersMax else {
            _ = try raise(
                Escalation(
                    severity: .medium, title: "\(convoy.id) can't take what has joined its epic",
                    text: "A convoy tracks at most \(BeadLimits.convoyMembersMax) beads, and \(convoy.id) has "
                        + "\(known.count). \(new[0]) and what else comes under its epic is driven by nobody: sling it.",
                    source: "mountain-full/\(convoy.id)", about: convoy.id))
            return
        }
        try track(new, in: convoy)
        try refresh(convoy, adding: new)
    }
}
