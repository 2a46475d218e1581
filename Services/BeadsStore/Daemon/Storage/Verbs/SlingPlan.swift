internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Everything a sling command will do, found out before anything is written: so it is all or nothing, and a dry run is
/// the same plan, not carried out.
struct SlingPlan {
    /// What is done about one bead.
    enum Action: Hashable, Sendable {
        case queue(RigName)
        /// Its session has ended without a result: the attempt is ended, the bead queued again.
        case takeOver(Assignment, RigName)
        case wait(String)
        case nothing(String)
        /// On the agent's own hook: no queue, no polecat.
        case hang(Address)

        /// Where a polecat begins now.
        var rig: RigName? {
            switch self {
            case .queue(let rig), .takeOver(_, let rig): rig
            case .wait, .nothing, .hang: nil
            }
        }
    }

    struct Item: Hashable, Sendable {
        var row: BeadRow
        var action: Action
        var tracked: Bool
    }

    var items: [Item]
    var title: String
}

/// Checks a sling command against the state of things.
struct SlingPlanner<Reader: LedgerReader> {
    let reader: Reader
    let sling: WorkSling

    func plan() throws(LedgerError) -> SlingPlan {
        guard !sling.beads.isEmpty else {
            throw .refuse(.invalid, "no bead is named", hint: "gt sling <bead> [rig]")
        }
        if case .agent(let agent)? = sling.target { return try plan(for: agent) }
        if case .dogs? = sling.target { return try planForDogs() }
        let rig = try target()
        if let preset = sling.preset { try reader.checkPreset(preset, for: rig) }
        var items: [SlingPlan.Item] = []
        var seen: Set<BeadID> = []
        var titles: [String] = []
        for id in sling.beads {
            let row = try reader.knownBead(id)
            titles.append(row.bead.title)
            let isEpic = row.bead.type == .epic
            for leaf in isEpic ? try reader.openLeaves(of: row) : [row] where seen.insert(leaf.id).inserted {
                items.append(try item(leaf, target: rig, named: !isEpic))
            }
        }
        guard items.count <= BeadLimits.beadsPerCommandMax else {
            throw .refuse(
                .tooLarge, "that is \(items.count) beads; \(BeadLimits.beadsPerCommandMax) at once is the limit",
                hint: "sling parts of it")
        }
        try checkAgents(items)
        let more = titles.count > 1 ? " and \(titles.count - 1) more" : ""
        return SlingPlan(items: items, title: sling.convoyTitle ?? (titles.first ?? "") + more)
    }

    private func target() throws(LedgerError) -> RigName? {
        switch sling.target {
        case nil: return nil
        case .rig(let name):
            try checkActive(name)
            return name
        case .agent, .dogs: return nil
        }
    }

    /// Of each rig that is to begin now.
    private func checkAgents(_ items: [SlingPlan.Item]) throws(LedgerError) {
        guard sling.preset == nil else { return }
        for name in Set(items.compactMap(\.action.rig)).sorted() {
            try reader.checkPreset(try reader.knownRig(name).settings.agent, for: name)
        }
    }

    private func checkActive(_ name: RigName) throws(LedgerError) {
        guard try reader.knownRig(name).state == .active else {
            throw .refuse(.parked, "\(name) is parked", about: name.text, hint: "gt rig unpark \(name)")
        }
    }

    /// - Parameter named: it was named itself; a leaf of an epic that can't go now waits, or is left where it is.
    private func item(_ row: BeadRow, target: RigName?, named: Bool) throws(LedgerError) -> SlingPlan.Item {
        let action = try action(row, target: target, named: named)
        let waits = if case .wait = action { true } else { false }
        return SlingPlan.Item(
            row: row, action: action, tracked: try reader.isTracked(row.id, byFeeding: waits))
    }

    private func action(_ row: BeadRow, target: RigName?, named: Bool) throws(LedgerError) -> SlingPlan.Action {
        switch row.bead.disposition {
        case .closed:
            throw .refuse(
                .conflict, "\(row.id) is closed: \(row.bead.closeReason ?? "no reason given")", about: row.id.text,
                hint: "gt bead reopen \(row.id) first")
        case .notWork:
            throw .refuse(
                .invalid, "\(row.id) is no work but \(row.bead.pinned ? "pinned" : row.bead.type.article)",
                about: row.id.text, hint: "sling a task, a bug, a feature, a chore or an epic")
        case .taken: return try takenAction(row, target: target, named: named)
        case .deferred:
            let until = row.bead.deferUntil.map { " until \($0)" } ?? " with its parent"
            guard named else { return .wait("deferred\(until)") }
            throw .refuse(
                .conflict, "\(row.id) is deferred\(until)", about: row.id.text,
                hint: "sling it then, or sling its epic now: it waits in the convoy")
        case .blocked:
            let blockers = try reader.holds(on: row.id).map(\.subject.text)
            let what = blockers.isEmpty ? "its parent" : blockers.joined(separator: ", ")
            guard !sling.noConvoy else {
                throw .refuse(
                    .conflict, "\(row.id) waits for \(what), and without a convoy nobody would feed it",
                    about: row.id.text, hint: "leave --no-convoy out")
            }
            _ = try home(row, target)
            return .wait("waits for \(what)")
        case .ready: return .queue(try home(row, target))
        }
    }

    private func home(_ row: BeadRow, _ target: RigName?) throws(LedgerError) -> RigName {
        guard let rig = target ?? row.bead.rig else {
            throw .refuse(
                .invalid, "\(row.id) belongs to the town, not to a rig: say where it is to be worked on",
                about: row.id.text, hint: "gt sling \(row.id) <rig>")
        }
        try checkActive(rig)
        return rig
    }

    /// The same target again is nothing to do; another one is a conflict that names the holder.
    private func takenAction(_ row: BeadRow, target: RigName?, named: Bool) throws(LedgerError) -> SlingPlan.Action {
        if let entry = try reader.dispatch(row.id) {
            guard !named || target == nil || target == entry.rig else {
                throw .refuse(
                    .conflict, "\(row.id) is in the queue of \(entry.rig)", about: row.id.text,
                    hint: "gt unsling \(row.id) first")
            }
            return .nothing("in the queue of \(entry.rig)")
        }
        if let assignment = try reader.currentAssignment(of: row.id) {
            if try reader.session(assignment.incarnation)?.state == .ended {
                return .takeOver(assignment, target ?? assignment.rig)
            }
            guard !named || target == nil || target == assignment.rig else {
                throw .refuse(
                    .conflict, "\(row.id) is on the hook of \(assignment.agent)", about: row.id.text,
                    hint: "gt unsling \(row.id) first")
            }
            return .nothing("on the hook of \(assignment.agent)")
        }
        if let request = try reader.openRequest(of: row.id) {
            guard named else { return .nothing("in the merge queue as \(request.id)") }
            throw .refuse(
                .conflict, "\(row.id) is in the merge queue as \(request.id)", about: row.id.text,
                hint: "gt mq why \(request.id)")
        }
        // Held by somebody who has no hook here: an import said so. It can be slung.
        return .queue(try home(row, target))
    }
}

extension BeadType {
    fileprivate var article: String {
        guard let first = rawValue.first else { return "of no type" }
        return ("aeiou".contains(first) ? "an " : "a ") + rawValue
    }
}
