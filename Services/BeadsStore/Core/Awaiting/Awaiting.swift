package import TownModel

/// What is awaited now, by which rule and whose turn it is: the judgement about the facts of one moment, pure.
///
/// Never empty for what is open: everything open has a mover.
package enum Awaiting {
    package static func bead(_ facts: BeadFacts, in town: TownConditions) -> [Awaited] {
        withServices(judge(facts, town), town)
    }

    package static func request(_ facts: RequestFacts, in town: TownConditions) -> [Awaited] {
        withServices(judge(facts, town), town)
    }

    package static func agent(_ facts: AgentFacts, in town: TownConditions) -> [Awaited] {
        withServices(judge(facts, town), town)
    }

    package static func convoy(_ convoy: Convoy, in town: TownConditions) -> [Awaited] {
        withServices(judge(convoy, town), town)
    }

    /// A process that was not heard of moves nothing: that is awaited too.
    private static func withServices(_ found: [Awaited], _ town: TownConditions) -> [Awaited] {
        var told: Set<RoleName> = []
        var silent: [Awaited] = []
        for awaited in found {
            guard let role = RoleName(awaited.mover), told.insert(role).inserted,
                let service = town.services.first(where: { $0.name == role.description }), service.health != .fine
            else { continue }
            let since = service.heardAt.map { "since \($0)" } ?? "since the store began"
            silent.append(
                Awaited(
                    .service,
                    "\(role) was not heard of \(since): nothing of this moves before it is (gt health \(role))",
                    mover: "its supervisor"))
        }
        return found + silent
    }

    static func stopped(_ town: TownConditions) -> [Awaited] {
        town.stopped.map { [Awaited(.stopped, "the town is stopped: \($0) (gt thaw)", mover: .overseer)] } ?? []
    }

    static func parked(_ rig: Rig) -> [Awaited] {
        switch rig.state {
        case .active: []
        case .parked:
            [Awaited(.parked, "the rig \(rig.name) is parked (gt rig unpark \(rig.name))", mover: .overseer)]
        case .removed: [Awaited(.parked, "the rig \(rig.name) was removed from the town", mover: .overseer)]
        }
    }

    // MARK: - Convoys

    private static func judge(_ convoy: Convoy, _ town: TownConditions) -> [Awaited] {
        if convoy.state == .staged {
            return [Awaited(.sling, "it is staged (gt convoy launch \(convoy.id))", mover: .overseer)]
        }
        guard convoy.state == .open else { return [] }
        let open = convoy.members.filter { !$0.status.isEnded }
        guard !open.isEmpty else {
            let text =
                convoy.members.isEmpty ? "it has no members: add some, or close it" : "all its members have ended"
            let mover: Address = convoy.members.isEmpty ? .overseer : .mayor
            return [Awaited(convoy.members.isEmpty ? .sling : .landing, text, mover: mover)]
        }
        let members = open.prefix(AwaitingLimits.membersMax).map { member in
            let isFed = member.disposition == .ready && convoy.isFed
            return Awaited(
                .member, "\(member.bead) is \(member.disposition.rawValue): \(member.title)",
                mover: isFed ? Address.mayor.description : member.bead.text, about: member.bead)
        }
        let obstacles = stopped(town) + (convoy.mountain?.pause.map { [paused(convoy, $0)] } ?? [])
        guard open.count > members.count else { return obstacles + members }
        return obstacles + members + [
            Awaited(.member, "\(open.count - members.count) more members", mover: "each its own")
        ]
    }
}

enum AwaitingLimits {
    /// Members of a convoy that are named: a screenful.
    static let membersMax = 20
}
