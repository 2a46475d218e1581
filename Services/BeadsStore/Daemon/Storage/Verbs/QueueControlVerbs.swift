internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What people do about a merge queue, and a Refinery that holds its own.
extension VerbRule {
    static let queueControl: [VerbRule] = [
        .command(QueuePause.self) { (pause, transaction) throws(LedgerError) in
            RigReply(rig: try transaction.pause(pause))
        },
        .command(QueueResume.self) { (resume, transaction) throws(LedgerError) in
            RigReply(rig: try transaction.resume(resume))
        },
        .command(MergeFront.self) { (front, transaction) throws(LedgerError) in
            RequestReply(request: try transaction.front(front))
        },
        .command(MergeWithdraw.self) { (withdraw, transaction) throws(LedgerError) in
            RequestReply(request: try transaction.withdraw(withdraw))
        },
        .command(MergeReject.self) { (reject, transaction) throws(LedgerError) in
            RequestReply(request: try transaction.reject(reject))
        },
        .command(MergeRetry.self) { (retry, transaction) throws(LedgerError) in
            RequestReply(request: try transaction.retry(retry))
        },
    ]
}

extension Transaction {
    fileprivate func pause(_ pause: QueuePause) throws(LedgerError) -> Rig {
        if let reason = pause.reason { try BeadText.check(reason: reason) }
        var rig = try knownRig(pause.rig)
        let isService = [.deacon, .witness, .refinery].contains(speaker.kind)
        if isService || pause.move != nil { try checkRole(.refinery(rig.name)) }
        guard rig.queueHold == nil else { return rig }
        // What a Refinery asked for before it was killed may come when somebody has seen to it already.
        if let move = pause.move, rig.accepts(move) { return rig }
        rig.queueHold = QueueHold(by: speaker.actor, since: now, reason: pause.reason, move: pause.move)
        try save(rig)
        if let move = pause.move { try notice(move, in: rig) }
        let why = pause.reason.map { ": \($0)" } ?? ""
        try tell(.rigChanged, rig, note: "its merge queue is held\(why)")
        return rig
    }

    fileprivate func resume(_ resume: QueueResume) throws(LedgerError) -> Rig {
        var rig = try knownRig(resume.rig)
        guard let hold = rig.queueHold else { return rig }
        rig.queueHold = nil
        if let move = hold.move {
            rig.accept(move)
            // Who is no person has let it go on, and leaves the notice to one.
            if speaker.actor.isPerson {
                try closeEscalation(Self.source(of: move, in: rig), because: "the queue was resumed")
            }
        }
        try save(rig)
        let accepted = hold.move.map { ", on \($0.target) as others left it at \($0.to.short)" } ?? ""
        try tell(.rigChanged, rig, note: "its merge queue goes on\(accepted)")
        return rig
    }

    /// In the transaction of the hold: a Refinery that is killed between the two would leave a queue that nobody knows
    /// is held.
    private func notice(_ move: TargetMove, in rig: Rig) throws(LedgerError) {
        let kept = move.rewritten ? " \(move.from.short) is kept under refs/gt/displaced." : ""
        _ = try raise(
            Escalation(
                severity: move.rewritten ? .high : .medium,
                title: BeadText.titleLine(of: "the merge queue of \(rig.name) is held: others moved \(move.target)"),
                text: "The merge queue of rig \(rig.name) is held: \(move.sentence).\(kept) Nothing is tested or "
                    + "landed until `gt mq resume \(rig.name)`, which accepts \(move.target) at \(move.to.short) and no "
                    + "later move. The setting is foreign_moves in rigs/\(rig.name)/rig.toml.",
                source: Self.source(of: move, in: rig)))
    }

    private static func source(of move: TargetMove, in rig: Rig) -> String {
        "target-moved/\(rig.name)/\(move.target)/\(move.to)"
    }

    fileprivate func front(_ front: MergeFront) throws(LedgerError) -> MergeRequest {
        var request = try requestMeant(by: front.id)
        guard request.state == .queued || request.state == .testing else {
            throw .refuse(
                .conflict, "\(request.id) is \(request.state.rawValue): it does not wait", about: request.id.text,
                hint: request.state.isEnded ? "gt mq retry \(request.id) queues it again" : "gt mq why \(request.id)")
        }
        request.fronted = now
        try save(request)
        try emit(.requestUrged, about: request, note: "put first")
        return request
    }

    fileprivate func withdraw(_ withdraw: MergeWithdraw) throws(LedgerError) -> MergeRequest {
        try BeadText.check(reason: withdraw.reason)
        let request = try requestMeant(by: withdraw.id)
        guard request.state != .withdrawn else { return request }
        try checkNotOver(request, to: "withdraw")
        try self.withdraw(request, reason: withdraw.reason)
        let row = try knownBead(request.bead)
        if row.bead.status == .submitted {
            try change(row, note: withdraw.reason) {
                $0.free()
                $0.queued = false
            }
            try stopFeeding(request.bead, reason: withdraw.reason)
        }
        return try knownRequest(request.id)
    }

