internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension Transaction {
    /// Carries changes of beads to what depends on them, as far as it reaches and no further.
    ///
    /// A list of steps, not a recursion: inheritance goes any depth. Counts move once for each step in which a bead
    /// ends or opens; what children inherit is always read from the parent's present row, so the order of the list
    /// does not matter.
    func ripple(from first: [BeadStep]) throws(LedgerError) {
        var steps = first
        while let step = steps.popLast() {
            if step.old.bead != step.new.bead { try markConvoys(of: step.new.id) }
            if step.old.bead.status.isEnded != step.new.bead.status.isEnded {
                steps += try shiftDependents(of: step.new)
                steps += try recountWatchers(above: step.new.id)
                steps += try moveEpic(above: step.new)
                if step.new.bead.status.isEnded {
                    steps += try openGates(awaiting: step.new.id)
                    try openStepGates(awaiting: step.new.id)
                }
                try moveMolecules(with: step.new)
                try movePlugins(with: step.new)
                try moveEscalations(with: step.new)
            }
            if step.old.readiness.isBlocked, !step.new.readiness.isBlocked { try beginHeld(step.new) }
            if step.old.standing != step.new.standing { steps += try moveReplacements(of: step) }
            if step.old.readiness.passedDown != step.new.readiness.passedDown {
                steps += try passDown(from: step.new.id)
            }
            if step.new.queued, let step = try withdrawIfHeldBack(step.new.id) { steps.append(step) }
            // The last: a step that has failed is opened again by it.
            try moveStep(with: step)
        }
    }

    /// One blocker less, or one more, for each bead that waits for this one to end.
    private func shiftDependents(of row: BeadRow) throws(LedgerError) -> [BeadStep] {
        let shift = row.bead.status.isEnded ? -1 : 1
        var steps: [BeadStep] = []
        for id in try dependents(of: row.id) {
            guard let dependent = try bead(id) else { continue }
            if let step = try derive(dependent, { $0.blockers += shift }) { steps.append(step) }
        }
        return steps
    }

    /// An epic ends with its last child, and is open again with it.
    func moveEpic(above row: BeadRow) throws(LedgerError) -> [BeadStep] {
        guard let id = row.bead.parent, let parent = try bead(id), parent.bead.type == .epic,
            // Its molecule says when it ends.
            try !isWalked(id)
        else { return [] }
        if row.bead.status.isEnded {
            guard !parent.bead.status.isEnded, try !hasOpenChild(id) else { return [] }
            let reason = Ending.children.closeReason
            let step = try put(parent, as: .beadClosed, note: reason) {
                $0.end(reason: reason, outcome: .success, at: now)
            }
            return step.map { [$0] } ?? []
        }
        guard parent.bead.status.isEnded else { return [] }
        let inherited = try inheritance(of: parent)
        let step = try put(parent, as: .beadReopened, note: "its child \(row.id) is open") {
            $0.free()
            $0.inherited = inherited
        }
        return step.map { [$0] } ?? []
    }

    /// Only open children: a closed one passes nothing on, and takes over the parent's state when it is reopened.
    private func passDown(from id: BeadID) throws(LedgerError) -> [BeadStep] {
        guard let parent = try bead(id) else { return [] }
        let passed = parent.readiness.passedDown
        var steps: [BeadStep] = []
        for childID in try openHeirs(of: id) {
            guard let child = try bead(childID) else { continue }
            let inherited = try passed.union(inheritance(of: child, without: id))
            if let step = try derive(child, { $0.inherited = inherited }) { steps.append(step) }
        }
        return steps
    }

    /// What a bead has from its parents now.
    func inheritance(of row: BeadRow, without known: BeadID? = nil) throws(LedgerError) -> Inheritance {
        var inherited: Inheritance = []
        for id in try parents(of: row.id) where id != known {
            if let parent = try bead(id) { inherited.formUnion(parent.readiness.passedDown) }
        }
        return inherited
    }

    /// Nothing that is blocked or put off is given to a worker: it leaves the rig's queue until somebody slings it, or
    /// its convoy's feeding takes it up again.
    func withdrawIfHeldBack(_ id: BeadID) throws(LedgerError) -> BeadStep? {
        guard let row = try bead(id), row.queued else { return nil }
        guard row.bead.status.isEnded || row.readiness.isBlocked || row.readiness.isDeferred else { return nil }
        try withdrawDispatch(id, reason: "something it depends on is open")
        return try derive(row) { $0.queued = false }
    }

    private func markConvoys(of bead: BeadID) throws(LedgerError) {
        staleConvoys.formUnion(try convoys(tracking: bead))
    }
}
