import Synchronization
import TownModel
import Wire

/// Invariants 1, 2 and 3: no work is lost, none is done twice at once, each lands once and is closed by that.
extension Judge {
    func expect(_ beads: [BeadID]) { expected.formUnion(beads) }
    func mayEndByHand(_ bead: BeadID) { endsByHand.insert(bead) }
    func mayEndUnchanged(_ bead: BeadID) { endsUnchanged.insert(bead) }

    /// A bead is on one hook, a hook holds one bead, no worktree is used twice.
    func judge(_ assignment: Assignment, _ kind: EventKind) {
        if let owner = worktrees.updateValue(assignment.number, forKey: assignment.worktree),
            owner != assignment.number
        {
            complain("\(assignment.worktree) was used by assignment \(owner) before")
        }
        if assignment.state.isCurrent {
            let others = truth { $0.assignments.values.filter { $0.state.isCurrent } }
            for other in others where other.number != assignment.number {
                if other.bead == assignment.bead { complain("\(assignment.bead) is on two hooks") }
                if other.agent == assignment.agent { complain("the hook of \(assignment.agent) holds two beads") }
            }
        }
        if kind == .assignmentClaimed, truth({ $0.paused.contains(assignment.rig) }) {
            complain("\(assignment.bead) is begun, and the queue of \(assignment.rig) is paused")
        }
        if kind == .assignmentRetired { retired(assignment) }
    }

    func judge(_ session: Session) {
        if session.state == .ended {
            if liveSessions[session.agent] == session.incarnation { liveSessions[session.agent] = nil }
            let runs = world.state.withLock { $0.sessions[session.incarnation]?.isRunning ?? false }
            if runs { complain("session \(session.incarnation) is said to have ended, and runs") }
        } else if let other = liveSessions.updateValue(session.incarnation, forKey: session.agent),
            other != session.incarnation
        {
            complain("\(session.agent) has two sessions")
        }
        if session.state != .ended { judgeCaps(session) }
    }

    /// Caps count sessions until no process of theirs is left.
    private func judgeCaps(_ session: Session) {
        guard let name = session.rig else { return }
        let most = truth { $0.rigs[name]?.settings.polecatsMax } ?? rigMax
        let inRig = liveSessions.keys.count { $0.rig == name }
        if inRig > most { complain("\(inRig) polecats are at work in \(name), its limit is \(most)") }
        mostAtWork = max(mostAtWork, liveSessions.count)
        guard let townMax else { return }
        if liveSessions.count > townMax {
            complain("\(liveSessions.count) polecats are at work in the town, its limit is \(townMax)")
        }
        if liveSessions.count == townMax, truth({ !$0.dispatch.isEmpty }) { sight(.townWasFull) }
    }

    /// Nobody works there any more and nobody can begin to; what was worked is kept by a ref.
    private func retired(_ assignment: Assignment) {
        let (session, left, lost) = world.state.withLock { world in
            let session = world.sessions[assignment.incarnation]
            let git = world[rig: assignment.rig]
            return (session, git.worktrees[assignment.worktree], (session?.work ?? []).filter { !git.isKept($0) })
        }
        for commit in lost { complain("\(commit.short) of assignment \(assignment.number) is kept by nothing") }
        if let session, session.isRunning || (session.shim == nil && !session.isCancelled) {
            complain("assignment \(assignment.number) is retired, and its session runs or can be started")
        }
        // Hands that came too late may have made it anew: then nobody has worked in it.
        if let left, left.head != left.base || left.dirty != nil {
            complain("assignment \(assignment.number) is retired, and its work lies in \(assignment.worktree)")
        }
    }

    func judge(_ request: MergeRequest, _ kind: EventKind, before: MergeRequest?) {
        switch kind {
        case .requestSubmitted:
            sight(.requestQueued)
            if !isKept(request) { complain("\(request.id) was handed in, and no ref keeps \(request.head.short)") }
        case .requestTesting: sight(.requestTested)
        case .requestLanding:
            sight(.requestLanding)
            if truth({ $0.rigs[request.rig]?.queueHold }) != nil {
                complain("\(request.id) begins to land, and its queue is held")
            }
        case .requestLanded: landed(request)
        case .requestRequeued:
            sight(.requestRequeued)
            if let tip = before?.proof?.tip, isInTarget(tip, of: request.rig) {
                complain("\(request.id) is in the target, and is queued again")
            }
        case .requestReturned: returned(request)
        case .requestWithdrawn: sight(.requestWithdrawn)
        default: break
        }
        if before?.state == .landed, request.state != .landed {
            complain("\(request.id) had landed, and is \(request.state.rawValue)")
        }
    }

