internal import Agents
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A Witness takes a waiting bead for a polecat: the one place where a worker is admitted.
extension VerbRule {
    static let claim: [VerbRule] = [
        .command(DispatchClaim.self) { (claim, transaction) throws(LedgerError) in
            try transaction.claim(claim)
        }
    ]
}

extension Transaction {
    fileprivate func claim(_ claim: DispatchClaim) throws(LedgerError) -> AssignmentReply {
        guard let entry = try dispatch(claim.bead), entry.attempt == claim.attempt else {
            throw .refuse(
                .conflict, "\(claim.bead) does not wait for a polecat as attempt \(claim.attempt)",
                about: claim.bead.text, hint: "list the rig's queue again")
        }
        try checkRole(.witness(entry.rig))
        let rig = try admit(entry)
        let kept = try keptWork(of: claim.bead)
        // Who did it before does it again if nothing else holds him: his letters and his history are about it.
        let name = try namePool(of: rig).firstFree(
            try busyNames(entry.rig), wished: kept?.worker.name)
        let agent = Address.polecat(entry.rig, name)
        try know(agent)
        let assignment = try assign(entry, to: agent, in: rig, after: kept)
        try hang(assignment, entry: entry)
        return AssignmentReply(assignment: assignment)
    }

    /// Room for one more, now. What a claim is refused for is told when it is over: nobody has to ask again.
    private func admit(_ entry: DispatchEntry) throws(LedgerError) -> Rig {
        let rig = try knownRig(entry.rig)
        var shelf = try roomShelf(at: now)
        guard let hold = try roomHolds(entry, rig, &shelf).first else { return rig }
        let (code, hint): (ErrorCode, String?) =
            switch hold.rule {
            case .stopped: (.busy, "gt thaw")
            case .parked: (.parked, "gt rig unpark \(rig.name)")
            case .rest: (.busy, nil)
            case .paused: (.conflict, "gt scheduler resume")
            case .town, .rig, .preset, .provider, .load, .memory: (.conflict, "gt scheduler status")
            }
        throw .refuse(code, hold.text, about: entry.bead.text, hint: hint)
    }

    /// An agent has a bead of its own from its first assignment on: its identity, which outlives its sessions. nil: it
    /// has had it before.
    @discardableResult
    func know(_ agent: Address) throws(LedgerError) -> BeadID? {
        guard try !exists("SELECT 1 FROM agents WHERE address = ?", .text(agent.description)) else { return nil }
        try write(
            "INSERT INTO agents (address, rig, created_at) VALUES (?, ?, ?)", .text(agent.description),
            .optional(agent.rig?.text), .int(now.milliseconds))
        let prefix = try agent.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
        let id = try mint(prefix: prefix)
        try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: agent.rig, title: agent.description, type: .agent,
                    createdAt: now, createdBy: speaker.actor.description, updatedAt: now, pinned: true)))
        return id
    }

    private func assign(
        _ entry: DispatchEntry, to agent: Address, in rig: Rig, after kept: KeptWork?
    ) throws(LedgerError) -> Assignment {
        let number = try next("assignment")
        let name = agent.name?.text ?? ""
        let preset = entry.preset ?? rig.settings.agent
        let definition = try definition(of: preset)
        // A name that nobody knows any more is told of by the Witness, which can't start it.
        let goesOn = (definition ?? AgentPreset.shipped[preset])?.startsFromKeptWork ?? false
        let assignment = Assignment(
            number: number, bead: entry.bead, rig: rig.name, agent: agent, attempt: entry.attempt,
            reason: entry.reason, incarnation: Incarnation(number: try next("incarnation")),
            preset: preset, definition: definition, arguments: entry.arguments,
            mergeMode: entry.mergeMode, worktree: worktree(of: name, in: rig.name, number),
            branch: "polecat/\(name)/\(entry.bead).\(number)",
            target: rig.settings.target, keptHead: goesOn ? kept?.head : nil, claimedAt: now)
        try save(assignment)
        try save(
            Session(
                incarnation: assignment.incarnation, agent: agent, rig: rig.name, assignment: number,
                startedAt: now))
        return assignment
    }

    /// The number makes it a path that was never used: hands that come too late hit nothing.
    private func worktree(of name: String, in rig: RigName, _ number: Int64) -> String {
        #if DEBUG
            if Mutant.active == .reuseWorktreePath { return "rigs/\(rig)/polecats/\(name)/work" }
        #endif
        return "rigs/\(rig)/polecats/\(name)/\(number)"
    }

    /// Hook, queue, bead and the three events.
    private func hang(_ assignment: Assignment, entry: DispatchEntry) throws(LedgerError) {
        try write(
            "INSERT INTO hooks (agent, bead, assignment) VALUES (?, ?, ?)", .text(assignment.agent.description),
            .text(assignment.bead.text), .int(assignment.number))
        try write("DELETE FROM dispatch WHERE bead = ?", .text(assignment.bead.text))
        var entry = entry
        entry.state = .claimed
        let stream = StreamName.rig(assignment.rig)
        try emit(.dispatchClaimed, in: stream, subject: assignment.bead.text, EventData(dispatch: entry))
        try emit(
            .assignmentClaimed, in: stream, subject: assignment.bead.text,
            EventData(assignment: assignment, session: try session(assignment.incarnation)))
        try change(try knownBead(assignment.bead)) {
            $0.bead.status = .hooked
            $0.bead.assignee = assignment.agent.description
            $0.queued = false
        }
    }
}

extension Transaction {
    /// The one process that is this role now. That its token is current was checked before.
    func checkRole(_ role: RoleName) throws(LedgerError) {
        guard speaker.role == role else {
            throw .refuse(
                .forbidden, "this is for \(role) to say, not for \(speaker.actor)", about: speaker.actor.description)
        }
    }
}
