internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension Transaction {
    /// Makes a convoy and lets it track its members.
    func found(
        title: String, members: [BeadID], feeding: Feeding?, state: ConvoyState = .open, epics: [BeadID]? = nil
    ) throws(LedgerError) -> Convoy {
        var convoy = Convoy(
            id: try mint(prefix: town.prefix.text, kind: "cv"), title: try BeadText.title(title), state: state,
            owner: speaker.actor,
            // The Mayor's agent hands out what the overseer wants, who is told when it is there.
            watchers: speaker.actor == .mayor ? [.overseer] : [], feeding: feeding, createdAt: now)
        convoy.epics = epics
        try save(convoy)
        try track(members, in: convoy)
        let filled = try withPresentMembers(convoy, adding: members)
        try save(filled)
        staleConvoys.remove(convoy.id)
        try emit(.convoyCreated, in: .town, subject: convoy.id.text, EventData(convoy: filled))
        return filled
    }

    /// Adds what is not tracked yet.
    func track(_ beads: [BeadID], in convoy: Convoy) throws(LedgerError) {
        for id in beads {
            try write(
                """
                INSERT INTO edges (source, target, type, created_at, created_by) VALUES (?, ?, 'tracks', ?, ?)
                ON CONFLICT DO NOTHING
                """, .text(convoy.id.text), .text(id.text), .int(now.milliseconds),
                .text(speaker.actor.description))
        }
        let members =
            try int(
                "SELECT count(*) FROM edges WHERE source = ? AND type = 'tracks'", .text(convoy.id.text)) ?? 0
        guard members <= BeadLimits.convoyMembersMax else {
            throw .refuse(
                .tooLarge, "a convoy tracks at most \(BeadLimits.convoyMembersMax) beads; that would be \(members)",
                about: convoy.id.text, hint: "make several")
        }
        staleConvoys.insert(convoy.id)
    }

    /// Brings the row of each convoy with a changed member up to date, and says so in the town's stream.
    func refreshConvoys() throws(LedgerError) {
        try joinMountains()
        let stale = staleConvoys.sorted()
        staleConvoys.removeAll()
        for id in stale {
            if let convoy = try convoy(id) { try refresh(convoy) }
        }
    }

    /// A landed convoy with an open member is open again.
    func refresh(_ convoy: Convoy, adding added: [BeadID] = []) throws(LedgerError) {
        staleConvoys.remove(convoy.id)
        var fresh = try withPresentMembers(convoy, adding: added)
        if fresh.state == .landed, !fresh.isComplete {
            fresh.reopen()
            try drive(fresh)
        }
        guard fresh != convoy else { return }
        try save(fresh)
        try emit(.convoyChanged, in: .town, subject: convoy.id.text, EventData(convoy: fresh))
    }

    /// Nobody gives this bead out again by itself. A convoy that is left with nothing is closed.
    func stopFeeding(_ bead: BeadID, reason: String) throws(LedgerError) {
        while let convoy = try openConvoy(tracking: bead, feeding: true) {
            try write(
                "DELETE FROM edges WHERE source = ? AND target = ? AND type = 'tracks'", .text(convoy.id.text),
                .text(bead.text))
            guard convoy.members.contains(where: { $0.bead != bead }) else {
                try close(convoy, reason: "\(bead) was taken back: \(reason)")
                continue
            }
            staleConvoys.insert(convoy.id)
        }
    }

    func close(_ convoy: Convoy, reason: String) throws(LedgerError) {
        var closed = try withPresentMembers(convoy)
        closed.state = .closed
        try driveNoMore(closed)
        try save(closed)
        staleConvoys.remove(convoy.id)
        try emit(.convoyClosed, in: .town, subject: convoy.id.text, EventData(convoy: closed, note: reason))
    }

    /// The members as their beads are now, in the order in which they came.
    func withPresentMembers(
        _ convoy: Convoy, adding added: [BeadID] = []
    ) throws(LedgerError) -> Convoy {
        let tracked = try texts(
            "SELECT target FROM edges WHERE source = ? AND type = 'tracks' ORDER BY target", .text(convoy.id.text)
        ).compactMap(BeadID.init)
        var seen: Set<BeadID> = []
        let inOrder = (convoy.members.map(\.bead) + added + tracked).filter { seen.insert($0).inserted }
        var members: [ConvoyMember] = []
        let present = Set(tracked)
        for id in inOrder where present.contains(id) {
            let bead = try knownBead(id).bead
            members.append(
                ConvoyMember(
                    bead: id, rig: bead.rig, title: bead.title, status: bead.status, disposition: bead.disposition,
                    priority: bead.priority,
                    ending: Ending.word(status: bead.status, reason: bead.closeReason, outcome: bead.outcome),
                    attempt: try attempts(id, .dispatch)))
        }
        var fresh = convoy
        fresh.members = members
        return fresh
    }
}

extension Convoy {
    /// Its next landing is another one, with a notice of its own.
    fileprivate mutating func reopen() {
        state = .open
        generation += 1
    }
}