    /// An error is not a verdict, and nobody pays for others: what comes back did collide, or its own work is broken.
    private func returned(_ request: MergeRequest) {
        let isConflict = request.reason?.hasPrefix("conflicts") == true
        sight(isConflict ? .requestInConflict : .requestFailed)
        let isTrue = world.state.withLock { world in
            let git = world[rig: request.rig]
            return isConflict ? git.inConflict.contains(request.id) : git.isFlawed(request.head)
        }
        if !isTrue { complain("\(request.id) came back, and it is not so: \(request.reason ?? "no reason")") }
    }

    /// Silence is not death: who is given up at work has ended.
    func gaveUp(_ event: TownEvent, before assignment: Assignment) {
        guard event.cause == "return/\(assignment.number)", assignment.state == .running else { return }
        let runs = world.state.withLock { $0.sessions[assignment.incarnation]?.isRunning ?? false }
        if runs { complain("\(assignment.agent) was given up at work on assignment \(assignment.number)") }
    }

    /// Before that is committed: only who was seen to stand still is restarted, once, and nobody in a stopped town.
    func restarted(_ assignment: Assignment) {
        let (session, isStopped) = truth { ($0.sessions[assignment.incarnation], $0.isStopped) }
        if session?.state != .stalled { complain("\(assignment.agent) was restarted, and is no stalled session") }
        if assignment.renewal?.times != 1 { complain("assignment \(assignment.number) was restarted twice") }
        if isStopped { complain("\(assignment.agent) was restarted in a stopped town") }
    }

    private func landed(_ request: MergeRequest) {
        sight(.requestLanded)
        if let other = landed.updateValue(request.id, forKey: request.bead), other != request.id {
            complain("\(request.bead) landed as \(other) and as \(request.id)")
        }
        landingOrder.append(request.bead)
        guard let proof = request.proof else { return complain("\(request.id) landed without a proof") }
        guard request.mergeMode == .merge else { return kept(request) }
        if !isInTarget(proof.tip, of: request.rig) || !isBroughtIn(request) {
            complain("\(request.id) is called landed, \(proof.tip.short) is not in the target")
        }
    }

    /// Green work that is to stay where it is.
    private func kept(_ request: MergeRequest) {
        sight(.workKept)
        if isBroughtIn(request) { complain("\(request.id) was to be kept, and is in the target") }
    }

    /// A bead is closed by landing; by the overseer; by its worker, who says why nothing was to be done.
    func closed(_ event: TownEvent) {
        guard let bead = event.data.bead else { return }
        if bead.type == .epic { return sight(.epicClosed) }
        guard bead.type != .gate, landed[bead.id] == nil else { return }
        let reason = bead.fields["close_reason"]?.new ?? ""
        let isByHand = event.actor == .overseer && endsByHand.contains(bead.id)
        let isUnchanged = endsUnchanged.contains(bead.id) && reason.hasPrefix("\"no change")
        if !isByHand, !isUnchanged { complain("\(bead.id) was closed without landing: \(reason)") }
    }

    /// When all is done: every head that was ever handed in, and all that was ever worked, is there.
    func allWasKept() {
        let (requests, assignments) = truth { (Array($0.requests.values), Array($0.assignments.values)) }
        for request in requests.sorted(by: { $0.id < $1.id }) where !isKept(request) {
            complain("\(request.head.short) of \(request.id) is kept by nothing")
        }
        world.state.withLock { world in
            for assignment in assignments.sorted(by: { $0.number < $1.number }) {
                let git = world[rig: assignment.rig]
                let lost = world.sessions[assignment.incarnation]?.work.first { !git.isKept($0) }
                if let lost { world.complain("\(lost.short) of assignment \(assignment.number) is kept by nothing") }
            }
        }
    }

    private func isKept(_ request: MergeRequest) -> Bool {
        world.state.withLock { $0[rig: request.rig].isKept(request.head) }
    }

    /// The target has its head, or a commit of ours that says so.
    private func isBroughtIn(_ request: MergeRequest) -> Bool {
        world.state.withLock { $0[rig: request.rig].hasBroughtIn(request.head) }
    }

    private func isInTarget(_ commit: CommitID, of rig: RigName) -> Bool {
        world.state.withLock { $0[rig: rig].isAncestor(commit, of: $0[rig: rig].target) }
    }
}
