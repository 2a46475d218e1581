package import TownModel

extension Awaiting {
    static func judge(_ facts: BeadFacts, _ town: TownConditions) -> [Awaited] {
        switch facts.bead.disposition {
        case .closed: []
        case .notWork, .blocked, .deferred: holds(facts)
        case .ready: ready(facts, town)
        case .taken: taken(facts, town)
        }
    }

    private static func holds(_ facts: BeadFacts) -> [Awaited] {
        facts.holds.map {
            Awaited(
                $0.rule, $0.sentence, mover: $0.mover, about: $0.bead, due: $0.timer?.due, timer: $0.timer?.name)
        }
    }

    private static func ready(_ facts: BeadFacts, _ town: TownConditions) -> [Awaited] {
        guard let convoy = facts.convoy else {
            return [
                Awaited(
                    .sling, "it can be worked on, and no open convoy feeds it (gt sling \(facts.bead.id))",
                    mover: .overseer)
            ]
        }
        guard let rig = facts.rig else {
            return [
                Awaited(
                    .sling,
                    "the convoy \(convoy.id) feeds it, but it belongs to no rig (gt sling \(facts.bead.id) <rig>)",
                    mover: .overseer)
            ]
        }
        let obstacles = stopped(town) + parked(rig)
        if let pause = convoy.mountain?.pause {
            return obstacles + [paused(convoy, pause)]
        }
        return obstacles + [
            Awaited(
                .feed, "the convoy \(convoy.id) feeds it: the Mayor puts it into the queue of \(rig.name)",
                mover: .mayor)
        ]
    }

    static func paused(_ convoy: Convoy, _ pause: SchedulerHold) -> Awaited {
        Awaited(
            .held, "the convoy \(convoy.id) is paused \(pause.words) (gt mountain resume \(convoy.id))",
            mover: .overseer)
    }

    private static func taken(_ facts: BeadFacts, _ town: TownConditions) -> [Awaited] {
        if let queue = facts.queue { return queued(queue, town) }
        if let work = facts.work { return judge(work, town) }
        if let request = facts.request { return judge(request, town) }
        if let resident = facts.resident { return [held(by: resident)] }
        return [
            Awaited(
                .elsewhere, WaitingSentence.elsewhere(facts.bead), mover: facts.bead.assignee ?? "whoever has it")
        ]
    }

    private static func held(by resident: Resident) -> Awaited {
        let agent = resident.agent
        let sentence = WaitingSentence.hooked(by: agent)
        guard let run = resident.run else {
            return Awaited(.work, "\(sentence), and it has no session: a person begins one", mover: .overseer)
        }
        // The Mayor's service has the name of the Mayor's agent, and does not move it.
        let mover = agent == .mayor ? "the Mayor's agent" : agent.description
        return Awaited(.work, "\(sentence), which ends it (session \(run.incarnation))", mover: mover)
    }

    private static func queued(_ facts: QueueFacts, _ town: TownConditions) -> [Awaited] {
        let (rig, entry) = (facts.room.rig, facts.room.entry)
        let witness = Address.witness(rig.name)
        let sentence = WaitingSentence.queued(entry)
        var found = stopped(town) + parked(rig)
        let before = facts.ahead == 0 ? "it is the next" : "\(facts.ahead) go before it"
        let holds = RoomRule.holds(facts.room, at: town.now).filter { ![.stopped, .parked].contains($0.rule) }
        if let rest = holds.first(where: { $0.rule == .rest }) {
            let why = entry.reason.map { ", after: \($0)" } ?? ""
            found.append(Awaited(.backoff, "\(sentence)\(why)", mover: witness, due: rest.until))
            return found
        }
        for hold in holds {
            found.append(
                hold.rule == .paused
                    ? Awaited(.held, "\(sentence): \(hold.text) (gt scheduler resume)", mover: .overseer)
                    : Awaited(.room, "\(sentence): \(hold.text), \(before)", mover: witness, due: hold.until))
        }
        if holds.isEmpty { found.append(Awaited(.claim, "\(sentence): there is room, \(before)", mover: witness)) }
        return found
    }
}

/// What a bead that is taken is with: said by lists, and by whoever asks why.
package enum WaitingSentence {
    package static func queued(_ entry: DispatchEntry) -> String {
        let rest = entry.notBefore.map { ", not before \($0)" } ?? ""
        return "it is queued for a polecat of \(entry.rig) (attempt \(entry.attempt)\(rest))"
    }

    package static func hooked(_ assignment: Assignment) -> String {
        "it is on the hook of \(assignment.agent) (assignment \(assignment.number))"
    }

    /// Of one that has no attempts: it closes the bead itself.
    package static func hooked(by agent: Address) -> String { "it is on the hook of \(agent)" }

    package static func submitted(_ request: MergeRequest) -> String {
        "it is in the merge queue of \(request.rig) as \(request.id) (\(request.state.rawValue))"
    }

    package static func elsewhere(_ bead: Bead) -> String {
        "it is with \(bead.assignee ?? "somebody"), without a hook here"
    }
}
