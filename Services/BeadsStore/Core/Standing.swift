package import TownModel

/// A member of a convoy that has not ended, with what the ledger knows of it at one moment.
package struct StandingFacts: Hashable, Sendable {
    package var member: ConvoyMember
    /// Where it goes when it is fed; nil: it belongs to no rig.
    package var rig: Rig?
    /// Open beads that it waits for.
    package var needs: [BeadID]
    /// The gate at which a person is asked because its attempts have failed.
    package var failure: BeadID?
    /// In a queue: what holds it back there; nil: it is in none.
    package var room: [RoomHold]?

    package init(
        member: ConvoyMember, rig: Rig?, needs: [BeadID] = [], failure: BeadID? = nil, room: [RoomHold]? = nil
    ) {
        self.member = member
        self.rig = rig
        self.needs = needs
        self.failure = failure
        self.room = room
    }
}

/// Why a member stands where it stands: pure.
package enum StandingRule {
    package static func judge(_ facts: StandingFacts, in convoy: Convoy) -> (cause: StandingCause, text: String) {
        switch facts.member.disposition {
        case .taken: taken(facts)
        case .deferred: (.deferred, "it is put off")
        case .notWork, .closed: (.notWork, "no agent works at it")
        case .blocked: blocked(facts)
        case .ready: ready(facts, in: convoy)
        }
    }

    private static func taken(_ facts: StandingFacts) -> (StandingCause, String) {
        guard let room = facts.room else { return (.atWork, facts.member.status.rawValue) }
        guard let hold = room.first else { return (.queued, "its Witness takes it next") }
        let cause: StandingCause =
            switch hold.rule {
            case .parked: .parked
            case .stopped, .paused: .paused
            case .rest: .deferred
            case .town, .rig, .preset, .provider, .load, .memory: .noRoom
            }
        return (cause, hold.text)
    }

    private static func blocked(_ facts: StandingFacts) -> (StandingCause, String) {
        if let gate = facts.failure { return (.failed, "its attempts have failed, a person is asked: \(gate) is open") }
        let names = facts.needs.prefix(namedMax).map(\.text).joined(separator: ", ")
        let more = facts.needs.count > namedMax ? " and \(facts.needs.count - namedMax) more" : ""
        return (.blocked, facts.needs.isEmpty ? "its status says so" : "it waits for \(names)\(more)")
    }

    private static func ready(_ facts: StandingFacts, in convoy: Convoy) -> (StandingCause, String) {
        guard let rig = facts.rig else { return (.noRig, "it belongs to no rig") }
        guard rig.state == .active else { return (.parked, "\(rig.name) is \(rig.state.rawValue)") }
        if let pause = convoy.mountain?.pause { return (.paused, "\(convoy.id) is paused by \(pause.by)") }
        guard convoy.feeding != nil else { return (.notFed, "nobody feeds \(convoy.id)") }
        return (.next, "the Mayor queues it for \(rig.name)")
    }

    /// Beads that one sentence names.
    private static let namedMax = 5
}
