internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A worker's end of an assignment.
extension VerbRule {
    static let done: [VerbRule] = [
        .command(WorkDone.self) { (done, transaction) throws(LedgerError) in
            try transaction.done(done)
        }
    ]
}

extension Transaction {
    fileprivate func done(_ done: WorkDone) throws(LedgerError) -> DoneReply {
        try BeadText.check(reason: done.message)
        if speaker.actor.isDog { return try errandDone(done) }
        let assignment = try knownAssignment(done.assignment)
        guard speaker.session == assignment.incarnation || speaker.actor == .overseer else {
            throw .refuse(
                .forbidden, "assignment \(done.assignment) is not yours: \(assignment.agent) has it",
                about: String(done.assignment))
        }
        if let head = done.head, !assignment.state.isCurrent, assignment.head == head {
            return DoneReply(bead: assignment.bead, request: try request(of: assignment.bead, head: head)?.id)
        }
        guard assignment.state.isCurrent, try hook(of: assignment.agent)?.assignment == assignment.number else {
            throw .refuse(
                .conflict, "assignment \(done.assignment) is over: \(assignment.bead) was taken back or given out anew",
                about: assignment.bead.text, hint: "gt hook shows what is on your hook now")
        }
        if speaker.session == assignment.incarnation { try turnEnded(in: assignment.incarnation) }
        try takeHandoff(
            of: assignment.agent, in: assignment.incarnation,
            isFinished: [.completed, .noChange].contains(done.status))
        try forgetLimits(of: assignment.bead)
        switch done.status {
        case .completed: return try handIn(assignment, done)
        case .noChange: return try leaveUnchanged(assignment, done)
        case .blocked, .deferred, .review:
            try end(assignment, as: .putAside, head: done.head, note: done.message)
            return try putAside(assignment.bead, done)
        }
    }

    private func handIn(_ assignment: Assignment, _ done: WorkDone) throws(LedgerError) -> DoneReply {
        guard let head = done.head, let base = done.base, head != base else {
            throw .refuse(
                .invalid, "there is no commit beyond the base to hand in", about: assignment.bead.text,
                hint: "commit first, or gt done --status no-change -m why")
        }
        if let leg = try reviewOnlyStep(assignment.bead) {
            try end(assignment, as: .handedIn, head: head, note: done.message)
            try keepFindings(of: leg, head: head, by: assignment.agent)
            return DoneReply(bead: assignment.bead)
        }
        let request = try handedIn(assignment, head: head, base: base)
        try end(assignment, as: .handedIn, head: head, note: done.message)
        try endWay(of: assignment.bead, reason: "\(assignment.bead) was handed in")
        #if DEBUG
            if Mutant.active == .closeOnSubmit {
                try close(try knownBead(assignment.bead), reason: Ending.landed(head).closeReason)
                return DoneReply(bead: assignment.bead, request: request.id)
            }
        #endif
        try change(try knownBead(assignment.bead), note: done.message) { $0.bead.status = .submitted }
        return DoneReply(bead: assignment.bead, request: request.id)
    }

    /// The same head again is the same request; a newer one takes the place of those that are not landing.
    private func handedIn(
        _ assignment: Assignment, head: CommitID, base: CommitID
    ) throws(LedgerError) -> MergeRequest {
        if let same = try request(of: assignment.bead, head: head) {
            guard same.state != .landed else {
                throw .refuse(
                    .conflict, "\(head.short) has landed already, as \(same.id)", about: assignment.bead.text,
                    hint: "commit what is new, or gt done --status no-change -m why")
            }
            return same
        }
        for older in try openRequests(of: assignment.bead) where older.state != .landing {
            try withdraw(older, reason: "a newer head was handed in: \(head.short)")
        }
        let row = try knownBead(assignment.bead)
        let convoy = try openConvoy(tracking: assignment.bead)
        let request = MergeRequest(
            id: try mint(prefix: try knownRig(assignment.rig).prefix, kind: "mr"), bead: assignment.bead,
            rig: assignment.rig, title: row.bead.title, assignment: assignment.number, worker: assignment.agent,
            convoy: convoy?.id, convoyCreatedAt: convoy?.createdAt, head: head, base: base,
            target: assignment.target, mergeMode: assignment.mergeMode, attempt: assignment.attempt,
            priority: row.bead.priority, enqueuedAt: now)
        try save(request)
        try emit(.requestSubmitted, about: request)
        return request
    }

    private func leaveUnchanged(_ assignment: Assignment, _ done: WorkDone) throws(LedgerError) -> DoneReply {
        guard !done.message.trimmed.isEmpty else {
            throw .refuse(.invalid, "no-change needs a reason", hint: "gt done --status no-change -m why")
        }
        try end(assignment, as: .noChange, note: done.message)
        try close(try knownBead(assignment.bead), reason: Ending.noChange(done.message).closeReason)
        return DoneReply(bead: assignment.bead)
    }

    /// Not finished: the head is kept, and something or somebody is named that moves the bead on.
    func putAside(_ id: BeadID, _ done: WorkDone) throws(LedgerError) -> DoneReply {
        let row = try knownBead(id)
        let kept = done.head.map { "\nIts work is kept as refs/gt/submitted/\(id)/\($0)." } ?? ""
        switch done.status {
        case .deferred:
            let until = now.advanced(by: .seconds(BeadLimits.workerDeferralSeconds))
            try setTimer(.undefer(id), due: until)
            try change(row, note: done.message) {
                $0.free()
                $0.bead.deferUntil = until
            }
        case .blocked where row.readiness.isBlocked:
            // What it waits for is in the graph already: that moves it.
            try change(row, note: done.message) { $0.free() }
        case .blocked, .review, .completed, .noChange:
            try askPerson(
                about: id, title: "\(id) \(done.status == .review ? "asks for review" : "is blocked")",
                text: done.message + kept, source: "\(done.status.rawValue)/\(id)", severity: .medium)
        }
        return DoneReply(bead: id)
    }
}
