internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension QueryRule {
    static let standings: [QueryRule] = [
        .query(ConvoyStand.self) { (stand, reading) throws(LedgerError) in
            guard stand.scope != .one else {
                let id = try reading.resolveConvoy(stand.id ?? "")
                let convoy = try reading.knownConvoy(id)
                return ConvoyStandPage(convoys: [try reading.standing(of: convoy, at: reading.now)])
            }
            var found: [ConvoyStanding] = []
            for convoy in try reading.convoys(includeEnded: false) where convoy.state == .open {
                guard stand.scope == .stranded || convoy.mountain != nil else { continue }
                let standing = try reading.standing(of: convoy, at: reading.now)
                if stand.scope == .mountains || standing.stranded != nil { found.append(standing) }
            }
            return ConvoyStandPage(convoys: PageLimit.fit(found).page)
        }
    ]
}

extension LedgerReader {
    func standing(of convoy: Convoy, at now: Timestamp) throws(LedgerError) -> ConvoyStanding {
        let open = convoy.members.filter { !$0.status.isEnded }
        var (shelf, rooms) = (NeedShelf(), try roomShelf(at: now))
        var needs: [BeadID: [BeadID]] = [:]
        var members: [MemberStanding] = []
        for member in open {
            let facts = try standingFacts(member, convoy, &shelf, &rooms)
            needs[member.bead] = facts.needs
            let (cause, text) = StandingRule.judge(facts, in: convoy)
            members.append(MemberStanding(bead: member.bead, title: member.title, cause: cause, text: text))
        }
        var holdsUp: [BeadID: [BeadID]] = [:]
        for member in open {
            for need in needs[member.bead] ?? [] { holdsUp[need, default: []].append(member.bead) }
        }
        for index in members.indices { members[index].holdsUp = holdsUp[members[index].bead] ?? [] }
        return ConvoyStanding(
            convoy: convoy, members: members,
            stranded: convoy.state == .open ? Self.stranded(members, convoy) : nil)
    }

    /// Members that nobody feeds are a person's to sling: as long as one is ready, the convoy is left to somebody.
    private static func stranded(_ members: [MemberStanding], _ convoy: Convoy) -> String? {
        if convoy.members.isEmpty { return "it has no members" }
        if members.isEmpty || members.contains(where: \.cause.isMoving) { return nil }
        if convoy.mountain?.pause != nil { return "it is paused" }
        if members.contains(where: { $0.cause == .notFed }) { return "it has ready beads, and nobody feeds it" }
        return "nothing of it moves"
    }

    private func standingFacts(
        _ member: ConvoyMember, _ convoy: Convoy, _ shelf: inout NeedShelf, _ rooms: inout RoomShelf
    ) throws(LedgerError) -> StandingFacts {
        let row = try knownBead(member.bead)
        var facts = StandingFacts(member: member, rig: nil)
        if let name = convoy.feeding?.rig ?? row.bead.rig { facts.rig = try rig(name) }
        if member.disposition == .blocked {
            facts.needs = try needs(of: row, &shelf)
            for gate in facts.needs where try isFailure(gate, of: member.bead) { facts.failure = gate }
        }
        if row.queued, let entry = try dispatch(row.id), let rig = try rig(entry.rig) {
            facts.room = try roomHolds(entry, rig, &rooms)
        }
        return facts
    }

    private func isFailure(_ gate: BeadID, of bead: BeadID) throws(LedgerError) -> Bool {
        let sources = AttemptKind.allCases.map { "\($0.rawValue)/\(bead)" }
        for source in try texts("SELECT source FROM escalations WHERE bead = ?", .text(gate.text))
        where sources.contains(source) { return true }
        return false
    }
}