    fileprivate func reject(_ reject: MergeReject) throws(LedgerError) -> MergeRequest {
        try BeadText.check(reason: reject.reason)
        guard !reject.reason.trimmed.isEmpty else {
            throw .refuse(.invalid, "a rejection says why", hint: "gt mq reject \(reject.id) --reason why")
        }
        var request = try requestMeant(by: reject.id)
        guard request.state != .rejected else { return request }
        try checkNotOver(request, to: "reject")
        guard case .go(let state) = request.state.step(.reject) else { throw isLanding(request) }
        request.state = state
        request.reason = reject.reason
        try save(request)
        try emit(.requestRejected, about: request, note: reject.reason)
        guard try knownBead(request.bead).bead.status == .submitted else { return request }
        if reject.again, var terms = try assignment(request.assignment)?.terms {
            terms.dispatchedBy = speaker.actor
            try enqueue(request.bead, terms, reason: "rejected by \(speaker.actor): \(reject.reason)")
        } else {
            try askPerson(
                about: request.bead, title: "\(request.bead) was rejected by \(speaker.actor)",
                text: reject.reason + "\nIts work is kept as refs/gt/submitted/\(request.bead)/\(request.head).",
                source: "rejected/\(request.bead)", severity: .medium)
        }
        return request
    }

    private func checkNotOver(_ request: MergeRequest, to verb: String) throws(LedgerError) {
        guard request.state != .landing else { throw isLanding(request) }
        guard !request.state.isEnded else {
            throw .refuse(
                .conflict, "\(request.id) is \(request.state.rawValue) already: there is nothing to \(verb)",
                about: request.id.text, hint: "gt mq why \(request.id)")
        }
    }

    private func isLanding(_ request: MergeRequest) -> LedgerError {
        .refuse(
            .conflict, "\(request.id) is landing now", about: request.id.text,
            hint: "wait for the outcome: gt mq why \(request.id)")
    }
}

// Once more.
extension Transaction {
    fileprivate func retry(_ retry: MergeRetry) throws(LedgerError) -> MergeRequest {
        let old = try requestMeant(by: retry.id)
        guard old.state.isEnded else {
            try emit(.requestUrged, about: old, note: "to be tried at once")
            return old
        }
        guard old.state != .landed else {
            throw .refuse(.conflict, "\(old.id) has landed", about: old.id.text, hint: "gt mq why \(old.id)")
        }
        if let newest = try latestRequest(of: old.bead), newest.id != old.id {
            throw .refuse(
                .conflict, "\(old.bead) has a newer request than \(old.id): \(newest.id), \(newest.state.rawValue)",
                about: newest.id.text, hint: "gt mq retry \(newest.id)")
        }
        try takeBackRework(of: old.bead)
        try openEscalationGates(of: old.bead, because: "\(old.id) is tried again")
        return try queueAgain(old)
    }

    private func queueAgain(_ old: MergeRequest) throws(LedgerError) -> MergeRequest {
        var request = old
        request.id = try mint(prefix: try knownRig(old.rig).prefix, kind: "mr")
        request.state = .queued
        request.attempt = old.attempt + 1
        request.enqueuedAt = now
        (request.reason, request.log, request.proof, request.fronted) = (nil, nil, nil, nil)
        try save(request)
        try emit(.requestSubmitted, about: request, note: "\(old.id) again")
        try change(try knownBead(old.bead), note: "\(old.id) is tried again as \(request.id)") {
            $0.bead.status = .submitted
            $0.queued = false
        }
        return request
    }

    /// Work that nobody has begun is taken back; what somebody is at stays his.
    private func takeBackRework(of id: BeadID) throws(LedgerError) {
        let row = try knownBead(id)
        guard !row.bead.status.isEnded else {
            throw .refuse(
                .conflict, "\(id) is closed", about: id.text, hint: "gt bead reopen \(id), then try again")
        }
        let reason = "its last request is tried again"
        if let assignment = try currentAssignment(of: id) {
            guard assignment.state != .running else {
                throw .refuse(
                    .conflict, "\(assignment.agent) is at work on \(id)", about: id.text,
                    hint: "gt unsling \(id) takes it away from there; then try again")
            }
            try end(assignment, note: reason)
        }
        if let holder = try residentHolding(id) {
            throw .refuse(
                .conflict, "\(id) is on the hook of \(holder)", about: id.text,
                hint: "gt unsling \(id) takes it away from there; then try again")
        }
        try withdrawDispatch(id, reason: reason)
    }

    /// The gates that asked a person about what became of it: this is the answer.
    private func openEscalationGates(of id: BeadID, because reason: String) throws(LedgerError) {
        let sources = [AttemptKind.conflict, .failure].map { "\($0.rawValue)/\(id)" } + ["rejected/\(id)"]
        for source in sources { try closeEscalation(source, because: reason) }
    }

    private func closeEscalation(_ source: String, because reason: String) throws(LedgerError) {
        guard let gate = try openEscalation(source)?.bead, let row = try bead(gate), !row.bead.status.isEnded else {
            return
        }
        try checkMayOpenGate(row)
        try close(row, reason: reason)
    }
}
