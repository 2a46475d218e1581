internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Closing a bead by command: who may, and what becomes of a hook, a queue entry or a merge request it has.
extension Transaction {
    func closeByHand(_ close: BeadClose) throws(LedgerError) -> BeadReply {
        let row = try knownBead(close.id)
        guard !row.bead.status.isEnded else {
            throw .refuse(.already, "\(close.id) is closed already", about: close.id.text)
        }
        guard !row.marks.contains(.template) else {
            throw .refuse(.conflict, "\(close.id) is a template: it is not closed", about: close.id.text)
        }
        guard !row.bead.pinned else {
            throw .refuse(
                .conflict, "\(close.id) is pinned: it stands for \(row.bead.title)", about: close.id.text)
        }
        try BeadText.check(reason: close.reason)
        try checkMayOpenGate(row)
        guard !Ending.isReserved(close.reason) else {
            throw .refuse(
                .invalid, "only the merge queue and gt done say \(close.reason.debugDescription)",
                about: close.id.text, hint: "give the reason in other words")
        }
        let held = try takeAway(row, reason: close.reason)
        try self.close(held, reason: close.reason, outcome: close.outcome)
        return try reply(close.id)
    }

    /// A gate is a question to a person: whoever was stopped by it does not answer it himself.
    func checkMayOpenGate(_ row: BeadRow) throws(LedgerError) {
        guard row.bead.type != .gate || speaker.actor.isPerson else {
            throw .refuse(
                .forbidden, "\(row.id) is a gate: only a person opens it", about: row.id.text,
                hint: "gt mail send overseer says why it should be opened")
        }
    }

    /// Ends what holds an open bead. A person may always; nobody else.
    func takeAway(_ row: BeadRow, reason: String) throws(LedgerError) -> BeadRow {
        if let agent = try residentHolding(row.id) {
            // The Mayor's service has the name of the Mayor's agent, and no session.
            let isHolder = try speaks(for: agent, about: row.id)
            guard isHolder || speaker.actor.isPerson else {
                throw .refuse(
                    .conflict, "\(row.id) is with \(agent), who closes it", about: row.id.text,
                    hint: "gt mail send \(agent) says why it should be closed")
            }
            try unhook(row.id, of: agent)
            return try knownBead(row.id)
        }
        let assignment = try currentAssignment(of: row.id)
        let requests = try openRequests(of: row.id)
        guard assignment != nil || !requests.isEmpty || row.queued else { return row }
        try checkMayTakeAway(row, from: assignment)
        if let assignment { try end(assignment, note: reason) }
        for request in requests { try withdraw(request, reason: reason) }
        if row.queued { try withdrawDispatch(row.id, reason: reason) }
        return try knownBead(row.id)
    }

    private func checkMayTakeAway(_ row: BeadRow, from assignment: Assignment?) throws(LedgerError) {
        if let assignment, speaker.session == assignment.incarnation {
            throw .refuse(
                .conflict, "\(row.id) is on your hook: it is closed by landing", about: row.id.text,
                hint: "gt done hands it in; gt done --status no-change -m why when nothing had to be changed")
        }
        guard speaker.actor.isPerson else {
            let holder = assignment?.agent.description ?? "a queue"
            throw .refuse(
                .conflict, "\(row.id) is with \(holder): only a person may close it now", about: row.id.text,
                hint: "gt bead show \(row.id) says where it is")
        }
    }
}

extension Address {
    /// The overseer, or a crew member, who works as a person does.
    var isPerson: Bool {
        switch self {
        case .overseer, .crew: true
        case .mayor, .deacon, .boot, .dog, .witness, .refinery, .polecat, .store: false
        }
    }
}
