internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// The facts that `Awaiting` judges, looked up in the ledger at one moment.
extension Reading {
    func facts(of row: BeadRow) throws(LedgerError) -> BeadFacts {
        var facts = BeadFacts(bead: row.bead)
        switch row.bead.disposition {
        case .closed: break
        case .notWork, .blocked, .deferred: facts.holds = try holdFacts(of: row)
        case .ready:
            facts.convoy = try openConvoy(tracking: row.id, feeding: true)
            if let name = facts.convoy?.feeding?.rig ?? row.bead.rig { facts.rig = try rig(name) }
        case .taken:
            if let entry = try dispatch(row.id), let rig = try rig(entry.rig) {
                facts.queue = try queueFacts(entry, rig)
            }
            if let assignment = try currentAssignment(of: row.id) { facts.work = try workFacts(assignment) }
            if let request = try openRequest(of: row.id) { facts.request = try self.facts(of: request) }
            if let agent = try residentHolding(row.id) { facts.resident = try resident(agent) }
        }
        return facts
    }

    func facts(of request: MergeRequest) throws(LedgerError) -> RequestFacts {
        guard let rig = try rig(request.rig) else {
            throw .refuse(.bug, "\(request.id) is of a rig that the ledger does not have", about: request.rig.text)
        }
        return RequestFacts(
            request: request, rig: rig, queue: MergeOrder.ordered(try openRequests(in: request.rig), at: now))
    }

    func facts(of agent: Address) throws(LedgerError) -> AgentFacts {
        var facts = AgentFacts(agent: agent, unread: try unreadCount(of: agent))
        for nudge in try waitingNudges(for: agent, limit: WhyLimits.wordsMax) {
            facts.nudges.append(NudgeFact(nudge: nudge, timer: try timer(.expireNudge(nudge.number))))
        }
        if agent.hasHook {
            let open = try values(
                Assignment.self,
                "SELECT value FROM assignments WHERE agent = ? AND state <> 'retired' ORDER BY number",
                .text(agent.description))
            for assignment in open { facts.work.append(try workFacts(assignment)) }
        }
        if let role = RoleName(agent.description) {
            facts.intents = Array(try intents(of: role).prefix(WhyLimits.wordsMax))
        }
        if agent == .overseer { facts.gates = try personalGates() }
        return facts
    }

    private func queueFacts(_ entry: DispatchEntry, _ rig: Rig) throws(LedgerError) -> QueueFacts {
        let queue = try dispatchQueue(of: entry.rig)
        var shelf = try roomShelf(at: now)
        return QueueFacts(
            room: try roomFacts(entry, rig, &shelf), ahead: queue.firstIndex { $0.bead == entry.bead } ?? queue.count)
    }

    private func workFacts(_ assignment: Assignment) throws(LedgerError) -> WorkFacts {
        WorkFacts(assignment: assignment, session: try session(assignment.incarnation))
    }

    private func timer(_ timer: LedgerTimer) throws(LedgerError) -> TimerFact? {
        try int("SELECT due FROM timers WHERE name = ?", .text(timer.name)).map {
            TimerFact(name: timer.name, due: Timestamp(milliseconds: $0))
        }
    }

    // MARK: - What keeps a bead waiting

    private func holdFacts(of row: BeadRow) throws(LedgerError) -> [HoldFact] {
        if row.bead.disposition == .notWork { return [try recordFact(row)] }
        var found: [HoldFact] = []
        for hold in try holds(on: row.id) { found.append(try edgeFact(hold)) }
        for (word, isHeld) in [
            ("blocked", row.inherited.contains(.blocked)), ("deferred", row.inherited.contains(.deferred)),
        ]
        where isHeld {
            for (parent, sentence) in try parentHolds(row, word) {
                found.append(HoldFact(.parent, sentence, bead: parent, mover: parent.text))
            }
        }
        if let moment = row.bead.deferUntil {
            let timer = try timer(.undefer(row.id)) ?? TimerFact(name: LedgerTimer.undefer(row.id).name, due: moment)
            found.append(
                HoldFact(.deferral, "it is deferred until \(moment)", mover: Address.store.description, timer: timer))
        }
        if row.bead.status == .blocked || row.bead.status == .deferred || found.isEmpty {
            found.append(
                HoldFact(
                    .status,
                    "its status is \(row.bead.status.rawValue), until somebody sets another "
                        + "(gt bead update \(row.id) --status open)", mover: Address.overseer.description))
        }
        return found
    }

    /// A gate says itself who opens it; any other bead moves by what it waits for in its turn.
    private func edgeFact(_ hold: Hold) throws(LedgerError) -> HoldFact {
        let sentence = try sentence(of: hold)
        let other = try knownBead(hold.subject)
        guard other.bead.type == .gate, !other.bead.status.isEnded else {
            return HoldFact(.edge, sentence, bead: hold.subject, mover: hold.subject.text)
        }
        let gate = try recordFact(other)
        return HoldFact(.edge, sentence, bead: hold.subject, mover: gate.mover, timer: gate.timer)
    }

    private func recordFact(_ row: BeadRow) throws(LedgerError) -> HoldFact {
        let person = Address.overseer.description
        let sentence = try notWorkSentence(row)
        guard !row.bead.pinned, row.marks.isEmpty else { return HoldFact(.record, sentence, mover: person) }
        switch row.bead.type {
        case .epic: return HoldFact(.record, sentence, mover: "its last open child")
        case .gate: return try gateFact(row, person)
        default: return HoldFact(.record, sentence, mover: person)
        }
    }

    private func gateFact(_ row: BeadRow, _ person: String) throws(LedgerError) -> HoldFact {
        if let timer = try timer(.openGate(row.id)) {
            return HoldFact(
                .record, "it is a gate: its time is over at \(timer.due)", mover: Address.store.description,
                timer: timer)
        }
        let awaited = try edges(from: row.id).filter { $0.type == .until }
        if let first = awaited.first {
            return HoldFact(
                .record, "it is a gate that \(first.to) opens when it ends", bead: first.to, mover: first.to.text)
        }
        return HoldFact(.record, try notWorkSentence(row), mover: person)
    }

    /// What only a person lets go on, the most urgent first.
    private func personalGates() throws(LedgerError) -> [HoldFact] {
        var selection = BeadSelection(types: [.gate])
        selection.dispositions = [.notWork]
        var found: [HoldFact] = []
        let filter = try BeadFilter(selection, order: BeadOrder(.priority))
        for row in try beads(filter, limit: WhyLimits.gatesMax * 4) {
            let fact = try recordFact(row)
            guard fact.mover == Address.overseer.description else { continue }
            found.append(
                HoldFact(.record, "\(row.id) waits for you: \(row.bead.title)", bead: row.id, mover: fact.mover))
            if found.count == WhyLimits.gatesMax { break }
        }
        return found
    }
}
