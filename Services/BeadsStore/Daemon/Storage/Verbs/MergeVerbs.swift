internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What a Refinery tells of the requests in its queue.
extension VerbRule {
    static let merge: [VerbRule] = [
        .command(MergeTesting.self) { (testing, transaction) throws(LedgerError) in
            let note = "\(testing.base.short)..\(testing.tip.short)"
            try transaction.move(testing.request, .test, as: .requestTesting, note: note) { _ in }
            return Done()
        },
        .command(MergeLanding.self) { (landing, transaction) throws(LedgerError) in
            try transaction.landing(landing)
        },
        .command(MergeRequeue.self) { (requeue, transaction) throws(LedgerError) in
            try transaction.requeue(requeue)
        },
        .command(MergeLanded.self) { (landed, transaction) throws(LedgerError) in
            try transaction.landed(landed)
        },
        .command(MergeReturned.self) { (returned, transaction) throws(LedgerError) in
            try transaction.returned(returned)
        },
    ]
}

extension Transaction {
    fileprivate func landing(_ landing: MergeLanding) throws(LedgerError) -> Done {
        let request = try knownRequest(landing.request)
        try checkRole(.refinery(request.rig))
        guard landing.proof.gates.allSatisfy(\.passed) else {
            throw .refuse(
                .invalid, "only exit status 0 passes a gate: \(request.id) can't land", about: request.id.text)
        }
        guard request.proof?.tip == landing.proof.tip || request.state != .landing else {
            throw .refuse(
                .conflict, "\(request.id) is landing with another tip", about: request.id.text,
                hint: "requeue it when that intent has been dropped")
        }
        if let other = try openRequests(in: request.rig)
            .first(where: { $0.state == .landing && $0.target == request.target && $0.id != request.id })
        {
            throw .refuse(
                .conflict, "\(other.id) is landing on \(other.target)", about: other.id.text,
                hint: "one landing at a time: settle that one first")
        }
        let intent = Intent(
            id: landing.intent, role: .refinery(request.rig), kind: "land", detail: JSONText.text(landing),
            openedAt: now)
        try move(landing.request, .land, as: .requestLanding, intent: intent) { $0.proof = landing.proof }
        try write(
            "INSERT INTO intents (id, role, value) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            .text(intent.id.text), .text(intent.role.description), .text(JSONText.text(intent)))
        return Done()
    }

    fileprivate func requeue(_ requeue: MergeRequeue) throws(LedgerError) -> Done {
        let request = try knownRequest(requeue.request)
        try checkRole(.refinery(request.rig))
        guard request.state != .landing || request.proof?.tip == requeue.tip else {
            throw .refuse(.conflict, "\(request.id) is landing with another tip", about: request.id.text)
        }
        try settleLandings(of: request.id)
        let reason = BeadText.cut(requeue.reason)
        try move(requeue.request, .requeue, as: .requestRequeued, note: reason) {
            $0.proof = nil
            $0.reason = reason
        }
        return Done()
    }

    /// Request, bead, dependents, epic and convoys: together, and once.
    fileprivate func landed(_ landed: MergeLanded) throws(LedgerError) -> Done {
        let request = try knownRequest(landed.request)
        try checkRole(.refinery(request.rig))
        try settleLandings(of: request.id)
        let moved = try move(landed.request, .landed, as: .requestLanded) {
            $0.proof = landed.proof
            $0.landedAt = now
            $0.reason = nil
        }
        guard moved else { return Done() }
        for other in try openRequests(of: request.bead) where other.state != .landing {
            try withdraw(other, reason: "\(request.id) has landed")
        }
        if let assignment = try currentAssignment(of: request.bead) {
            try end(assignment, note: "\(request.id) has landed")
        }
        try withdrawDispatch(request.bead, reason: "\(request.id) has landed")
        let row = try knownBead(request.bead)
        if !row.bead.status.isEnded {
            try close(row, reason: try ending(of: request, landed.proof).closeReason)
        }
        return Done()
    }

    /// With `land = local` nothing was merged: the work stays on its ref.
    private func ending(of request: MergeRequest, _ proof: LandingProof) throws(LedgerError) -> Ending {
        let landing = try knownRig(request.rig).settings.landing
        let isLocal = request.mergeMode == .local || landing == .local
        return isLocal ? .kept(request.head) : .landed(proof.tip)
    }

    fileprivate func returned(_ returned: MergeReturned) throws(LedgerError) -> Done {
        let request = try knownRequest(returned.request)
        try checkRole(.refinery(request.rig))
        let reason = BeadText.cut(returned.reason)
        let moved = try move(returned.request, .giveBack, as: .requestReturned, note: reason) {
            $0.reason = reason
            $0.fault = returned.fault
            $0.log = returned.log
        }
        guard moved, let assignment = try assignment(request.assignment),
            try knownBead(request.bead).bead.status == .submitted
        else { return Done() }
        var terms = assignment.terms
        terms.dispatchedBy = .refinery(request.rig)
        let log = returned.log.map { " (log: \($0))" } ?? ""
        let kind = AttemptKind(returned.fault)
        let returns = try attempts(request.bead, .returned(kind)) + 1
        let backoff = AttemptLimits.backoff(returns: returns)
        try tryAgain(
            request.bead, terms, after: kind, reason: reason + log,
            notBefore: backoff == .zero ? nil : now.advanced(by: backoff))
        return Done()
    }
}

extension Transaction {
    /// Moves a request by its machine. False: it was there already, and nothing was done.
    @discardableResult
    fileprivate func move(
        _ id: BeadID, _ input: MergeState.Input, as kind: EventKind, note: String? = nil, intent: Intent? = nil,
        _ edit: (inout MergeRequest) -> Void
    ) throws(LedgerError) -> Bool {
        var request = try knownRequest(id)
        try checkRole(.refinery(request.rig))
        switch request.state.step(input) {
        case .go(let state): request.state = state
        case .done: return false
        case .refused:
            throw .refuse(
                .conflict, "\(id) is \(request.state.rawValue): it can't \(input.words) now", about: id.text)
        }
        edit(&request)
        try save(request)
        try emit(kind, about: request, note: note, intent: intent)
        return true
    }

