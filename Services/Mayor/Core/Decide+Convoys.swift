import TownModel

/// Convoys: feeding, landing, and those that nothing moves.
extension State {
    /// What can be done for one open convoy now.
    mutating func drive(_ convoy: Convoy) -> [Effect] {
        if !convoy.members.isEmpty, convoy.members.allSatisfy(\.status.isEnded) {
            return [.land(convoy: convoy.id, generation: convoy.generation)]
        }
        guard !isStopped, convoy.isFed, let feeding = convoy.feeding else { return [] }
        var effects: [Effect] = []
        let ready = convoy.members.filter { $0.disposition == .ready && (feeding.rig ?? $0.rig) != nil }
        for member in ready.sorted(by: { ($0.priority, $0.bead) < ($1.priority, $1.bead) })
        where fed[member.bead] != member.attempt + 1 {
            fed[member.bead] = member.attempt + 1
            effects.append(.feed(convoy: convoy.id, bead: member.bead, attempt: member.attempt + 1))
        }
        return effects
    }

    /// A convoy is stuck when nobody is to move any member that is left: each is blocked, or ready without a rig to
    /// go to. It may be so for a moment; after a while a person is told.
    mutating func lookForStuck(_ convoy: Convoy, at now: Timestamp) -> [Effect] {
        let open = convoy.members.filter { !$0.status.isEnded }
        guard !isStopped, convoy.isFed, !open.isEmpty,
            open.allSatisfy({ isStuck($0, in: convoy) })
        else {
            stuck[convoy.id] = nil
            return []
        }
        let known = stuck[convoy.id] ?? Stuck(since: now)
        stuck[convoy.id] = known
        guard !known.isTold else { return [] }
        let due = known.since.advanced(by: Limits.stuckMax)
        guard due <= now else { return [.wake(at: due)] }
        stuck[convoy.id]?.isTold = true
        // Its owner wants to be told, not everybody's overseer.
        guard convoy.mountain == nil else {
            return [.sayStuck(convoy: convoy.id, generation: convoy.generation, since: known.since)]
        }
        let names = open.prefix(Limits.namedMax).map { "\($0.bead) (\($0.disposition.rawValue))" }
        let more = open.count > names.count ? " and \(open.count - names.count) more" : ""
        return [
            .escalate(
                source: "convoy-stuck/\(convoy.id)", severity: .medium,
                text: "Convoy \(convoy.id) does not move: \(names.joined(separator: ", "))\(more). "
                    + "See what they wait for with `gt bead show`.",
                since: known.since, about: convoy.id)
        ]
    }

    private func isStuck(_ member: ConvoyMember, in convoy: Convoy) -> Bool {
        switch member.disposition {
        case .blocked, .notWork: true
        // What is asked to be fed for so long is of a rig that takes nothing.
        case .ready: convoy.mountain != nil || (convoy.feeding?.rig ?? member.rig) == nil
        case .deferred, .taken, .closed: false
        }
    }
}
