internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What a Refinery tells of the requests in its queue.
extension VerbRule {
    static let merge: [VerbRule] = [
        .command(MergeTesting.self) { (testing, transaction) throws(LedgerError) in
            let others = testing.requests.count - 1
            let note =
                "\(testing.base.short)..\(testing.tip.short)"
                + (others > 0 ? ", together with \(others) other\(others == 1 ? "" : "s")" : "")
            for request in testing.requests {
                try transaction.move(request, .test, as: .requestTesting, note: note) {
                    $0.reason = nil
                    $0.log = testing.logs ?? $0.log
                }
            }
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
    /// All of them or none: what was tested together lands together.
    fileprivate func landing(_ landing: MergeLanding) throws(LedgerError) -> Done {
        let requests = try landing.layers.map { (layer) throws(LedgerError) in try knownRequest(layer.request) }
        let first = requests[0]
        try checkRole(.refinery(first.rig))
        try check(landing, first)
        try checkNotHeld(landing, first)
        for request in requests {
            guard request.rig == first.rig, request.target == first.target else {
                throw .refuse(.invalid, "\(request.id) and \(first.id) have different targets", about: request.id.text)
            }
            guard request.proof?.tip == landing.proof.tip || request.state != .landing else {
                throw .refuse(
                    .conflict, "\(request.id) is landing with another tip", about: request.id.text,
                    hint: "requeue it when that intent has been dropped")
            }
        }
        let intent = Intent(
            id: LandingIntent.id(tip: landing.proof.tip), role: .refinery(first.rig), kind: "land",
            detail: JSONText.text(landing), openedAt: now)
        for layer in landing.layers {
            try move(layer.request, .land, as: .requestLanding, intent: intent) {
                $0.proof = landing.proof.of(layer)
                $0.reason = nil
            }
        }
        try write(
            "INSERT INTO intents (id, role, value) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            .text(intent.id.text), .text(intent.role.description), .text(JSONText.text(intent)))
        return Done()
    }

    /// What stands as landing is finished in a queue that is held; nothing else lands.
    private func checkNotHeld(_ landing: MergeLanding, _ first: MergeRequest) throws(LedgerError) {
        guard first.state != .landing, let hold = try knownRig(first.rig).queueHold else { return }
        throw .refuse(
            .conflict, "the merge queue of \(first.rig) is held by \(hold.by)", about: first.id.text,
            hint: "gt mq resume \(first.rig)")
    }

    private func check(_ landing: MergeLanding, _ first: MergeRequest) throws(LedgerError) {
        guard landing.proof.gates.allSatisfy(\.passed) else {
            throw .refuse(.invalid, "only exit status 0 passes a gate: \(first.id) can't land", about: first.id.text)
        }
        guard try verdict(of: landing.proof.tree, in: first.rig)?.isGreen == true else {
            throw .refuse(
                .invalid, "no run of the gates has passed \(landing.proof.tree.short): \(first.id) can't land",
                about: first.id.text)
        }
        let ours = Set(landing.layers.map(\.request))
        let other = try openRequests(in: first.rig)
            .first { $0.state == .landing && $0.target == first.target && !ours.contains($0.id) }
        guard let other else { return }
        throw .refuse(
            .conflict, "\(other.id) is landing on \(other.target)", about: other.id.text,
            hint: "one landing at a time: settle that one first")
    }

    fileprivate func requeue(_ requeue: MergeRequeue) throws(LedgerError) -> Done {
        let reason = BeadText.cut(requeue.reason)
        for id in requeue.requests {
            let request = try knownRequest(id)
            try checkRole(.refinery(request.rig))
            guard request.state != .landing || request.proof?.tip == requeue.tip else {
                throw .refuse(.conflict, "\(request.id) is landing with another tip", about: request.id.text)
            }
            try move(id, .requeue, as: .requestRequeued, note: reason) {
                $0.proof = nil
                $0.reason = reason
            }
        }
        try settleLanding(requeue.tip)
        return Done()
    }

    fileprivate func landed(_ landed: MergeLanded) throws(LedgerError) -> Done {
        try settleLanding(landed.proof.tip)
        for layer in landed.layers { try self.landed(layer, landed.proof) }
        return Done()
    }

    /// Request, bead, dependents, epic and convoys: together, and once.
    private func landed(_ layer: LandedLayer, _ proof: LandingProof) throws(LedgerError) {
        let request = try knownRequest(layer.request)
        try checkRole(.refinery(request.rig))
        let proof = proof.of(layer)
        let moved = try move(request.id, .landed, as: .requestLanded) {
            $0.proof = proof
            $0.landedAt = now
            $0.reason = nil
        }
        guard moved else { return }
        for other in try openRequests(of: request.bead) where other.state != .landing {
            try withdraw(other, reason: "\(request.id) has landed")
        }
        if let assignment = try currentAssignment(of: request.bead) {
            try end(assignment, note: "\(request.id) has landed")
        }
        try withdrawDispatch(request.bead, reason: "\(request.id) has landed")
        let row = try knownBead(request.bead)
        if !row.bead.status.isEnded {
            try close(row, reason: try ending(of: request, proof).closeReason)
        }
    }

    /// With `land = local` nothing was merged: the work stays on its ref.
    private func ending(of request: MergeRequest, _ proof: LandingProof) throws(LedgerError) -> Ending {
        let landing = try knownRig(request.rig).settings.landing
        let isLocal = request.mergeMode == .local || landing == .local
        return isLocal ? .kept(request.head) : .landed(proof.commit ?? proof.tip)
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

    /// The outcome is known: no intent to move a target there stands any more.
    private func settleLanding(_ tip: CommitID) throws(LedgerError) {
        try write("DELETE FROM intents WHERE id = ?", .text(LandingIntent.id(tip: tip).text))
    }
}

extension LandingProof {
    /// Of one request that landed with others.
    fileprivate func of(_ layer: LandedLayer) -> LandingProof {
        var proof = self
        proof.commit = layer.commit == tip ? nil : layer.commit
        return proof
    }
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
        case .reject: "be rejected"
        }
    }
}