    /// Takes a request out of the queue. Once it is landing, only the outcome moves it.
    func withdraw(_ request: MergeRequest, reason: String) throws(LedgerError) {
        guard case .go(let state) = request.state.step(.withdraw) else {
            throw .refuse(
                .conflict, "\(request.id) is landing now", about: request.id.text,
                hint: "wait for the outcome: gt mq status \(request.id)")
        }
        var request = request
        request.state = state
        request.reason = reason
        try save(request)
        try emit(.requestWithdrawn, about: request, note: reason)
    }

    func emit(
        _ kind: EventKind, about request: MergeRequest, note: String? = nil, intent: Intent? = nil
    ) throws(LedgerError) {
        try emit(
            kind, in: .rig(request.rig), subject: request.id.text,
            EventData(request: request, intent: intent, note: note))
    }

    /// The outcome is known: no intent to land this request stands any more.
    private func settleLandings(of request: BeadID) throws(LedgerError) {
        try write("DELETE FROM intents WHERE id >= ?1 AND id < ?1 || '~'", .text("land/\(request)/"))
    }
}

extension MergeLanding {
    /// Its tip makes it this landing and no other.
    var intent: CommandID { CommandID(composed: "land", request.text, proof.tip.text) }
}

extension MergeState.Input {
    /// For people, after "it can't".
    fileprivate var words: String {
        switch self {
        case .test: "be tested"
        case .land: "land"
        case .requeue: "be queued again"
        case .landed: "have landed"
        case .giveBack: "go back to a worker"
        case .withdraw: "be withdrawn"
        }
    }
}
