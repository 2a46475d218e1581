internal import BeadsFormat
internal import TownModel
internal import Wire

/// Looking at workers and what they have.
extension QueryRule {
    static let workers: [QueryRule] = [
        .query(HookShow.self) { (show, reading) throws(LedgerError) in
            try reading.hookReply(try reading.subject(show.agent))
        },
        .query(PrimeShow.self) { (show, reading) throws(LedgerError) in
            try reading.prime(try reading.subject(show.agent))
        },
        .query(PolecatList.self) { (list, reading) throws(LedgerError) in
            if let rig = list.rig { _ = try reading.knownRig(rig) }
            let rows = try reading.polecats(
                in: list.rig, history: list.history, limit: PageLimit.rows(list.limit))
            return PolecatPage(polecats: PageLimit.fit(rows).page)
        },
    ]
}

extension Reading {
    /// Whom a question without a name is about: the one who asks.
    fileprivate func subject(_ named: Address?) throws(LedgerError) -> Address {
        if let agent = named ?? speaker?.actor { return agent }
        throw .refuse(
            .invalid, "nobody is named, and without a key the store does not know who asks",
            hint: "name an agent, e.g. gastown/polecats/ash")
    }

    fileprivate func hookReply(_ agent: Address) throws(LedgerError) -> HookReply {
        guard let hook = try hook(of: agent) else {
            // An error is not "no work": an address that nobody has is said so.
            let isKnown = try directory().contains(agent)
            guard isKnown || agent.name == nil || agent == speaker?.actor else {
                throw .refuse(.notFound, "there is no \(agent)", about: agent.description, hint: "gt polecat list")
            }
            return HookReply(agent: agent)
        }
        return HookReply(
            agent: agent, bead: try knownBead(hook.bead).bead, assignment: try assignment(hook.assignment))
    }

    /// The first letters come with the beginning of their bodies, but only for their owner: a remote must be allowed mail
    /// to be shown what its actor is.
    fileprivate func prime(_ agent: Address) throws(LedgerError) -> PrimeReply {
        let isOwner = speaker.map { $0.actor == agent && $0.mayRead(.mail) } ?? false
        let unread = try letters(of: agent, unreadOnly: true, limit: BeadLimits.primeMailsMax)
        let nudges = try waitingNudges(for: agent, limit: BeadLimits.primeNudgesMax)
        let hook = try hookReply(agent)
        let returned = try hook.bead.flatMap { (bead) throws(LedgerError) in try returnedWork(of: bead.id) }
        let molecule = try hook.bead.flatMap { (bead) throws(LedgerError) in try way(of: bead.id) }
        return PrimeReply(
            town: town.name, hook: hook, unread: unread.map { isOwner ? $0.beginning : $0.withoutBody },
            unreadCount: try unreadCount(of: agent), nudges: isOwner ? nudges : nudges.map(\.withoutText),
            stopped: try stopReason(), session: try liveSession(of: agent), role: try briefing(agent),
            acceptance: try hook.bead.flatMap { (bead) throws(LedgerError) in
                try storedLine(of: bead.id).text(.acceptanceCriteria)
            },
            handoff: try handoff(for: agent, with: try self.hook(of: agent)),
            bodyBytes: isOwner ? unread.bodyBytes : nil,
            changes: try changes(for: agent, upTo: sequence),
            returned: returned, molecule: molecule,
            formula: molecule != nil
                ? nil
                : try hook.bead.flatMap { (bead) throws(LedgerError) in
                    try formula(for: agent, with: bead.id, after: returned)
                })
    }

    /// What did not merge has a way of its own.
    private func formula(
        for agent: Address, with bead: BeadID, after returned: ReturnedWork?
    ) throws(LedgerError) -> String? {
        // A step of a molecule is a part of a way.
        guard case .polecat(let rig, _) = agent, let formula = try knownRig(rig).settings.defaultFormula,
            try !isWalked(bead)
        else { return nil }
        return returned?.request.fault == .conflict ? RigSettings.conflictFormula : formula
    }

    private func briefing(_ agent: Address) throws(LedgerError) -> RoleBriefing? {
        guard let role = RoleText(of: agent) else { return nil }
        return RoleBriefing(role: role, text: role.text, directives: try directives(for: role, in: agent.rig))
    }
}

extension LedgerReader {
    /// Workers with their latest assignment; with `history`, every assignment there was, newest first.
    func polecats(in rig: RigName?, history: Bool, limit: Int) throws(LedgerError) -> [PolecatRow] {
        let numbers = try rows(
            """
            SELECT \(history ? "number" : "max(number)") FROM assignments WHERE ?1 IS NULL OR rig = ?1
            \(history ? "ORDER BY number DESC" : "GROUP BY agent ORDER BY agent") LIMIT ?2
            """, .optional(rig?.text), .int(Int64(limit))
        ) { (row) throws(SQLiteFailure) in row.int(0) }
        var found: [PolecatRow] = []
        for number in numbers {
            let assignment = try knownAssignment(number)
            found.append(
                PolecatRow(
                    agent: assignment.agent, assignment: assignment, session: try session(assignment.incarnation)))
        }
        return found
    }

    /// Assignments of a rig whose worktree may still be there.
    func openAssignments(in rig: RigName) throws(LedgerError) -> [Assignment] {
        try values(
            Assignment.self, "SELECT value FROM assignments WHERE rig = ? AND state <> 'retired' ORDER BY number",
            .text(rig.text))
    }

    func openSessions(in rig: RigName) throws(LedgerError) -> [Session] {
        try values(
            Session.self, "SELECT value FROM sessions WHERE rig = ? AND state <> 'ended' ORDER BY incarnation",
            .text(rig.text))
    }

    func dispatchQueue(of rig: RigName) throws(LedgerError) -> [DispatchEntry] {
        try values(DispatchEntry.self, "SELECT value FROM dispatch WHERE rig = ? ORDER BY bead", .text(rig.text))
            .sorted { ($0.priority, $0.enqueuedAt, $0.bead) < ($1.priority, $1.enqueuedAt, $1.bead) }
    }
}

extension Mail {
    var withoutBody: Mail {
        var mail = self
        mail.body = nil
        return mail
    }

    /// With so much of its body as tells what it is about.
    fileprivate var beginning: Mail {
        var mail = self
        mail.body = body.map { $0.beginning(BeadLimits.primeBodyBytesMax) }
        return mail
    }
}

extension [Mail] {
    /// Of those whose body is longer than its beginning; nil: of none.
    fileprivate var bodyBytes: [BeadID: Int]? {
        let long = filter { $0.body?.utf8.count ?? 0 > BeadLimits.primeBodyBytesMax }
        let bytes = long.map { ($0.id, $0.body?.utf8.count ?? 0) }
        return bytes.isEmpty ? nil : Dictionary(uniqueKeysWithValues: bytes)
    }
}

extension Nudge {
    var withoutText: Nudge {
        var nudge = self
        nudge.text = nil
        return nudge
    }
}
